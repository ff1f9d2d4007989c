import { GRADE_NAMES } from '../../domain/grade/grade.ts';
import type { Difference } from '../replay/compare.ts';
import { both, escaped, table } from './html.ts';
import type { RegionTime } from './region-time.ts';

const MOST = 400;

const KINDS = {
  only_a: both('只有 A 报警', 'alert only by A'),
  only_b: both('只有 B 报警', 'alert only by B'),
  earlier: both('B 更早', 'B earlier'),
  later: both('B 更晚', 'B later'),
  ends_earlier: both('B 更早恢复', 'B ends earlier'),
  ends_later: both('B 更晚恢复', 'B ends later'),
  grade: both('级别不同', 'another grade'),
} as const;

/** What two agreements say differently of the same history: how often, and each case. */
export function differenceSection(
  differences: readonly Difference[],
  context: { readonly time: RegionTime; readonly names: readonly [string, string]; readonly calendar: string },
): string {
  const { time, names, calendar } = context;
  const counts = Map.groupBy(differences, ({ type }) => type);
  const shown = differences.slice(0, MOST);
  const rest = differences.length - shown.length;
  return [
    `<h2>${both(`与版本 ${names[1]} 的不同（A 为 ${names[0]}，B 为 ${names[1]}）`, `What version ${names[1]} says differently (A is ${names[0]}, B is ${names[1]})`)}</h2>`,
    differences.length === 0
      ? `<p>${both('没有不同。', 'Nothing differs.')}</p>`
      : table(
          [both('不同', 'difference'), both('次数', 'cases')],
          [...counts].map(([type, cases]) => [KINDS[type], cases.length.toLocaleString('en-US')]),
        ),
    calendar === '' ? '' : `<h3>${both('B 的级别', 'Grades by B')}</h3>${calendar}`,
    differences.length === 0
      ? ''
      : `<details><summary>${both('逐项', 'Each case')}${rest === 0 ? '' : ` <span class="dim">${both(`另有 ${rest} 项未列出`, `${rest} more are left out`)}</span>`}</summary>`,
    differences.length === 0
      ? ''
      : `${table(
          [both('时间', 'time'), both('对象', 'subject'), both('不同', 'difference'), ''],
          shown.map((difference) => [
            time.minute(difference.at),
            escaped(difference.subject.id),
            KINDS[difference.type],
            detail(difference, time),
          ]),
        )}</details>`,
  ].join('');
}

function detail(difference: Difference, time: RegionTime): string {
  if (difference.type === 'grade') {
    const { a, b, until } = difference;
    const chip = (grade: typeof a) =>
      `<span class="chip ${grade}">${both(GRADE_NAMES[grade].zh, GRADE_NAMES[grade].en)}</span>`;
    return `${chip(a)} → ${chip(b)} – ${time.minute(until)}`;
  }
  return `${escaped(difference.rule)}${'hours' in difference ? ` · ${difference.hours} h` : ''}`;
}
