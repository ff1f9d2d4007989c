import { GRADE_NAMES } from '../../domain/grade/grade.ts';
import type { Subject } from '../../domain/rule/subject.ts';
import { formatIso } from '../../domain/time.ts';
import type { Difference } from './compare.ts';
import type { ReplayEvent } from './replay-event.ts';

/** What every reader looks for stands first. */
const LEADING = ['rule', 'grade', 'reason'];

/** One JSON object: `at` (ISO 8601), `type`, `subject`, then the facts of the event as the ledger has them (instants in epoch ms). */
export function eventJson({ type, at, data }: ReplayEvent): string {
  const { subject, ...facts } = data;
  const told: Record<string, unknown> = { at: formatIso(at), type, subject };
  for (const name of LEADING) if (name in facts) told[name] = undefined;
  return JSON.stringify(Object.assign(told, facts));
}

const SAID: Readonly<Record<string, string>> = {
  'alert.returned': '已恢复 returned',
  'alert.corrected': '已更正 corrected',
  'alert.withdrawn': '已撤回 withdrawn',
};

/** One line for people, columns in a row. */
export function eventText(event: ReplayEvent): string {
  const { type, at, data } = event;
  const head = `${formatIso(at)}  ${type.padEnd(15)}  ${place(data.subject)}`;
  switch (event.type) {
    case 'grade.changed': {
      const { grade, previous, reason, proposeAt } = event.data;
      const [now, was] = [GRADE_NAMES[grade], GRADE_NAMES[previous]];
      const proposed = proposeAt === undefined ? '' : `  应于 ${formatIso(proposeAt)} 提议 to be proposed`;
      return `${head}  ${was.zh} → ${now.zh}  ${was.en} → ${now.en}  (${reason})${proposed}`;
    }
    case 'grade.corrected': {
      const spans = event.data.spans.map(({ from, grade }) => `${formatIso(from)} ${GRADE_NAMES[grade].zh} ${grade}`);
      return `${head}  已更正 corrected: ${spans.join(', ')}`;
    }
    case 'grade.notice':
      return `${head}  健康提示 health notice: ${event.data.notice ?? '结束 over'}`;
    default: {
      const what = event.type === 'alert.raised' ? event.data.message.zh : (SAID[type] ?? '');
      const value = 'value' in event.data ? String(event.data.value ?? '') : '';
      return `${head}  ${event.data.rule.padEnd(20)}  ${value.padEnd(6)}  ${what}`;
    }
  }
}

/** A difference of two agreements as one JSON object; instants other than `at` in epoch ms. */
export function differenceJson(difference: Difference): string {
  const { type, at, subject, ...facts } = difference;
  return JSON.stringify({ at: formatIso(at), type: `compare.${type}`, subject, ...facts });
}

const DIFFERS = {
  only_a: '只有 A 报警 only A',
  only_b: '只有 B 报警 only B',
  earlier: 'B 更早 B earlier by',
  later: 'B 更晚 B later by',
  ends_earlier: 'B 更早恢复 B ends earlier by',
  ends_later: 'B 更晚恢复 B ends later by',
} as const;

export function differenceText(difference: Difference): string {
  const { at, subject } = difference;
  const head = `${formatIso(at)}  ${place(subject)}`;
  if (difference.type === 'grade') {
    const { a, b, until } = difference;
    return `${head}  A ${GRADE_NAMES[a].zh} ${a} · B ${GRADE_NAMES[b].zh} ${b}  至 until ${formatIso(until)}`;
  }
  const hours = 'hours' in difference ? ` ${difference.hours} h` : '';
  return `${head}  ${difference.rule.padEnd(20)}  ${DIFFERS[difference.type]}${hours}`;
}

function place({ kind, id }: Subject): string {
  return `${kind} ${id}`.padEnd(28);
}
