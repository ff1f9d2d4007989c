import type { Evaluation } from '../../alerting/evaluation/evaluation.ts';
import { Evaluator } from '../../alerting/evaluation/evaluator.ts';
import { HourGrid } from '../../domain/air/hour-grid.ts';
import { isParameter, type Parameter } from '../../domain/air/parameter.ts';
import type { Reading } from '../../domain/air/reading.ts';
import { parseIso } from '../../domain/time.ts';
import { OverruleBook } from '../../ingest/quality/overrule-book.ts';
import { QualityCounters } from '../../ingest/quality/quality-counters.ts';
import { QualityDesk } from '../../ingest/quality/quality-desk.ts';
import { RegionTerms } from '../../ingest/quality/station-terms.ts';
import { evaluatorOptions } from '../agreement/evaluator-options.ts';
import { givenForecasts } from './given-forecasts.ts';
import type { LoadedTests } from './load-rule-tests.ts';
import type { Expected, RuleTest } from './rule-test-file.ts';
import { lengthOf, parseSeries } from './series-notation.ts';

const HOUR_MS = 3_600_000;
const USUAL_START = '2026-01-01T00:00:00+08:00';

export interface TestOutcome {
  readonly name: string;
  /** Expected and not told, in the order of the file. */
  readonly missing: readonly Expected[];
  /** Told and not expected, in the order of time. */
  readonly unexpected: readonly Expected[];
  readonly matched: readonly Expected[];
}

/**
 * Runs one test through the evaluator. Each hour's values come together, and the hour is closed; what `then` brings is late. After
 * the last hour every event of the rules asked about must be expected, and every expected one told.
 */
export function runRuleTest(loaded: Omit<LoadedTests, 'tests'>, test: RuleTest): TestOutcome {
  const start = parseIso(test.start ?? USUAL_START) ?? 0;
  const told = tellAll(loaded, test, start).filter((event) => isAskedAbout(test, event));
  const unexpected = [...told];
  const [missing, matched]: [Expected[], Expected[]] = [[], []];
  for (const expected of test.expect) {
    const place = unexpected.findIndex((event) => agrees(expected, event));
    if (place < 0) missing.push(expected);
    else matched.push(...unexpected.splice(place, 1));
  }
  return { name: test.name, missing, unexpected, matched };
}

/** Without `only` all rules are, and grades where the agreement has them. */
function isAskedAbout({ only }: RuleTest, event: Expected): boolean {
  if (only === undefined) return true;
  return only.includes(event.raised ?? event.returned ?? event.corrected ?? event.withdrawn ?? 'grades');
}

/** What the expectation does not speak of may be anything. */
function agrees(expected: Expected, told: Expected): boolean {
  return Object.entries(expected).every(([name, value]) => told[name as keyof Expected] === value);
}

function tellAll(loaded: Omit<LoadedTests, 'tests'>, test: RuleTest, start: number): Expected[] {
  const { agreement, stations } = loaded;
  const options = evaluatorOptions(agreement, stations);
  const grid = new HourGrid(options);
  const forecasts = givenForecasts(test.forecasts, { start, grid });
  const evaluator = new Evaluator({ ...options, ...(test.forecasts.length === 0 ? {} : { forecasts }) });
  const terms = new RegionTerms({ ...loaded, limits: agreement.quality, utcOffsetMs: options.utcOffsetMs });
  const desk = new QualityDesk({ terms, overrules: new OverruleBook(), counters: new QualityCounters() });
  const usable = (readings: readonly Reading[]) => (test.quality ? desk.take(readings).usable : readings);
  const cityOf = new Map(stations.map(({ id, city }) => [id, city]));
  const told: Expected[] = [];
  const tell = (evaluation: Evaluation) => {
    told.push(...evaluation.alerts.map((event) => alertTold(event, start)));
    for (const event of evaluation.grades) told.push(...gradeTold(event, start));
  };
  const known = new Map<string, Readonly<Partial<Record<Parameter, number>>>>();
  /** A value that comes again replaces the one before; the others of that hour stay. */
  const readingOf = (station: string, hour: number, values: Partial<Record<Parameter, number>>): Reading => {
    const key = `${hour} ${station}`;
    const all = { ...known.get(key), ...values };
    known.set(key, all);
    return {
      station,
      city: cityOf.get(station) ?? '',
      at: start + hour * HOUR_MS,
      periodS: 3600,
      values: all,
      flags: {},
    };
  };
  const bring = (block: RuleTest['then'][number]) => {
    const late = hoursOf(block.series).flatMap(({ hour, stations: given }) =>
      given.map(([station, values]) => readingOf(station, hour, values)),
    );
    for (const reading of late) tell(evaluator.judge(usable([reading])));
  };
  const hours = new Map(hoursOf(test.series).map(({ hour, stations: given }) => [hour, given]));
  const last = lastHour(test);
  for (let hour = 1; hour <= last; hour += 1) {
    const readings = (hours.get(hour) ?? []).map(([station, values]) => readingOf(station, hour, values));
    tell(evaluator.judge(usable(readings)));
    tell(evaluator.closeHours(start + hour * HOUR_MS));
    for (const block of test.then) if (block.after === hour) bring(block);
  }
  for (const block of test.then) if (block.after === undefined || block.after > last) bring(block);
  return told;
}

/** Series end with their last word, also when that is a missing hour. */
function lastHour({ series }: RuleTest): number {
  return Math.max(0, ...Object.values(series).flatMap((parameters) => Object.values(parameters).map(lengthOf)));
}

function hoursOf(series: RuleTest['series']) {
  const hours = new Map<number, Map<string, Partial<Record<Parameter, number>>>>();
  for (const [station, parameters] of Object.entries(series)) {
    for (const [parameter, text] of Object.entries(parameters)) {
      if (!isParameter(parameter)) continue;
      for (const [hour, value] of parseSeries(text)) {
        const stations = hours.get(hour) ?? new Map<string, Partial<Record<Parameter, number>>>();
        hours.set(hour, stations);
        stations.set(station, { ...stations.get(station), [parameter]: value });
      }
    }
  }
  return [...hours].sort(([a], [b]) => a - b).map(([hour, stations]) => ({ hour, stations: [...stations] }));
}

function alertTold({ type, at, data }: Evaluation['alerts'][number], start: number): Expected {
  const kind = type.slice('alert.'.length) as 'raised' | 'returned' | 'corrected' | 'withdrawn';
  const value = 'value' in data ? data.value : null;
  return {
    hour: (at - start) / HOUR_MS,
    [kind]: data.rule,
    on: data.subject.id,
    ...(value === null ? {} : { value }),
    reason: data.reason,
  };
}

function gradeTold({ type, at, data }: Evaluation['grades'][number], start: number): Expected[] {
  const hour = (at - start) / HOUR_MS;
  if (type === 'grade.changed') return [{ hour, grade: data.grade, on: data.subject.id, reason: data.reason }];
  if (type === 'grade.notice') return [{ hour, notice: data.notice ?? 'over', on: data.subject.id }];
  return [];
}
