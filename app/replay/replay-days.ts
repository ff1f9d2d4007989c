import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import type { AgreementVersions } from '../../domain/agreement/agreement-versions.ts';
import { gradeSetFor } from '../../domain/agreement/grade-sets.ts';
import { citiesOf, neighboursOf } from '../../domain/agreement/jurisdiction.ts';
import { utcOffsetMs } from '../../domain/agreement/utc-offset.ts';
import { dailyGrades } from '../../domain/grade/daily-grades.ts';
import type { Grade } from '../../domain/grade/grade.ts';
import type { CityGrade } from '../../domain/grade/grade-outlook.ts';
import { gradeScale } from '../../domain/grade/grade-scale.ts';
import type { GradeSet } from '../../domain/grade/grade-set.ts';
import { NOTHING_HELD, stepHeldGrade } from '../../domain/grade/held-grade.ts';
import { type RegionalGrade, regionalGrade } from '../../domain/grade/regional-grade.ts';
import { ConfigError } from '../config/fault.ts';
import type { CityDay } from '../csv/city-days-csv.ts';
import { agreementAt } from './agreement-at.ts';
import type { GradeTold } from './replay-event.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Days that the region's forecast shows, today included, as with live forecasts. */
const DAYS_AHEAD = 8;

export interface DaysReplayed {
  readonly events: readonly GradeTold[];
  /** Rows of cities that are not in the agreement. */
  readonly unknown: number;
  /** Begin of the first day and end of the last, epoch ms. */
  readonly from: number;
  readonly to: number;
}

interface Day {
  readonly name: string;
  readonly startAt: number;
  readonly agreement: AgreementFile;
}

/**
 * City-days through the agreement's grades. The published AQI counts as it stands and as a perfect forecast: an episode's colour holds
 * from its first day (GRA-8), and it would have been proposed `lead_hours` before. Each day is judged by the version in force on it.
 */
export function replayDays(versions: AgreementVersions, rows: readonly CityDay[]): DaysReplayed {
  const days = daysOf(versions, rows);
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return { events: [], unknown: 0, from: 0, to: 0 };
  const cities = citiesOf(last.agreement.jurisdictions);
  const places = new Map(cities.map(({ id }, place) => [id, place]));
  const aqi = new Map(rows.map((row) => [`${row.date} ${row.city}`, row.aqi]));
  const grades = cities.map(({ id }) => cityGrades(days, id, (day) => aqi.get(`${day} ${id}`) ?? Number.NaN));
  const regional = cities.map((city) => ({
    id: city.id,
    neighbours: neighboursOf(city).flatMap((id) => places.get(id) ?? []),
  }));
  const given = days.map(({ name, agreement }, day) => {
    const known = cities.map(({ id }, city) =>
      aqi.has(`${name} ${id}`) ? (grades[city]?.[day]?.grade ?? null) : null,
    );
    return regionalGrade(choiceOf(agreement).regional, regional, known);
  });
  const events = days.flatMap((_, day) =>
    cities.flatMap(({ id }, city) => cityEvent(days, id, grades[city] ?? [], day)),
  );
  events.push(...regionEvents(days, given));
  return {
    events: events.sort((a, b) => a.at - b.at),
    unknown: rows.filter(({ city }) => !places.has(city)).length,
    from: first.startAt,
    to: last.startAt + DAY_MS,
  };
}

/** Every day from the first to the last that the file has, also those without rows. */
function daysOf(versions: AgreementVersions, rows: readonly CityDay[]): Day[] {
  const names = rows.map(({ date }) => date).sort();
  const [first, last] = [names[0], names.at(-1)];
  const some = versions.versions[0]?.agreement;
  if (first === undefined || last === undefined || some === undefined) return [];
  const count = (Date.parse(last) - Date.parse(first)) / DAY_MS + 1;
  return Array.from({ length: count }, (_, place) => {
    const at = Date.parse(first) + place * DAY_MS;
    const startAt = at - utcOffsetMs(some.region.utc_offset);
    const agreement = agreementAt(versions, startAt + DAY_MS);
    return { name: new Date(at).toISOString().slice(0, 10), startAt, agreement };
  });
}

function choiceOf(agreement: AgreementFile) {
  if (agreement.grades !== undefined) return agreement.grades;
  const message = `version "${agreement.version}" has no grades: city-days are replayed through grades`;
  throw new ConfigError([{ file: '--agreement', path: 'grades', message, zh: '协议没有预警分级，无法回放日值' }]);
}

interface DayGrade extends CityGrade {
  readonly set: GradeSet;
}

/** Days in a row that one set judges are graded together; where another set takes over, its episodes are counted anew. */
function cityGrades(days: readonly Day[], city: string, aqiOf: (day: string) => number): (DayGrade | undefined)[] {
  const sets = days.map(({ name, agreement }) => gradeSetFor(choiceOf(agreement), city, name));
  const found: (DayGrade | undefined)[] = [];
  while (found.length < days.length) {
    const from = found.length;
    const set = sets[from];
    const next = sets.findIndex((other, place) => place > from && other?.id !== set?.id);
    const span = days.slice(from, next < 0 ? undefined : next);
    if (set === undefined) {
      found.push(...span.map(() => undefined));
      continue;
    }
    const spans = span.map(({ name, startAt }) => ({ endAt: startAt + DAY_MS, hours: 24, aqi: aqiOf(name) }));
    found.push(...dailyGrades(gradeScale(set), spans, 'perfect').map((grade) => ({ ...grade, set })));
  }
  return found;
}

function cityEvent(
  days: readonly Day[],
  id: string,
  grades: readonly (DayGrade | undefined)[],
  day: number,
): readonly GradeTold[] {
  const [now, previous] = [grades[day], grades[day - 1]?.grade ?? 'none'];
  const at = days[day]?.startAt;
  if (now === undefined || at === undefined || now.grade === previous) return [];
  const reason = now.grade !== 'none' ? 'conditions_met' : now.episode === null ? 'episode_over' : 'below_conditions';
  return [
    {
      type: 'grade.changed',
      at,
      data: {
        subject: { kind: 'city', id },
        grade: now.grade,
        previous,
        reason,
        set: now.set.id,
        ...(now.basis === null ? {} : { basis: now.basis }),
        ...(now.met.length === 0 ? {} : { met: now.met }),
        ...(now.grade === 'none' ? {} : { proposeAt: at - now.set.lead_hours * HOUR_MS }),
      },
    },
  ];
}

/** Raised at once, lowered after `lift_hours` (GRA-16). */
function regionEvents(days: readonly Day[], given: readonly RegionalGrade[]): GradeTold[] {
  let held = NOTHING_HELD;
  let previous: Grade = 'none';
  return days.flatMap(({ startAt, agreement, name }, day) => {
    const one = given[day];
    if (one === undefined) return [];
    const { regional } = choiceOf(agreement);
    const ahead = given
      .slice(day, day + DAYS_AHEAD)
      .map(({ grade }, place) => ({ endAt: startAt + (place + 1) * DAY_MS, grade }));
    held = stepHeldGrade(held, { at: startAt, given: one.grade }, ahead, regional.lift_hours).held;
    const { grade } = held;
    if (grade === previous) return [];
    const was = previous;
    previous = grade;
    const reason = grade === one.grade ? one.reasons.join('+') : 'held_below';
    const leads = one.cities.map((city) => gradeSetFor(choiceOf(agreement), city, name)?.lead_hours ?? 0);
    return {
      type: 'grade.changed' as const,
      at: startAt,
      data: {
        subject: { kind: 'region' as const, id: agreement.region.id },
        grade,
        previous: was,
        reason,
        cities: one.cities,
        group: one.group,
        ...(grade === 'none' ? {} : { proposeAt: startAt - Math.max(0, ...leads) * HOUR_MS }),
      },
    };
  });
}
