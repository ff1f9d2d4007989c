import type { EvaluatorOptions } from '../../alerting/evaluation/evaluator.ts';
import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import { citiesOf, neighboursOf } from '../../domain/agreement/jurisdiction.ts';
import { utcOffsetMs } from '../../domain/agreement/utc-offset.ts';
import type { Station } from '../../domain/air/station.ts';

/** What the evaluator takes from an agreement: the same for live operation and for a replay. */
export function evaluatorOptions(agreement: AgreementFile, stations: readonly Station[]): EvaluatorOptions {
  const { region, rules, jurisdictions, lateness } = agreement;
  const cities = citiesOf(jurisdictions);
  return {
    region: region.id,
    regionName: region.name,
    stations,
    rules,
    neighbours: cities.flatMap((city) => neighboursOf(city).map((other) => [city.id, other] as const)),
    utcOffsetMs: utcOffsetMs(region.utc_offset),
    cityNames: new Map(cities.map((city) => [city.id, city.name])),
    lateHours: lateness.late_hours,
    windowHours: lateness.window_hours,
  };
}
