import type { Concentrations } from '../../domain/air/concentrations.ts';
import { type DailyInput, dailyIndex } from '../../domain/air/daily-index.ts';
import { dailyMeans } from '../../domain/air/daily-means.ts';
import { editionFor } from '../../domain/air/edition-for.ts';
import { meanOfHours } from '../../domain/air/mean-of-hours.ts';
import { POLLUTANTS, type Pollutant } from '../../domain/air/parameter.ts';
import type { Values } from '../../domain/air/reading.ts';
import { dayStartOfPeriodEnd, hourLabelOf } from '../../domain/time.ts';
import type { TimeRange } from '../time-range.ts';
import { type StationHoursDeps, stationHours } from './station-hours.ts';
import type { IndexSubject, SubjectIndex } from './subject-index.ts';

const DAY_MS = 24 * 3_600_000;
const ITEMS = [...POLLUTANTS, 'o3_8h'] as const;

/** A station's 24 hours, element 0 ends at 01:00. */
type Day = Record<Pollutant, (number | undefined)[]>;

/** Natural day by natural day, stamped by its end (24:00), each subject with a valid daily value. */
export async function* dailySeries(
  deps: StationHoursDeps,
  query: TimeRange & { readonly subjects: readonly IndexSubject[] },
): AsyncGenerator<SubjectIndex> {
  const stations = [...new Set(query.subjects.flatMap((subject) => subject.members))];
  // Whole days only: the first and the last are those whose end lies in [from, to).
  const from = dayStartOfPeriodEnd(query.from);
  const lastEnd = dayStartOfPeriodEnd(query.to);
  let days = new Map<string, Day>();
  let dayStart = Number.NEGATIVE_INFINITY;
  for await (const { at, values } of stationHours(deps, { from: from + 1, to: lastEnd + 1, stations })) {
    if (dayStartOfPeriodEnd(at) !== dayStart) {
      yield* indicesOf(query.subjects, days, dayStart);
      days = new Map();
      dayStart = dayStartOfPeriodEnd(at);
    }
    for (const [station, measured] of values) enter(days, station, hourLabelOf(at) - 1, measured);
  }
  yield* indicesOf(query.subjects, days, dayStart);
}

function enter(days: Map<string, Day>, station: string, hour: number, values: Values): void {
  let day = days.get(station);
  if (day === undefined) {
    day = { pm25: noHours(), pm10: noHours(), so2: noHours(), no2: noHours(), co: noHours(), o3: noHours() };
    days.set(station, day);
  }
  for (const pollutant of POLLUTANTS) day[pollutant][hour] = values[pollutant];
}

function noHours(): (number | undefined)[] {
  return new Array<number | undefined>(24).fill(undefined);
}

function* indicesOf(
  subjects: readonly IndexSubject[],
  days: ReadonlyMap<string, Day>,
  dayStart: number,
): Generator<SubjectIndex> {
  const means = new Map([...days].map(([station, day]) => [station, dailyMeans(day)]));
  for (const { kind, id, members } of subjects) {
    const measured = members.flatMap((member) => means.get(member) ?? []);
    const input = meanOfStations(measured);
    if (!hasAny(input)) continue;
    const index = dailyIndex(input, editionFor(dayStart));
    const { o3_8h: o3, ...others } = input;
    const concentrations: Concentrations = { ...others, o3 };
    const at = dayStart + DAY_MS;
    const stations = { valid: measured.filter(hasAny).length, total: members.length };
    yield { kind, id, at, report: 'daily', index, concentrations, ...(kind === 'city' ? { stations } : {}) };
  }
}

/** A city's daily value is the mean of its stations' daily values (HJ 663-2013), not the daily value of its hourly means. */
function meanOfStations(stations: readonly DailyInput[]): DailyInput {
  const means: { -readonly [Item in keyof DailyInput]: DailyInput[Item] } = {};
  for (const item of ITEMS) {
    const mean = meanOfHours(
      stations.map((station) => station[item]),
      1,
    );
    if (mean !== null) means[item] = mean;
  }
  return means;
}

function hasAny(input: DailyInput): boolean {
  return ITEMS.some((item) => input[item] !== undefined);
}
