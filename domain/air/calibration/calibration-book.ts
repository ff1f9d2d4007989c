import type { Calibration } from './calibration.ts';
import { StationCalibration } from './station-calibration.ts';

/** The calibration histories of a region. Entries of one instrument do not overlap (`CalibrationFile` sees to it). */
export class CalibrationBook {
  readonly #byStation = new Map<string, StationCalibration>();

  constructor(entries: readonly Calibration[] = []) {
    for (const [station, own] of Map.groupBy(entries, ({ station }) => station)) {
      this.#byStation.set(station, new StationCalibration(own));
    }
  }

  of(station: string): StationCalibration | undefined {
    return this.#byStation.get(station);
  }
}
