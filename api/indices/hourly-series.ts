import { cityHour, editionOfHour } from '../../domain/air/city-hour.ts';
import { hourlyIndex } from '../../domain/air/hourly-index.ts';
import type { TimeRange } from '../time-range.ts';
import { pollutantsOf } from './pollutants-of.ts';
import { type StationHours, type StationHoursDeps, stationHours } from './station-hours.ts';
import type { IndexSubject, SubjectIndex } from './subject-index.ts';

/** Hour by hour, each subject of which anything was measured. */
export async function* hourlySeries(
  deps: StationHoursDeps,
  query: TimeRange & { readonly subjects: readonly IndexSubject[] },
): AsyncGenerator<SubjectIndex> {
  const stations = [...new Set(query.subjects.flatMap((subject) => subject.members))];
  for await (const hour of stationHours(deps, { from: query.from, to: query.to, stations })) {
    for (const subject of query.subjects) {
      const entry = subject.kind === 'city' ? ofCity(subject, hour) : ofStation(subject, hour);
      if (entry !== undefined) yield entry;
    }
  }
}

function ofCity({ kind, id, members }: IndexSubject, { at, values }: StationHours): SubjectIndex | undefined {
  const { index, concentrations, stations } = cityHour({
    city: id,
    at,
    hours: members.map((member) => values.get(member)),
  });
  return stations.valid === 0 ? undefined : { kind, id, at, report: 'hourly', index, concentrations, stations };
}

function ofStation({ kind, id }: IndexSubject, { at, values }: StationHours): SubjectIndex | undefined {
  const measured = values.get(id);
  if (measured === undefined) return undefined;
  const concentrations = pollutantsOf(measured);
  const index = hourlyIndex(concentrations, editionOfHour(at));
  return { kind, id, at, report: 'hourly', index, concentrations };
}
