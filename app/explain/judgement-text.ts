import type { Judgement } from '../../domain/rule/judgement.ts';

const TRUTHS = { true: '真 true', false: '假 false', unknown: '未知 unknown' } as const;

/** A code that has no words here is shown as it is: docs/spec/conditions.md has them all. */
const REASONS: Readonly<Record<string, string>> = {
  above: '高于限值 above',
  not_above: '不高于限值 not above',
  below: '低于限值 below',
  not_below: '不低于限值 not below',
  outside: '超出范围 outside',
  not_outside: '在范围内 not outside',
  clear: '已过解除值 clear',
  not_yet_clear: '未过解除值 not yet clear',
  value_missing: '缺少数值 value missing',
  changed_by_more: '变化超过 changed by more',
  changed_by_less: '变化未超过 changed by less',
  absent: '无数据 absent',
  heard: '有数据 heard',
  forecast_above: '预报高于限值 forecast above',
  forecast_not_above: '预报不高于限值 forecast not above',
  no_forecast: '没有预报 no forecast',
  enough_members: '成员足够 enough members',
  not_enough_members: '成员不足 not enough members',
  too_few_members: '可判断者过少 too few can be judged',
  calm_wind: '静风 calm wind',
  changing_wind: '风向多变 changing wind',
  no_wind: '没有风数据 no wind',
  no_data: '没有数据 no data',
  low_confidence: '把握不足 low confidence',
  another_neighbour: '来自另一邻市 another neighbour',
  target_not_elevated: '本地未明显升高 target not elevated',
};

/** The judgement as a tree, one line a part: truth, kind, what was looked at, value and limit, reason, further figures. */
export function judgementText(judgement: Judgement, indent = ''): string[] {
  const { kind, truth, reason, quantity, over, value, limit, facts, parts = [] } = judgement;
  const looked = [quantity, over === undefined ? undefined : `(${over})`]
    .filter((part) => part !== undefined)
    .join(' ');
  const figures = [
    ...(value === undefined ? [] : [`值 value ${rounded(value)}`]),
    ...(limit === undefined ? [] : [`限 limit ${rounded(limit)}`]),
    ...Object.entries(facts ?? {}).map(([name, fact]) => `${name} ${factText(fact)}`),
  ];
  const line = [`${indent}${kind}`, looked, TRUTHS[truth], `[${REASONS[reason] ?? reason}]`, figures.join(', ')];
  return [
    line.filter((part) => part !== '').join('  '),
    ...parts.flatMap((part, place) => branch(judgementText(part), place === parts.length - 1, indent)),
  ];
}

function branch(lines: readonly string[], isLast: boolean, indent: string): string[] {
  return lines.map((line, place) => {
    if (place === 0) return `${indent}${isLast ? '└ ' : '├ '}${line}`;
    return `${indent}${isLast ? '  ' : '│ '}${line}`;
  });
}

function factText(fact: string | number | readonly string[]): string {
  if (typeof fact === 'number') return rounded(fact);
  return typeof fact === 'string' ? fact : fact.join(' ');
}

function rounded(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
