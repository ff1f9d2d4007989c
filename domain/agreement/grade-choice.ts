import { z } from 'zod';
import { Effective } from './effective.ts';
import { MemberId } from './member-id.ts';

const setName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens 小写字母、数字、连字符');

/** Which shipped set of conditions makes a city's grade, and how many cities make the region's (docs/spec/grades.md). */
export const GradeChoice = z.strictObject({
  set: setName.meta({ help: 'For every city that is not named below. 各市默认的分级条件。', example: 'cn-2024' }),
  cities: z
    .array(
      z.strictObject({
        city: MemberId.meta({ help: 'A member city. 成员城市。' }),
        set: setName.meta({ help: 'Its own, stricter set. 更严的本地条件。', example: 'shaanxi-2023' }),
        effective: Effective.exactOptional().meta({ help: 'Only on these days. 仅在此期间。' }),
      }),
    )
    .default([]),
  regional: z
    .strictObject({
      at_least: z
        .int()
        .min(1)
        .exactOptional()
        .meta({ help: 'So many cities at the grade or above. 达到该级的城市数。' }),
      share: z.number().gt(0).max(1).exactOptional().meta({ help: 'Such a share of the cities. 达到该级的城市比例。' }),
      contiguous: z
        .int()
        .min(2)
        .exactOptional()
        .meta({ help: 'So many that border on each other. 相互毗邻的城市数。' }),
    })
    .refine((given) => Object.keys(given).length > 0, {
      error: 'needs at least one of at_least, share, contiguous',
      params: { zh: '须给出 at_least、share、contiguous 至少一项' },
    })
    .prefault({ at_least: 4, contiguous: 3 })
    .meta({ help: 'The region has a grade when one of these is met. Our default. 满足其一即为区域级别，本项目默认。' }),
});
export type GradeChoice = z.infer<typeof GradeChoice>;
