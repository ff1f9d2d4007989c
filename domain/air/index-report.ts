import { type Category, categoryOf, type Level } from './category.ts';
import { standardOf } from './edition-for.ts';
import type { Edition } from './index-standard.ts';
import { POLLUTANTS, type Pollutant } from './parameter.ts';

/** Why a pollutant has no IAQI. `not_monitored`: outside the station's monitoring plan, printed as `/`. */
export type NoIaqiReason = 'missing' | 'negative' | 'not_a_number' | 'above_scale' | 'not_monitored';

/** Why there is no AQI: nothing to compute it from, or (2026) pollutants missing and the rest is not above 100. */
export type NoAqiReason = 'no_data' | 'incomplete';

/** An index of one place and period by a named edition. All indices are whole numbers 0..500; null is printed as NA. */
export interface IndexReport {
  readonly edition: Edition;
  readonly aqi: number | null;
  readonly level: Level | null;
  readonly category: Category | null;
  readonly iaqi: Readonly<Record<Pollutant, number | null>>;
  /** Pollutants with the largest IAQI when the AQI is above 50, in the order of `POLLUTANTS`; else empty. */
  readonly primary: readonly Pollutant[];
  /** Reason of every null in `iaqi`. */
  readonly missing: Readonly<Partial<Record<Pollutant, NoIaqiReason>>>;
  /** Reason of a null `aqi`. */
  readonly naReason: NoAqiReason | null;
}

const NO_POLLUTANTS: readonly Pollutant[] = Object.freeze([]);

/** Puts individual indices together: the largest is the AQI, subject to the edition's rule on missing pollutants. */
export function indexReport(
  edition: Edition,
  iaqi: Readonly<Record<Pollutant, number | null>>,
  missing: Readonly<Partial<Record<Pollutant, NoIaqiReason>>>,
): IndexReport {
  let largest: number | null = null;
  let incomplete = false;
  for (const pollutant of POLLUTANTS) {
    const index = iaqi[pollutant];
    if (index === null) incomplete ||= missing[pollutant] !== 'not_monitored';
    else if (largest === null || index > largest) largest = index;
  }
  // HJ 633-2026: with a pollutant missing the AQI of the others is published only when it is above 100.
  const withheld = incomplete && standardOf(edition).needsAllPollutants && largest !== null && largest <= 100;
  const aqi = withheld ? null : largest;
  const category = aqi === null ? null : categoryOf(aqi);
  return {
    edition,
    aqi,
    level: category === null ? null : category.level,
    category,
    iaqi,
    primary: aqi !== null && aqi > 50 ? POLLUTANTS.filter((pollutant) => iaqi[pollutant] === aqi) : NO_POLLUTANTS,
    missing,
    naReason: aqi !== null ? null : withheld ? 'incomplete' : 'no_data',
  };
}

/** Reason that a value, or the item it should have had, gives no index. */
export function noIaqiReason(value: number | undefined): NoIaqiReason {
  if (value === undefined) return 'missing';
  if (!Number.isFinite(value)) return 'not_a_number';
  return value < 0 ? 'negative' : 'above_scale';
}
