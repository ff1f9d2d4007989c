import { z } from 'zod';
import { Text } from '../rule/text.ts';
import { CalendarDay } from './effective.ts';

/** A time of day on the region's clock, `HH:MM`. */
export const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as "10:00" 应为时刻，如 "10:00"');

/** What working time is, and the only reasons for which a clock may stand still. */
export const Clocks = z.strictObject({
  working_hours: z
    .strictObject({ from: ClockTime, to: ClockTime })
    .refine(({ from, to }) => from < to, {
      path: ['to'],
      error: 'is not after `from`',
      params: { zh: '不晚于 `from`' },
    })
    .prefault({ from: '08:30', to: '17:30' })
    .meta({ help: 'Our default. 工作时间，本项目默认。' }),
  holidays: z
    .enum(['cn', 'weekends', 'none'])
    .default('cn')
    .meta({ help: 'Statutory holidays of China, weekends only, or no day off. 休息日：法定节假日、仅周末、无。' }),
  also_closed: z.array(CalendarDay).default([]).meta({ help: 'Further days off. 另外的休息日。' }),
  also_open: z.array(CalendarDay).default([]).meta({ help: 'Working days in spite of that. 调休上班日。' }),
  pause_reasons: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower-case letters, digits and _ 小写字母、数字、_'),
        name: Text,
      }),
    )
    .default([])
    .meta({ help: 'The only reasons for which a deadline may pause. 期限仅可因这些事由中止。' }),
});
export type Clocks = z.infer<typeof Clocks>;
