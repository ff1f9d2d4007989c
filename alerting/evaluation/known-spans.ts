import type { Alert } from '../../domain/alert/alert.ts';
import type { Rule } from '../../domain/rule/rule.ts';
import type { Span } from './alert-history.ts';
import type { RegionMap } from './region-map.ts';

/** What the ledger's alerts say of one rule, by subject, oldest first. */
export function knownSpans(
  alerts: readonly Alert[],
  rule: Rule,
  context: {
    readonly map: RegionMap;
    readonly isWatched: (subject: number) => boolean;
    readonly hourAt: (at: number) => number;
  },
): (readonly [subject: number, span: Span])[] {
  const { map, isWatched, hourAt } = context;
  return alerts
    .filter((alert) => alert.state !== 'withdrawn' && alert.rule === rule.id && alert.subject.kind === rule.on)
    .flatMap((alert) => {
      const subject = map.numberOf(alert.subject);
      const returned = alert.returnedAt === null ? null : hourAt(alert.returnedAt);
      const span = { raised: hourAt(alert.raisedAt), returned, value: alert.value };
      return subject === undefined || !isWatched(subject) ? [] : [[subject, span] as const];
    })
    .sort(([, a], [, b]) => a.raised - b.raised);
}
