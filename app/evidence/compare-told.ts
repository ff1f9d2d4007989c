import type { Alert } from '../../domain/alert/alert.ts';
import { formatIso } from '../../domain/time.ts';
import { GradeHours } from './grade-hours.ts';
import type { Rerun } from './rerun.ts';
import type { Scope } from './scope.ts';

const HOUR_MS = 3_600_000;
/** The engine ended these for reasons that are not in the air. */
const NOT_OF_THE_AIR: ReadonlySet<string> = new Set(['no_longer_watched', 'rule_changed']);

/** What the ledger says of the air and the readings do not, or the reverse; empty when they agree (EVI-15). */
export function differences(scope: Scope, run: Rerun): string[] {
  const { judged } = scope;
  if (judged === null) return [];
  return [...(scope.grades ? gradeDifferences(run, judged) : []), ...alertDifferences(run, judged)];
}

type Span = { readonly from: number; readonly to: number };

/** Told per subject and run of hours, as a wrong value changes many. */
function gradeDifferences({ facts, grades }: Rerun, span: Span): string[] {
  const told = new GradeHours(facts.grades, span);
  const before = [...told.subjects].map((key) => ({ key, grade: told.gradeOf(key, span.from) ?? 'none' }));
  // What held when the hours begin is the ledger's; what the readings change of it is told at once.
  const begin = before.map(({ key, grade }) => {
    const [kind = '', id = ''] = key.split(':');
    const subject = { kind: kind as 'city' | 'region', id };
    return { type: 'grade.changed' as const, at: span.from, data: { subject, grade, previous: grade, reason: '' } };
  });
  const found = new GradeHours([...begin, ...grades], span);
  const differences: string[] = [];
  for (const key of new Set([...told.subjects, ...found.subjects])) {
    for (let at = span.from + HOUR_MS; at <= span.to; at += HOUR_MS) {
      const [said, is] = [told.gradeOf(key, at), found.gradeOf(key, at)];
      if (said === undefined || is === undefined || said === is) continue;
      differences.push(`${key} at ${formatIso(at)}: the ledger says ${said}, the readings give ${is}`);
      break;
    }
  }
  return differences;
}

function alertDifferences({ facts, watched, alerts }: Rerun, span: Span): string[] {
  const differences: string[] = [];
  for (const { rule, since, until } of watched) {
    const [from, to] = [Math.max(span.from, since), Math.min(span.to, until - 1)];
    const ofRule = (all: readonly Alert[]) =>
      new Map(
        all
          .filter((one) => one.rule === rule.id && one.state !== 'withdrawn' && one.raisedAt <= to)
          .filter(({ raisedAt, returnedAt }) => raisedAt > from || returnedAt === null || returnedAt > from)
          .map((one) => [one.id, one]),
      );
    const [told, found] = [ofRule(facts.alerts), ofRule(alerts)];
    for (const [id, alert] of told) {
      const other = found.get(id);
      if (other === undefined) {
        if (alert.raisedAt > from) differences.push(`alert ${id} is in the ledger, and the readings do not give it`);
      } else differences.push(...detailDifferences(alert, other, to));
    }
    for (const [id, { raisedAt }] of found) {
      if (!told.has(id) && raisedAt > from)
        differences.push(`the readings give alert ${id}, which is not in the ledger`);
    }
  }
  return differences;
}

function detailDifferences(told: Alert, found: Alert, to: number): string[] {
  const differences: string[] = [];
  const end = ({ returnedAt }: Alert) => (returnedAt === null || returnedAt > to ? null : returnedAt);
  const said = (at: number | null) => (at === null ? 'open' : `returned at ${formatIso(at)}`);
  if (end(told) !== end(found) && !NOT_OF_THE_AIR.has(told.reason)) {
    differences.push(`alert ${told.id}: the ledger says ${said(end(told))}, the readings ${said(end(found))}`);
  }
  if (told.value !== found.value) {
    differences.push(`alert ${told.id}: the ledger says ${told.value}, the readings give ${found.value}`);
  }
  return differences;
}
