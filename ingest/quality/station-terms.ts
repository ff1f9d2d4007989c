import type { CalibrationBook } from '../../domain/air/calibration/calibration-book.ts';
import type { StationCalibration } from '../../domain/air/calibration/station-calibration.ts';
import { limitsOfStation } from '../../domain/air/quality/limits-of-station.ts';
import type { QualityLimits } from '../../domain/air/quality/quality-limits.ts';
import type { StationTraits } from '../../domain/air/quality/station-traits.ts';
import type { Station } from '../../domain/air/station.ts';

/** What one station is judged by. */
export interface StationTerms {
  readonly limits: QualityLimits;
  readonly traits: StationTraits;
  readonly calibration: StationCalibration | undefined;
}

export interface TermsOptions {
  readonly stations: readonly Station[];
  readonly limits: QualityLimits;
  /** The clock on which the region's hours begin and end, ms east of UTC. */
  readonly utcOffsetMs: number;
  readonly calibration: CalibrationBook;
}

const HOUR_MS = 3_600_000;

/** What every station of the region is judged by: the same for what comes in and for what is read back. */
export class RegionTerms {
  readonly stations: readonly Station[];
  readonly limits: QualityLimits;
  readonly utcOffsetMs: number;
  readonly #byStation: ReadonlyMap<string, StationTerms>;
  readonly #strangers: StationTerms;

  constructor({ stations, limits, utcOffsetMs, calibration }: TermsOptions) {
    this.stations = stations;
    this.limits = limits;
    this.utcOffsetMs = utcOffsetMs;
    this.#strangers = { limits, traits: {}, calibration: undefined };
    this.#byStation = new Map(stations.map((station) => [station.id, termsOf(station, limits, calibration)]));
  }

  /** A station that is not (or no longer) registered is judged by the region's limits. */
  of(station: string): StationTerms {
    return this.#byStation.get(station) ?? this.#strangers;
  }

  /** End of the hour on the region's grid that an hourly reading stands for, epoch ms. */
  hourEnd(at: number): number {
    return Math.round((at + this.utcOffsetMs) / HOUR_MS) * HOUR_MS - this.utcOffsetMs;
  }
}

function termsOf(station: Station, limits: QualityLimits, book: CalibrationBook): StationTerms {
  const calibration = book.of(station.id);
  const calibratedAt = calibration?.calibratedAt ?? {};
  return {
    limits: limitsOfStation(limits, station),
    traits: {
      ...(station.opticalPm === undefined ? {} : { opticalPm: station.opticalPm }),
      ...(Object.keys(calibratedAt).length === 0 ? {} : { calibratedAt }),
    },
    calibration,
  };
}
