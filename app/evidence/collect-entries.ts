import { Evaluator } from '../../alerting/evaluation/evaluator.ts';
import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import { utcOffsetMs } from '../../domain/agreement/utc-offset.ts';
import { HourGrid } from '../../domain/air/hour-grid.ts';
import type { Station } from '../../domain/air/station.ts';
import type { Alert } from '../../domain/alert/alert.ts';
import type { CaseState } from '../../domain/enforcement/case-state.ts';
import type { Rule } from '../../domain/rule/rule.ts';
import type { Warning } from '../../domain/warning/warning.ts';
import { CHECKPOINT_STREAM } from '../../store/checkpoint.ts';
import type { LedgerEvent } from '../../store/ledger.ts';
import type { LedgerArchive } from '../../store/sqlite/ledger-archive.ts';
import { evaluatorOptions } from '../agreement/evaluator-options.ts';
import { type EvidenceObject, streamOf } from './evidence-object.ts';
import { foldObject } from './fold-object.ts';
import { LedgerFacts } from './ledger-facts.ts';
import type { Scope } from './scope.ts';

const HOUR_MS = 3_600_000;
/** Hours before the beginning that are judged again too: pollution builds up over days. */
const BEFORE_WARNING = 72;
const BEFORE_CASE = 24;
/** What quality control looks back, and what it looks on: a peak is known by the hours after it. */
const QUALITY_BEFORE = 48;
const QUALITY_AFTER = 48;
/** An alert that stays open for longer is judged for so long. */
const LONGEST_ALERT = 240;
/** The first record of closed hours may close many at once. */
const FIRST_CLOSING = 240;
/** Rules that look back for longer are not judged again in a package of a warning: it would be all readings of a season. */
const LONGEST_MEMORY = 240;

/** The entries of a ledger that belong into the package of an object, and which hours they are about. */
export interface Collected {
  readonly scope: Scope;
  /** In order of seq. */
  readonly entries: readonly LedgerEvent[];
  /** The object's own among them. */
  readonly own: readonly LedgerEvent[];
}

/** Looks for everything that a warning or case rests on, and what came of it. `own`: its entries up to `through`. */
export function collectEntries(
  object: EvidenceObject,
  given: {
    readonly archive: LedgerArchive;
    readonly through: number;
    readonly own: readonly LedgerEvent[];
    readonly agreement: AgreementFile;
    readonly stations: readonly Station[];
  },
): Collected {
  const { archive, through, own, agreement, stations } = given;
  const entries = new Map<number, LedgerEvent>();
  const take = (found: Iterable<LedgerEvent>) => {
    for (const entry of found) entries.set(entry.seq, entry);
  };
  const [first] = own;
  if (first === undefined) throw new Error(`there is no ${streamOf(object)}`);
  take(own);
  take(archive.mentioning(object.id, { from: first.seq, through, streamNot: streamOf(object) }));
  take(archive.stream(CHECKPOINT_STREAM, { through }).filter(({ seq }) => seq > first.seq));
  const all = (stream: string) => archive.stream(stream, { through });
  const rules = all('rule/');
  const evaluation = all('evaluation');
  const facts = new LedgerFacts([...rules, ...evaluation]);
  const offset = utcOffsetMs(agreement.region.utc_offset);
  const grid = new HourGrid({ utcOffsetMs: offset });
  const subjects = alertsAbout(object, { own, facts, archive, through });
  const basis = { object, own, agreement, stations, grid, facts, alerts: subjects.alerts, notes: all('grade') };
  const scope = scopeOf(basis, { region: agreement.region.id, through });
  const { judged, readings } = scope;
  take(rules.filter(({ data }) => scope.rules.includes(String(data['rule'])) || object.kind === 'warning'));
  if (judged !== null) {
    const from = scope.start === 'beginning' ? Number.NEGATIVE_INFINITY : readings.from;
    take(
      evaluation.filter(({ type, at }) => type === 'evaluation.started' || (at > from && at <= judged.to + HOUR_MS)),
    );
    const ids = new Set(
      subjects.alerts
        .filter((one) => one.raisedAt <= judged.to && (one.returnedAt ?? judged.to) >= from)
        .map(({ id }) => id),
    );
    take(subjects.entries.filter(({ data }) => ids.has(String(data['alert']))));
    if (scope.grades) {
      take(basis.notes.filter(({ at }) => at > from && at <= judged.to));
      take(gradesSince(all('grade/'), from, judged.to));
    }
  }
  take(all('quality/').filter(({ data }) => Number(data['end']) >= readings.from && Number(data['end']) < readings.to));
  return { scope, entries: [...entries.values()].sort((a, b) => a.seq - b.seq), own };
}

/** Of each subject what was told in (from, to], and what held before. */
function gradesSince(grades: readonly LedgerEvent[], from: number, to: number): LedgerEvent[] {
  const taken: LedgerEvent[] = [];
  for (const told of Map.groupBy(grades, ({ stream }) => stream).values()) {
    const before = told.findLast(({ type, at }) => type === 'grade.changed' && at <= from);
    taken.push(...(before === undefined ? [] : [before]), ...told.filter(({ at }) => at > from && at <= to));
  }
  return taken;
}

/** Of a warning the alerts on cities, pairs and the region; of a case the alert it was opened on. */
function alertsAbout(
  object: EvidenceObject,
  given: {
    readonly own: readonly LedgerEvent[];
    readonly facts: LedgerFacts;
    readonly archive: LedgerArchive;
    readonly through: number;
  },
): { readonly entries: readonly LedgerEvent[]; readonly alerts: readonly Alert[] } {
  const { own, facts, archive, through } = given;
  const streams: string[] = [];
  if (object.kind === 'case') {
    const grounds = own[0]?.data['grounds'] as { readonly kind: string; readonly id: string } | undefined;
    const [rule, kind, subject] = grounds?.kind === 'alert' ? grounds.id.split(':') : [];
    if (subject !== undefined) streams.push(`alert/${rule}/${kind}/${subject}`);
  } else {
    for (const { rule } of facts.rules) if (rule.on !== 'station') streams.push(`alert/${rule.id}/`);
  }
  const entries = streams.flatMap((stream) => archive.stream(stream, { through })).sort((a, b) => a.seq - b.seq);
  return { entries, alerts: new LedgerFacts(entries).alerts };
}

interface Basis {
  readonly object: EvidenceObject;
  readonly own: readonly LedgerEvent[];
  readonly agreement: AgreementFile;
  readonly stations: readonly Station[];
  readonly grid: HourGrid;
  readonly facts: LedgerFacts;
  readonly alerts: readonly Alert[];
  readonly notes: readonly LedgerEvent[];
}

function scopeOf(basis: Basis, { region, through }: Pick<Scope, 'region' | 'through'>): Scope {
  const { object, own, agreement, grid, facts, notes } = basis;
  const opened = own[0]?.at ?? 0;
  const state = foldObject(object, own);
  const base = { ...object, region, through, opened };
  const span = 'standing' in state ? spanOfWarning(state, opened) : spanOfCase(state, basis.alerts, opened);
  const to = Math.min(grid.endOf(Math.ceil((span.to - grid.endOf(0)) / HOUR_MS)), facts.closedThrough);
  const wanted = grid.endOf(grid.lastEnded(span.from));
  const grades = object.kind === 'warning' && agreement.grades !== undefined;
  if (!span.rests || !(to > wanted)) {
    const end = Math.min(span.to, own.at(-1)?.at ?? opened);
    const readings = { from: wanted, to: Math.max(wanted, end) + HOUR_MS };
    return { ...base, readings, judged: null, start: 'continued', grades: false, rules: [], notJudged: [] };
  }
  const { rules, notJudged, memory } = rulesOf(basis, { from: wanted, to, grades });
  const window = agreement.lateness.window_hours * HOUR_MS;
  const firstClosed = facts.closings[0]?.through ?? Number.POSITIVE_INFINITY;
  const isKnown = grades ? notes.some(({ at }) => at <= wanted - window) : firstClosed <= wanted;
  const readings = { to: to + QUALITY_AFTER * HOUR_MS + 1 };
  if (isKnown) {
    const from = wanted - (memory + QUALITY_BEFORE) * HOUR_MS;
    return {
      ...base,
      readings: { ...readings, from },
      judged: { from: wanted, to },
      start: 'continued',
      grades,
      rules,
      notJudged,
    };
  }
  // The ledger is younger than what grades look back: it is judged from its first hour.
  const from = Number.isFinite(facts.evaluateFrom) ? facts.evaluateFrom - (memory + QUALITY_BEFORE) * HOUR_MS : 0;
  const begin = Number.isFinite(facts.evaluateFrom)
    ? grid.endOf(grid.lastEnded(facts.evaluateFrom))
    : firstClosed - FIRST_CLOSING * HOUR_MS;
  return {
    ...base,
    readings: { ...readings, from: Math.max(0, from) },
    judged: { from: begin, to },
    start: 'beginning',
    grades,
    rules,
    notJudged,
  };
}

/** `rests`: whether anything of it rests on the air. */
type Spanned = { readonly from: number; readonly to: number; readonly rests: boolean };

function spanOfWarning({ standing, lift, last }: Warning, opened: number): Spanned {
  const ended =
    lift !== null && standing !== 'in_force' ? lift.at : standing === 'withdrawn' ? last.at : Number.MAX_SAFE_INTEGER;
  return { from: opened - BEFORE_WARNING * HOUR_MS, to: ended, rests: true };
}

function spanOfCase({ grounds }: CaseState, alerts: readonly Alert[], opened: number): Spanned {
  const alert = grounds.kind === 'alert' ? alerts.find(({ id }) => id === grounds.id) : undefined;
  if (alert === undefined) return { from: opened - 72 * HOUR_MS, to: opened, rests: false };
  const { raisedAt, returnedAt } = alert;
  const to = Math.min(returnedAt ?? Number.MAX_SAFE_INTEGER, raisedAt + LONGEST_ALERT * HOUR_MS);
  return { from: raisedAt - BEFORE_CASE * HOUR_MS, to, rests: true };
}

/** The rules whose alerts are in the span, those of them that can be judged again, and how many hours back those look. */
function rulesOf(
  { object, own, agreement, stations, facts, alerts }: Basis,
  { from, to, grades }: { readonly from: number; readonly to: number; readonly grades: boolean },
) {
  const isInside = ({ raisedAt, returnedAt }: Alert) => raisedAt <= to && (returnedAt ?? to) > from;
  const ids = [...new Set(alerts.filter(isInside).map(({ rule }) => rule))].sort();
  const { grades: terms, ...options } = evaluatorOptions(agreement, stations);
  const memoryOf = (rules: readonly Rule[]) =>
    new Evaluator({ ...options, rules, ...(grades && terms !== undefined ? { grades: terms } : {}) }).memoryHours;
  const known = ids.flatMap((id) => facts.ruleAt(id, own[0]?.seq ?? 0)?.rule ?? []);
  const judged = known.filter((rule) => object.kind === 'case' || memoryOf([rule]) <= LONGEST_MEMORY);
  return {
    rules: judged.map(({ id }) => id),
    notJudged: ids.filter((id) => judged.every((rule) => rule.id !== id)),
    memory: memoryOf(judged),
  };
}
