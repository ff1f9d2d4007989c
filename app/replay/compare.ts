import type { Alert } from '../../domain/alert/alert.ts';
import type { Grade } from '../../domain/grade/grade.ts';
import type { Subject } from '../../domain/rule/subject.ts';
import type { GradeSpan, ReplayRecord } from './replay-record.ts';

/** One thing that two agreements say differently of the same history. Times in epoch ms. */
export type Difference =
  | {
      readonly type: 'only_a' | 'only_b';
      readonly at: number;
      readonly subject: Subject;
      readonly rule: string;
      readonly returnedAt: number | null;
    }
  | {
      /** The same alert, by B before or after A, or open for another time. */
      readonly type: 'earlier' | 'later' | 'ends_earlier' | 'ends_later';
      readonly at: number;
      readonly subject: Subject;
      readonly rule: string;
      readonly hours: number;
    }
  | {
      readonly type: 'grade';
      readonly at: number;
      readonly until: number;
      readonly subject: Subject;
      readonly a: Grade;
      readonly b: Grade;
    };

const HOUR_MS = 3_600_000;

/** What differs, in the order of time. Alerts are the same when rule and subject are and their times overlap; withdrawn ones are none. */
export function compareRecords(a: ReplayRecord, b: ReplayRecord, end: number): Difference[] {
  return [...alertDifferences(a.alerts, b.alerts, end), ...gradeDifferences(a, b, end)].sort((x, y) => x.at - y.at);
}

function alertDifferences(a: readonly Alert[], b: readonly Alert[], end: number): Difference[] {
  const keyOf = ({ rule, subject }: Alert) => `${rule} ${subject.kind}:${subject.id}`;
  const stands = ({ state }: Alert) => state !== 'withdrawn';
  const others = Map.groupBy(b.filter(stands), keyOf);
  const matched = new Set<Alert>();
  const found: Difference[] = [];
  for (const one of a.filter(stands)) {
    const { rule, subject, raisedAt, returnedAt } = one;
    const until = returnedAt ?? end;
    const other = others
      .get(keyOf(one))
      ?.find((alert) => !matched.has(alert) && alert.raisedAt <= until && (alert.returnedAt ?? end) >= raisedAt);
    if (other === undefined) {
      found.push({ type: 'only_a', at: raisedAt, subject, rule, returnedAt });
      continue;
    }
    matched.add(other);
    const moved = (other.raisedAt - raisedAt) / HOUR_MS;
    const at = Math.min(raisedAt, other.raisedAt);
    if (moved !== 0) found.push({ type: moved < 0 ? 'earlier' : 'later', at, subject, rule, hours: Math.abs(moved) });
    const endMoved = ((other.returnedAt ?? end) - until) / HOUR_MS;
    if (endMoved !== 0) {
      const type = endMoved < 0 ? 'ends_earlier' : 'ends_later';
      found.push({ type, at: Math.min(until, other.returnedAt ?? end), subject, rule, hours: Math.abs(endMoved) });
    }
  }
  for (const one of b.filter((alert) => stands(alert) && !matched.has(alert))) {
    const { rule, subject, raisedAt, returnedAt } = one;
    found.push({ type: 'only_b', at: raisedAt, subject, rule, returnedAt });
  }
  return found;
}

function gradeDifferences(a: ReplayRecord, b: ReplayRecord, end: number): Difference[] {
  const keyOf = ({ subject }: GradeSpan) => `${subject.kind}:${subject.id}`;
  const [ofA, ofB] = [Map.groupBy(a.gradeSpans(end), keyOf), Map.groupBy(b.gradeSpans(end), keyOf)];
  const found: Difference[] = [];
  for (const key of new Set([...ofA.keys(), ...ofB.keys()])) {
    const [one = [], other = []] = [ofA.get(key), ofB.get(key)];
    const subject = (one[0] ?? other[0])?.subject;
    if (subject === undefined) continue;
    const times = [...new Set([...one, ...other].flatMap(({ from, to }) => [from, to]))].sort((x, y) => x - y);
    for (const [place, at] of times.entries()) {
      const until = times[place + 1];
      const [gradeA, gradeB] = [gradeAt(one, at), gradeAt(other, at)];
      if (until !== undefined && gradeA !== gradeB)
        found.push({ type: 'grade', at, until, subject, a: gradeA, b: gradeB });
    }
  }
  return found;
}

function gradeAt(spans: readonly GradeSpan[], at: number): Grade {
  return spans.find(({ from, to }) => from <= at && at < to)?.grade ?? 'none';
}
