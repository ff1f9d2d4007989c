import { PARAMETERS, type Parameter } from '../parameter.ts';
import type { Calibration } from './calibration.ts';

/** Corrected values are rounded to a millionth: the noise of a product of decimals must not carry a value over a limit. */
const MILLION = 1_000_000;

/** The calibration history of one station, ready to be used. */
export class StationCalibration {
  /** Oldest first. */
  readonly entries: readonly Calibration[];
  /** When each instrument was calibrated, epoch ms, ascending; parameters without any are absent. */
  readonly calibratedAt: Readonly<Partial<Record<Parameter, readonly number[]>>>;
  readonly #byParameter: Readonly<Partial<Record<Parameter, readonly Calibration[]>>>;

  constructor(entries: readonly Calibration[]) {
    this.entries = entries.toSorted((a, b) => a.valid_from - b.valid_from);
    const byParameter: Partial<Record<Parameter, readonly Calibration[]>> = {};
    const calibratedAt: Partial<Record<Parameter, readonly number[]>> = {};
    for (const parameter of PARAMETERS) {
      const own = this.entries.filter((entry) => entry.parameter === parameter);
      const dates = own.flatMap((entry) => entry.calibrated_at ?? []).sort((a, b) => a - b);
      if (own.length > 0) byParameter[parameter] = own;
      if (dates.length > 0) calibratedAt[parameter] = dates;
    }
    this.#byParameter = byParameter;
    this.calibratedAt = calibratedAt;
  }

  /** Whether any value of a period that ends at `at` counts as another. */
  corrects(at: number): boolean {
    for (const { valid_from: from, valid_to: to, factor, offset } of this.entries) {
      if (from < at && (to === undefined || at <= to) && (factor !== 1 || offset !== 0)) return true;
    }
    return false;
  }

  /** CAL-1: the value of a period that ends at `at` as it counts; itself when nothing corrects it then. */
  apply(parameter: Parameter, at: number, value: number): number {
    const entry = this.#byParameter[parameter]?.findLast(({ valid_from: from }) => from < at);
    if (entry === undefined || (entry.valid_to !== undefined && at > entry.valid_to)) return value;
    if (entry.factor === 1 && entry.offset === 0) return value;
    const corrected = Math.round((value * entry.factor + entry.offset) * MILLION) / MILLION;
    return parameter === 'wind_dir' ? ((corrected % 360) + 360) % 360 : corrected;
  }
}
