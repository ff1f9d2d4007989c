import type { ConditionOf } from '../condition.ts';
import type { Judgement } from '../judgement.ts';
import {
  type Compiled,
  type ConditionContext,
  FALSE,
  type Level,
  TRUE,
  type Tri,
  truthName,
  UNKNOWN,
} from './compiled.ts';
import { largestGroup } from './largest-group.ts';

interface Count {
  readonly tri: Tri;
  readonly reason: string;
  readonly judged: number;
  readonly counted: number;
  readonly members: readonly number[];
  readonly group: number;
}

/** CON-7: so many members at once. Members are counted by their clearing limits while the alert is open. */
export function quorum(
  leaf: ConditionOf<'quorum'>,
  inner: Compiled,
  context: ConditionContext,
  level: Level,
): Compiled {
  const { view } = context;
  const everyStation = view.cities.flatMap(({ stations }) => [...stations]);
  const everyCity = view.cities.map((_, city) => city);
  const membersOf = (subject: number): readonly number[] => {
    if (leaf.of === 'city') return everyCity;
    return level === 'city' ? (view.cities[subject]?.stations ?? []) : everyStation;
  };
  const operators = view.stations.map(({ operator }) => operator ?? '');
  const { at_least: atLeast, share, contiguous, max_per_operator: cap = Number.POSITIVE_INFINITY } = leaf;

  const count = (subject: number, hour: number, open: boolean): Count => {
    const members: number[] = [];
    let judged = 0;
    let counted = 0;
    const seen = new Map<string, { judged: number; counted: number }>();
    for (const member of membersOf(subject)) {
      const truth = inner.truth(member, hour, open);
      if (truth === UNKNOWN) continue;
      const operator = cap === Number.POSITIVE_INFINITY ? undefined : seenOf(seen, operators[member] ?? '');
      if (operator === undefined || operator.judged < cap) judged += 1;
      if (operator !== undefined) operator.judged += 1;
      if (truth !== TRUE) continue;
      members.push(member);
      if (operator === undefined || operator.counted < cap) counted += 1;
      if (operator !== undefined) operator.counted += 1;
    }
    const group =
      contiguous === undefined ? 0 : largestGroup(members, (city) => view.cities[city]?.neighbours ?? []).length;
    const figures = { judged, counted, members, group };
    if (judged < leaf.min_members) return { ...figures, tri: UNKNOWN, reason: 'too_few_members' };
    const enough =
      (atLeast === undefined || counted >= atLeast) &&
      (share === undefined || counted >= share * judged) &&
      (contiguous === undefined || group >= contiguous) &&
      counted > 0;
    return { ...figures, tri: enough ? TRUE : FALSE, reason: enough ? 'enough_members' : 'not_enough_members' };
  };

  return {
    // A city's own stations are known when the city's hour is closed; all others only with the region's.
    reach: level === 'city' && leaf.of === 'station' ? inner.reach : 'region',
    lookback: inner.lookback,
    truth: (subject, hour, open) => count(subject, hour, open).tri,
    judge(subject, hour, open): Judgement {
      const { tri, reason, judged, counted, members, group } = count(subject, hour, open);
      const name = (member: number) => (leaf.of === 'city' ? view.cities : view.stations)[member]?.id ?? '';
      const shown = members.slice(0, SHOWN).map((member) => inner.judge(member, hour, open));
      return {
        kind: 'quorum',
        truth: truthName(tri),
        reason,
        value: contiguous === undefined || atLeast !== undefined ? counted : group,
        limit: atLeast ?? contiguous ?? Math.ceil((share ?? 0) * judged),
        facts: {
          of: leaf.of,
          judged,
          ...(contiguous === undefined ? {} : { contiguous: group }),
          members: members.map(name),
        },
        parts: shown,
      };
    },
  };
}

/** Members whose own judgement is told. */
const SHOWN = 12;

function seenOf(seen: Map<string, { judged: number; counted: number }>, operator: string) {
  let entry = seen.get(operator);
  if (entry === undefined) {
    entry = { judged: 0, counted: 0 };
    seen.set(operator, entry);
  }
  return entry;
}
