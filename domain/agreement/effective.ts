import { z } from 'zod';
import { parseDay, parseIso } from '../time.ts';

const DAY_MS = 86_400_000;

/** A calendar day, `YYYY-MM-DD`. */
export const CalendarDay = z.string().refine((text) => parseDay(text) !== null, {
  error: 'a date such as 2024-01-23',
  params: { zh: '应为日期，如 2024-01-23' },
});

/** From which day to which day something is in force, both inclusive, on the region's clock. */
export const Effective = z
  .strictObject({
    from: CalendarDay.meta({ help: 'First day in force. 生效首日。', example: '2024-01-23' }),
    to: CalendarDay.exactOptional().meta({ help: 'Last day in force; open when absent. 生效末日，缺省为长期有效。' }),
  })
  .refine(({ from, to }) => to === undefined || from <= to, {
    path: ['to'],
    error: 'is before `from`',
    params: { zh: '早于 `from`' },
  });
export type Effective = z.infer<typeof Effective>;

/** The same span as instants, epoch ms: from inclusive, to exclusive (Infinity when open). */
export function effectiveSpan(effective: Effective, utcOffset: string): { readonly from: number; readonly to: number } {
  const { from, to } = effective;
  return { from: startOf(from, utcOffset), to: to === undefined ? Infinity : startOf(to, utcOffset) + DAY_MS };
}

function startOf(day: string, utcOffset: string): number {
  const at = parseIso(`${day}T00:00:00${utcOffset}`);
  if (at === null) throw new RangeError(`"${day}" at ${utcOffset} is no day`);
  return at;
}
