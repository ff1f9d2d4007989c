import type { Condition, ConditionOf } from '../../rule/condition.ts';
import { type AgreementFault, fault, type Path } from '../agreement-fault.ts';
import { contradictionIn } from './contradiction.ts';
import type { RuleScope } from './rule-scope.ts';
import { valueRange } from './value-range.ts';

/** Every part of a condition that cannot be true whatever is measured, or cannot be false (AGR-12). */
export function* conditionFaults(condition: Condition, path: Path, scope: RuleScope): Iterable<AgreementFault> {
  const never = (at: string, en: string, zh: string) =>
    fault('AGR-12', [...path, at], `can never be true: ${en}`, `不可能成立：${zh}`);
  switch (condition.kind) {
    case 'all': {
      const message = contradictionIn(condition.of);
      if (message !== undefined) yield fault('AGR-12', [...path, 'of'], message.en, message.zh);
      for (const [place, part] of condition.of.entries()) yield* conditionFaults(part, [...path, 'of', place], scope);
      return;
    }
    case 'any':
      for (const [place, part] of condition.of.entries()) yield* conditionFaults(part, [...path, 'of', place], scope);
      return;
    case 'not':
      yield* conditionFaults(condition.when, [...path, 'when'], scope);
      return;
    case 'quorum':
      yield* quorumFaults(condition, never, scope);
      yield* conditionFaults(condition.when, [...path, 'when'], scope);
      return;
    case 'threshold':
      yield* thresholdFaults(condition, path);
      return;
    case 'rise': {
      const { low, high } = valueRange(condition.quantity);
      if (Math.abs(condition.by) >= high - low)
        yield never(
          'by',
          `${condition.quantity} is within ${low}..${high}`,
          `${condition.quantity} 在 ${low}..${high} 之内`,
        );
      return;
    }
    case 'forecast': {
      const high = condition.quantity === 'aqi' ? valueRange('aqi').high : Number.POSITIVE_INFINITY;
      if (condition.above >= high) yield never('above', `aqi is at most ${high}`, `aqi 最大为 ${high}`);
      if (condition.issuer !== undefined && scope.issuers.size > 0 && !scope.issuers.has(condition.issuer)) {
        const { issuer } = condition;
        yield fault(
          'AGR-3',
          [...path, 'issuer'],
          `"${issuer}" is not among forecasts.issuers`,
          `“${issuer}”不在 forecasts.issuers 中`,
        );
      }
      return;
    }
    case 'upwind': {
      const { high } = valueRange(condition.quantity);
      if (condition.above >= high)
        yield never('above', `${condition.quantity} is at most ${high}`, `${condition.quantity} 最大为 ${high}`);
      if (scope.largestGroup === 1) yield never('kind', 'no city has a neighbour', '没有城市相邻');
      return;
    }
    case 'unlike_past':
      if (condition.min_days > condition.days)
        yield never('min_days', `only ${condition.days} days are looked at`, `只回看 ${condition.days} 天`);
      return;
    case 'unlike_neighbours': {
      const others = (scope.stations?.length ?? Number.POSITIVE_INFINITY) - 1;
      if (condition.min_neighbours > others)
        yield never('min_neighbours', `there are ${others} other stations`, `其他站点只有 ${others} 个`);
      return;
    }
    case 'absent':
      return;
  }
}

function* thresholdFaults(leaf: ConditionOf<'threshold'>, path: Path): Iterable<AgreementFault> {
  const { quantity, above, below, outside } = leaf;
  const { low, high } = valueRange(quantity);
  const is = { en: `${quantity} is within ${low}..${high}`, zh: `${quantity} 在 ${low}..${high} 之内` };
  const never = (at: string) => fault('AGR-12', [...path, at], `can never be true: ${is.en}`, `不可能成立：${is.zh}`);
  const always = (at: string) => fault('AGR-12', [...path, at], `is always true: ${is.en}`, `恒成立：${is.zh}`);
  if (above !== undefined && above >= high) yield never('above');
  else if (above !== undefined && above < low) yield always('above');
  if (below !== undefined && below <= low) yield never('below');
  else if (below !== undefined && below > high) yield always('below');
  if (outside !== undefined && outside[0] <= low && outside[1] >= high) yield never('outside');
}

function* quorumFaults(
  quorum: ConditionOf<'quorum'>,
  never: (at: string, en: string, zh: string) => AgreementFault,
  scope: RuleScope,
): Iterable<AgreementFault> {
  const { of, at_least = 0, contiguous = 0, min_members, max_per_operator } = quorum;
  const members = of === 'city' ? scope.cities : scope.stationsTogether;
  if (members !== undefined) {
    const [en, zh] =
      of === 'city'
        ? [`there are ${members} cities`, `共 ${members} 市`]
        : [`there are ${members} stations`, `共 ${members} 个站点`];
    if (at_least > members) yield never('at_least', en, zh);
    if (min_members > members) yield never('min_members', en, zh);
  }
  const { largestGroup, countedPerOperator } = scope;
  if (contiguous > (largestGroup ?? contiguous)) {
    yield never(
      'contiguous',
      `at most ${largestGroup} cities border on each other`,
      `相互毗邻的城市最多 ${largestGroup} 个`,
    );
  }
  const counted = max_per_operator === undefined ? undefined : countedPerOperator?.(max_per_operator);
  if (counted !== undefined && at_least > counted && at_least <= (members ?? 0)) {
    yield never('max_per_operator', `at most ${counted} stations count`, `计入的站点最多 ${counted} 个`);
  }
}
