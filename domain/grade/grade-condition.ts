import { z } from 'zod';

const aqi = z.int().min(0).max(500);

/** A union alone would only say that the input is invalid. */
const FORMS = 'is {above, for_hours (24 or more)}, {reaches} or {all: [...]}';

const Lasting = z.strictObject({
  above: aqi.max(499).meta({ help: 'AQI strictly above this ...', example: 200 }),
  for_hours: z
    .int()
    .min(24, 'a 24 h mean speaks for 24 hours at least')
    .max(240)
    .default(24)
    .meta({ help: '... for so many hours without a break.', example: 48 }),
});

const Reached = z.strictObject({
  reaches: aqi.min(1).meta({ help: 'AQI of this or more, once.', example: 500 }),
});

/** One statement about the AQI (24 h means) of an episode. */
export const GradeNeed = z.union([Lasting, Reached], FORMS);
export type GradeNeed = z.infer<typeof GradeNeed>;

/** A condition of a grade: one statement, or several that must all be true of the same episode. */
export const GradeCondition = z.union(
  [
    Lasting,
    Reached,
    z.strictObject({ all: z.array(GradeNeed).min(2).meta({ help: 'All of these, in the same episode.' }) }),
  ],
  FORMS,
);
export type GradeCondition = z.infer<typeof GradeCondition>;

export function needsOf(condition: GradeCondition): readonly GradeNeed[] {
  return 'all' in condition ? condition.all : [condition];
}
