import type { Parameter } from '../parameter.ts';
import type { Flag } from '../reading.ts';

/** In the order in which the verdicts on one value are listed: by itself, against the hours around, against other stations. */
export const QUALITY_TESTS = [
  'flag',
  'range',
  'consistency',
  'humidity',
  'calibration',
  'step',
  'spike',
  'flat_line',
  'spatial',
] as const;
export type QualityTest = (typeof QUALITY_TESTS)[number];

/** Why, with the figures that `verdictText` puts into words. Values and limits in the parameter's unit. */
export type Reason =
  | { readonly code: 'instrument_flag'; readonly facts: { readonly flag: Flag } }
  | { readonly code: 'below_range' | 'above_range'; readonly facts: { readonly value: number; readonly limit: number } }
  | {
      readonly code: 'jump';
      readonly facts: {
        readonly value: number;
        readonly before: number;
        readonly change: number;
        readonly limit: number;
      };
    }
  | {
      readonly code: 'lone_peak';
      readonly facts: {
        readonly value: number;
        readonly before: number;
        readonly after: number;
        readonly deviation: number;
        readonly limit: number;
      };
    }
  /** `hours` is counted no further than the limit that was reached. */
  | {
      readonly code: 'unchanged';
      readonly facts: { readonly value: number; readonly hours: number; readonly tolerance: number };
    }
  | {
      readonly code: 'pm25_above_pm10';
      readonly facts: { readonly pm25: number; readonly pm10: number; readonly limit: number };
    }
  | { readonly code: 'humid'; readonly facts: { readonly rh: number; readonly limit: number } }
  | { readonly code: 'calibration_old'; readonly facts: { readonly days: number; readonly limit: number } }
  | {
      readonly code: 'unlike_neighbours';
      readonly facts: {
        readonly value: number;
        readonly median: number;
        readonly spread: number;
        readonly times: number;
        readonly limit: number;
        readonly neighbours: number;
      };
    };

/** One test's doubt about one value. No verdict is the good case; the value itself is never touched. */
export interface Verdict {
  /** End of the period that the value belongs to, epoch ms; for hours the end on the region's grid. */
  readonly at: number;
  readonly parameter: Parameter;
  readonly test: QualityTest;
  readonly severity: 'suspect' | 'fail';
  readonly reason: Reason;
}

/** Which side of a threshold a magnitude lies on, and the limit it exceeds; undefined when none. */
export function exceeded(
  threshold: { readonly suspect: number; readonly fail: number | null },
  magnitude: number,
): { readonly severity: 'suspect' | 'fail'; readonly limit: number } | undefined {
  if (!(magnitude > threshold.suspect)) return undefined;
  const { suspect, fail } = threshold;
  return fail !== null && magnitude > fail
    ? { severity: 'fail', limit: fail }
    : { severity: 'suspect', limit: suspect };
}
