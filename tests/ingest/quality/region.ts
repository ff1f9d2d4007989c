import type { Calibration } from '../../../domain/air/calibration/calibration.ts';
import { CalibrationBook } from '../../../domain/air/calibration/calibration-book.ts';
import { QualityLimits } from '../../../domain/air/quality/quality-limits.ts';
import type { Flags, Reading, Values } from '../../../domain/air/reading.ts';
import type { Station } from '../../../domain/air/station.ts';
import { OverruleBook } from '../../../ingest/quality/overrule-book.ts';
import { QualityCounters } from '../../../ingest/quality/quality-counters.ts';
import { QualityDesk } from '../../../ingest/quality/quality-desk.ts';
import { RegionTerms } from '../../../ingest/quality/station-terms.ts';
import { station } from '../samples.ts';

export const HOUR_MS = 3_600_000;
/** Noon; hour 0 ends here. */
export const NOON = Date.parse('2026-11-22T12:00:00+08:00');

/** Four stations within 10 km, a background station among them, and one far away. */
export const STATIONS: readonly Station[] = [
  station({ id: 'a', lon: 116, lat: 40 }),
  station({ id: 'b', lon: 116.05, lat: 40 }),
  station({ id: 'c', lon: 116, lat: 40.05 }),
  station({ id: 'd', lon: 116.05, lat: 40.05 }),
  station({ id: 'bg', lon: 116.02, lat: 40.02, background: true }),
  station({ id: 'far', lon: 120, lat: 40 }),
];

export function hourOf(id: string, hour: number, values: Values, flags: Flags = {}): Reading {
  return { station: id, city: 'qingyuan', at: NOON + hour * HOUR_MS, periodS: 3600, values, flags };
}

export interface RegionOptions {
  readonly stations?: readonly Station[];
  readonly limits?: Parameters<typeof QualityLimits.parse>[0];
  readonly calibrations?: readonly Calibration[];
}

export function regionTerms({ stations = STATIONS, limits = {}, calibrations = [] }: RegionOptions = {}): RegionTerms {
  return new RegionTerms({
    stations,
    limits: QualityLimits.parse(limits),
    utcOffsetMs: 8 * HOUR_MS,
    calibration: new CalibrationBook(calibrations),
  });
}

export function deskOf(options: RegionOptions = {}) {
  const counters = new QualityCounters();
  const overrules = new OverruleBook();
  return { desk: new QualityDesk({ terms: regionTerms(options), overrules, counters }), counters, overrules };
}

/** `station@hour` and what is usable of it. */
export function brief({ station: id, at, values }: Reading): string {
  return `${id}@${(at - NOON) / HOUR_MS} ${JSON.stringify(values)}`;
}
