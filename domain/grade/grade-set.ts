import { z } from 'zod';
import { Text } from '../rule/text.ts';
import { GradeCondition, needsOf } from './grade-condition.ts';

const Day = z.iso.date('a day such as 2024-01-25');
const Conditions = z.array(GradeCondition).min(1);

const Effective = z.strictObject({
  from: Day.meta({ help: 'First day it applies to.' }),
  to: Day.exactOptional().meta({ help: 'Last day it applies to; absent: in force.' }),
});

const EpisodeRule = z.strictObject({
  above: z
    .int()
    .min(0)
    .max(499)
    .meta({ help: 'An episode lasts while the AQI (24 h means) is strictly above this.', example: 150 }),
  merge_gap_hours: z
    .int()
    .min(24)
    .max(240)
    .default(36)
    .meta({ help: 'It is over after so many hours at or below; a shorter gap leaves one episode.' }),
  silence_hours: z
    .int()
    .min(24)
    .max(240)
    .default(72)
    .meta({ help: 'It is over after so many hours without data; fewer prove nothing.' }),
});

const PollutantRule = z.strictObject({
  ozone: z
    .enum(['notice', 'colour'])
    .default('notice')
    .meta({ help: 'What O3 gives: a health notice and no colour, or a colour like any other.' }),
  dust: z.enum(['notice', 'colour']).default('notice').meta({ help: 'What particles give while there is dust.' }),
  dust_pm25_share: z
    .number()
    .min(0)
    .max(1)
    .default(0.3)
    .meta({ help: 'Dust is when PM10 is primary and PM2.5/PM10 is below this, or when a bureau declares it.' }),
});

/** Under which conditions a city's warning has which colour: the levels of a plan as data (docs/spec/grades.md). */
export const GradeSet = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens, e.g. cn-2024'),
    title: Text,
    source: z.string().min(1).meta({ help: 'The document it is taken from.' }),
    effective: Effective,
    lead_hours: z
      .int()
      .min(0)
      .max(240)
      .default(24)
      .meta({ help: 'A warning is proposed so long before its episode begins, if the forecast shows it by then.' }),
    episode: EpisodeRule,
    pollutants: PollutantRule.prefault({}),
    grades: z
      .strictObject({
        blue: Conditions.exactOptional(),
        yellow: Conditions.exactOptional(),
        orange: Conditions.exactOptional(),
        red: Conditions.exactOptional(),
      })
      .meta({ help: 'For each colour the conditions of which one is enough; the highest colour met counts.' }),
  })
  .superRefine((set, context) => {
    const fault = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path: [...path], message });
    const { from, to } = set.effective;
    if (to !== undefined && to < from) fault(['effective', 'to'], 'is before `from`');
    const colours = Object.entries(set.grades);
    if (colours.length === 0) fault(['grades'], 'has no colour');
    for (const [colour, conditions] of colours) {
      for (const [index, condition] of conditions.entries()) {
        const outside = needsOf(condition).some((need) =>
          'above' in need ? need.above < set.episode.above : need.reaches <= set.episode.above,
        );
        if (outside) {
          fault(['grades', colour, index], `is met by air at or below \`episode.above\` (${set.episode.above})`);
        }
      }
    }
  });
export type GradeSet = z.infer<typeof GradeSet>;
/** A set as it is written, defaults left out. */
export type GradeSetInput = z.input<typeof GradeSet>;
