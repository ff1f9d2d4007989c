import type { EvaluatorOptions } from '../../alerting/evaluation/evaluator.ts';
import { type Agreement, utcOffsetMs } from '../../domain/agreement/agreement.ts';
import type { Station } from '../../domain/air/station.ts';

/** What the evaluator takes from an agreement: the same for live operation and for a replay. */
export function evaluatorOptions(agreement: Agreement, stations: readonly Station[]): EvaluatorOptions {
  const { region, rules, cities, lateness } = agreement;
  return {
    region: region.id,
    regionName: region.name,
    stations,
    rules,
    neighbours: [],
    utcOffsetMs: utcOffsetMs(region.utc_offset),
    cityNames: new Map(cities.map((city) => [city.id, city.name])),
    lateHours: lateness.late_hours,
    windowHours: lateness.window_hours,
  };
}
