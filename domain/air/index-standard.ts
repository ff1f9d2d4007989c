import type { Pollutant } from './parameter.ts';

export const EDITIONS = ['2012', '2026'] as const;
/** Edition of HJ 633. */
export type Edition = (typeof EDITIONS)[number];

/** A column of the IAQI table: pollutant and averaging time. */
export type IndexItem =
  | 'pm25_24h'
  | 'pm25_1h'
  | 'pm10_24h'
  | 'pm10_1h'
  | 'so2_24h'
  | 'so2_1h'
  | 'no2_24h'
  | 'no2_1h'
  | 'co_24h'
  | 'co_1h'
  | 'o3_8h'
  | 'o3_1h';

/** One straight piece: concentrations in (low, high] hundredths of the unit give indices up from `index`. */
interface Segment {
  readonly low: number;
  readonly high: number;
  readonly index: number;
  readonly rise: number;
}

export interface IndexScale {
  readonly segments: readonly Segment[];
  /** IAQI of a concentration above the last breakpoint; null when the edition gives none. */
  readonly beyond: number | null;
}

/** One edition of HJ 633 as data. */
export interface IndexStandard {
  readonly edition: Edition;
  /** For display: `HJ 633-2026`. */
  readonly title: string;
  readonly scales: Readonly<Record<IndexItem, IndexScale>>;
  /** The concentration that enters the formula, in hundredths of µg/m³ (CO mg/m³), rounded as the edition says. */
  readonly hundredths: (pollutant: Pollutant, value: number) => number;
  /** Whether an AQI with a pollutant missing is published only above 100. */
  readonly needsAllPollutants: boolean;
  /** Whether the daily report also has the day's largest 1 h mean of O3. */
  readonly dailyHasO3Hourly: boolean;
}

const INDEX_BREAKPOINTS = [0, 50, 100, 150, 200, 300, 400, 500] as const;

/**
 * Builds a column from its breakpoints (µg/m³, CO mg/m³, the first is 0), which may stop before index 500.
 * `beyond` is the IAQI above the last one.
 */
export function indexScale(breakpoints: readonly number[], beyond: number | null): IndexScale {
  const segments: Segment[] = [];
  for (let i = 1; i < breakpoints.length; i += 1) {
    const [low, high] = [breakpoints[i - 1], breakpoints[i]];
    const [index, top] = [INDEX_BREAKPOINTS[i - 1], INDEX_BREAKPOINTS[i]];
    if (low === undefined || high === undefined || index === undefined || top === undefined || low >= high) {
      throw new RangeError(`breakpoints must rise and be at most ${INDEX_BREAKPOINTS.length}: ${breakpoints}`);
    }
    segments.push({ low: low * 100, high: high * 100, index, rise: top - index });
  }
  return { segments, beyond };
}
