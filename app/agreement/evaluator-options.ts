import type { EvaluatorOptions } from '../../alerting/evaluation/evaluator-options.ts';
import type { GradeTerms } from '../../alerting/evaluation/grade-watch.ts';
import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import type { GradeChoice } from '../../domain/agreement/grade-choice.ts';
import { gradeSetFor } from '../../domain/agreement/grade-sets.ts';
import { citiesOf, neighboursOf } from '../../domain/agreement/jurisdiction.ts';
import { utcOffsetMs } from '../../domain/agreement/utc-offset.ts';
import type { Station } from '../../domain/air/station.ts';
import type { GradeSet } from '../../domain/grade/grade-set.ts';

/** What the evaluator takes from an agreement: the same for live operation and for a replay. */
export function evaluatorOptions(agreement: AgreementFile, stations: readonly Station[]): EvaluatorOptions {
  const { region, rules, jurisdictions, lateness, grades } = agreement;
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
    ...(grades === undefined ? {} : { grades: gradeTerms(grades) }),
  };
}

/** The sets are built once: the evaluator asks for every city in every hour. */
function gradeTerms(choice: GradeChoice): GradeTerms {
  const known = new Map<string, GradeSet | undefined>();
  return {
    regional: choice.regional,
    setFor(city, day) {
      const key = `${city} ${day}`;
      if (!known.has(key)) {
        if (known.size > MOST_KNOWN) known.clear();
        known.set(key, gradeSetFor(choice, city, day));
      }
      return known.get(key);
    },
  };
}

const MOST_KNOWN = 10_000;
