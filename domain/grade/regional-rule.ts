import { z } from 'zod';

/** When the cities' grades make a grade of the region: one of the counts is enough. */
export const RegionalRule = z
  .strictObject({
    at_least: z.int().min(1).exactOptional().meta({ help: 'So many cities at the grade or above.', example: 4 }),
    contiguous: z.int().min(2).exactOptional().meta({ help: 'So many that border on each other.', example: 3 }),
    share: z.number().gt(0).max(1).exactOptional().meta({ help: 'This share of all member cities.', example: 0.5 }),
    lift_hours: z
      .int()
      .min(0)
      .max(240)
      .default(36)
      .meta({ help: 'Lowered once it has been below, or is forecast to be, for so long.' }),
  })
  .superRefine((rule, context) => {
    if (rule.at_least === undefined && rule.contiguous === undefined && rule.share === undefined) {
      context.addIssue({ code: 'custom', message: 'needs at_least, contiguous or share' });
    }
  });
export type RegionalRule = z.infer<typeof RegionalRule>;

/** Our default where the documents give no number: 3 neighbouring cities or any 4. Guangdong's rule is `{ at_least: 4 }`. */
export const DEFAULT_REGIONAL_RULE: RegionalRule = RegionalRule.parse({ at_least: 4, contiguous: 3 });
