import { z } from 'zod';
import { PARAMETERS } from '../parameter.ts';
import { instant } from './instant.ts';

/** One line of a station's calibration history: how its values are to be corrected, from when to when, and why. */
export const Calibration = z
  .strictObject({
    station: z.string().min(1).meta({ help: 'Id in the stations file.' }),
    parameter: z.enum(PARAMETERS).meta({ help: 'The instrument, by what it measures.' }),
    valid_from: instant.meta({ help: 'Periods that end after this instant are corrected ...' }),
    valid_to: instant.exactOptional().meta({ help: '... up to those that end at this one; for good when absent.' }),
    factor: z.number().positive().default(1).meta({ help: 'A value counts as value * factor + offset.' }),
    offset: z.number().default(0).meta({ help: "In the parameter's unit." }),
    calibrated_at: instant.exactOptional().meta({ help: 'When the instrument itself was last calibrated (QC-9).' }),
    reason: z.string().min(1).meta({ help: 'Why it is corrected so, in words.' }),
    source: z.string().min(1).exactOptional().meta({ help: 'Where that is on paper: protocol, certificate, ticket.' }),
  })
  .refine((entry) => entry.valid_to === undefined || entry.valid_to > entry.valid_from, {
    path: ['valid_to'],
    error: 'must be after `valid_from`',
  });
/** Instants in epoch ms. */
export type Calibration = z.infer<typeof Calibration>;

/** The calibration file: entries of one station and parameter must not overlap (CAL-2). */
export const CalibrationFile = z
  .strictObject({ calibrations: z.array(Calibration).default([]) })
  .superRefine(({ calibrations }, context) => {
    const byInstrument = Map.groupBy(calibrations.entries(), ([, entry]) => `${entry.parameter} of ${entry.station}`);
    for (const [instrument, entries] of byInstrument) {
      const ordered = entries.toSorted(([, a], [, b]) => a.valid_from - b.valid_from);
      for (const [position, [index, entry]] of ordered.entries()) {
        const before = ordered[position - 1];
        if (before === undefined || (before[1].valid_to ?? Number.POSITIVE_INFINITY) <= entry.valid_from) continue;
        const message =
          `overlaps calibrations.${before[0]}, which is also for ${instrument}: ` +
          (before[1].valid_to === undefined ? 'give that one a `valid_to`' : 'end that one before this begins');
        context.addIssue({ code: 'custom', path: ['calibrations', index, 'valid_from'], message });
      }
    }
  });
