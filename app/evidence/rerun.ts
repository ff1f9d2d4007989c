import { Evaluator } from '../../alerting/evaluation/evaluator.ts';
import { utcOffsetMs } from '../../domain/agreement/utc-offset.ts';
import { HourGrid } from '../../domain/air/hour-grid.ts';
import type { Reading } from '../../domain/air/reading.ts';
import type { Alert } from '../../domain/alert/alert.ts';
import type { Subject } from '../../domain/rule/subject.ts';
import { evaluatorOptions } from '../agreement/evaluator-options.ts';
import type { Contents } from './contents.ts';
import { GradeHours } from './grade-hours.ts';
import { type Controlled, judgeQuality } from './judge-quality.ts';
import { forecastsKnownWhen } from './known-when.ts';
import { LedgerFacts, type WatchedRule } from './ledger-facts.ts';
import { judgedVersions } from './readings-csv.ts';
import { Telling, type Told, type Traced, traceKey } from './telling.ts';

/** What the engine says of the readings of a package, beside what the ledger in it says it said. */
export interface Rerun extends Told {
  readonly facts: LedgerFacts;
  /** The rules that were judged again, as they watched when it began. */
  readonly watched: readonly WatchedRule[];
  readonly controlled: readonly Controlled[];
}

/** Runs quality control and the evaluator of live operation over the readings of a package. Deterministic in its input. */
export async function rerun(contents: Contents): Promise<Rerun> {
  const { scope, agreement, stations, calibration, entries, forecasts } = contents;
  const facts = new LedgerFacts(entries);
  const opened = entries.find(({ stream }) => stream.endsWith(`/${scope.id}`))?.seq ?? scope.through;
  const watched = scope.rules.flatMap((id) => facts.ruleAt(id, opened) ?? []);
  const offset = utcOffsetMs(agreement.region.utc_offset);
  const controlled = await judgeQuality({
    stations,
    limits: agreement.quality,
    calibration,
    utcOffsetMs: offset,
    overrules: facts.overrules,
    readings: judgedVersions(contents.readings),
  });
  const { judged } = scope;
  if (judged === null) return { facts, watched, controlled, alerts: [], grades: [], cityHours: [], trace: new Map() };
  const grid = new HourGrid({ utcOffsetMs: offset });
  const { grades: terms, ...options } = evaluatorOptions(agreement, stations);
  const evaluator = new Evaluator({
    ...options,
    rules: watched.map(({ rule }) => rule),
    ...(scope.grades && terms !== undefined ? { grades: terms } : {}),
    forecasts: forecastsKnownWhen(forecasts, { agreement, grid, closings: facts.closings }),
  });
  const since = (rule: string) => watched.find((one) => one.rule.id === rule)?.since ?? Number.NEGATIVE_INFINITY;
  const known = knownAt(judged.from, facts, watched);
  const { evaluateFrom } = facts;
  if (scope.start === 'continued') {
    const { window_hours: window } = agreement.lateness;
    const note = facts.notes.findLast(({ at }) => at <= judged.from - window * 3_600_000);
    const hours = new GradeHours(facts.grades, judged);
    evaluator.restore({
      judgedThrough: judged.from,
      evaluateFrom,
      since,
      alerts: known,
      grades: {
        ...(note === undefined ? {} : { note }),
        gradeOf: (kind, id) => hours.gradeOf(`${kind}:${id}`, judged.from) ?? 'none',
      },
    });
  } else if (Number.isFinite(evaluateFrom)) {
    evaluator.restore({ judgedThrough: evaluateFrom, evaluateFrom, since, alerts: [] });
  }
  const told = new Telling(evaluator, known, tracedOf(facts, watched, judged));
  for (const hour of hoursOf(
    controlled.map(({ usable }) => usable),
    grid,
  ))
    told.judge(hour);
  told.finish(judged.to);
  return { facts, watched, controlled, ...told.outcome(judged) };
}

/** The alerts that were open at an instant, as they were then; the ones before matter to rules that count raises. */
function knownAt(at: number, facts: LedgerFacts, watched: readonly WatchedRule[]): Alert[] {
  return facts.alerts
    .filter((alert) => alert.state !== 'withdrawn' && alert.raisedAt <= at && isOf(alert, watched))
    .map((alert) =>
      alert.returnedAt === null || alert.returnedAt <= at ? alert : { ...alert, state: 'raised', returnedAt: null },
    );
}

function isOf(alert: Alert, watched: readonly WatchedRule[]): boolean {
  return watched.some(({ rule }) => rule.id === alert.rule);
}

function tracedOf(facts: LedgerFacts, watched: readonly WatchedRule[], { to }: { readonly to: number }): Traced {
  const traced = new Map<string, { readonly rule: string; readonly subject: Subject }>();
  for (const alert of facts.alerts) {
    if (!isOf(alert, watched) || alert.raisedAt > to) continue;
    traced.set(traceKey(alert), { rule: alert.rule, subject: alert.subject });
  }
  return [...traced.values()];
}

/** Readings of one hour after the other. */
function* hoursOf(readings: readonly Reading[], grid: HourGrid): Iterable<readonly Reading[]> {
  let hour: Reading[] = [];
  let number = Number.NaN;
  for (const reading of readings) {
    const own = grid.hourOf(reading.at, reading.periodS);
    if (own !== number && hour.length > 0) {
      yield hour;
      hour = [];
    }
    number = own;
    hour.push(reading);
  }
  if (hour.length > 0) yield hour;
}
