import { z } from 'zod';
import { GradeSet } from '../grade/grade-set.ts';
import { RegionalRule } from '../grade/regional-rule.ts';
import { Effective } from './effective.ts';
import { MemberId } from './member-id.ts';

const setName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens 小写字母、数字、连字符');

/** Which set of conditions makes a city's grade, and how many cities make the region's (docs/spec/grades.md). */
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
  own_sets: z
    .array(GradeSet)
    .default([])
    .meta({ help: 'Sets of your own, beside the shipped ones. 随附条件之外的自定条件。' }),
  regional: RegionalRule.prefault({ at_least: 4, contiguous: 3 }).meta({
    help: 'The region has a grade when one of the counts is met. Our default. 满足其一即为区域级别，本项目默认。',
  }),
});
export type GradeChoice = z.infer<typeof GradeChoice>;
