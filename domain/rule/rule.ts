import { z } from 'zod';
import { PARAMETERS, POLLUTANTS } from '../air/parameter.ts';

/** A text for people, Chinese first. */
export const Text = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
export type Text = z.infer<typeof Text>;

const quantities = ['aqi', ...POLLUTANTS.map((pollutant) => `iaqi.${pollutant}` as const), ...PARAMETERS] as const;

/** What a rule looks at: `aqi`, `iaqi.<pollutant>` (both of the hour), or a parameter's hourly mean in its own unit. */
export const Quantity = z.enum(quantities);
export type Quantity = z.infer<typeof Quantity>;

const PLACEHOLDERS = ['subject', 'quantity', 'value', 'limit', 'hours'];

/** A message with placeholders; one that nothing fills would reach people as it stands. */
const Template = Text.superRefine((text, context) => {
  for (const language of ['zh', 'en'] as const) {
    for (const [whole, name = ''] of text[language].matchAll(/\{(\w+)\}/g)) {
      if (PLACEHOLDERS.includes(name)) continue;
      const message = `there is no placeholder ${whole}; there are {${PLACEHOLDERS.join('} {')}}`;
      context.addIssue({ code: 'custom', path: [language], message });
    }
  }
});

/**
 * Hourly index or concentration above a limit for some hours, back below a lower one (docs/spec/rules.md, RUL).
 * Limits are in the unit of the quantity; an index has none.
 */
export const ThresholdRule = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens, e.g. city-aqi-200'),
    kind: z.literal('threshold'),
    on: z.enum(['station', 'city']).meta({ help: 'What it watches: every station, or the mean of every city.' }),
    /** Only these stations or cities; absent: all. */
    only: z.array(z.string()).min(1).exactOptional().meta({ help: 'Limit the rule to these station or city ids.' }),
    quantity: Quantity,
    above: z.number().meta({ help: 'Raised when the value is strictly above this.', example: 200 }),
    for_hours: z.int().min(1).max(96).default(1).meta({ help: 'Consecutive hours above before it is raised.' }),
    below: z
      .number()
      .meta({ help: 'Returned when the value is strictly below this; not above `above`.', example: 150 }),
    priority: z.int().min(1).max(4).meta({ help: '1 is the most urgent.' }),
    message: Template.meta({ help: 'Placeholders: {subject} {quantity} {value} {limit} {hours}.' }),
  })
  .refine((rule) => rule.below <= rule.above, {
    path: ['below'],
    error: 'must not be greater than `above`: it would return before it is raised',
  });
export type ThresholdRule = z.infer<typeof ThresholdRule>;

/** One rule of any kind. A new kind adds a member here and its step beside `threshold.ts`. */
export const Rule = z.discriminatedUnion('kind', [ThresholdRule]);
export type Rule = z.infer<typeof Rule>;

export interface Subject {
  readonly kind: 'station' | 'city' | 'region';
  readonly id: string;
}
