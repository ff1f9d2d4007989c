import type { RuleEvaluations } from '../../api/rules-contract.ts';
import type { Judgement } from '../../domain/rule/judgement.ts';
import { judgementText } from './judgement-text.ts';

const DECISIONS = {
  raised: '▲ 报警 raised',
  returned: '▽ 恢复 returned',
  open: '● 持续 open',
  none: '· 无 none',
} as const;

/** The newest hours of a rule on a subject, newest first, for people. */
export function explanationText({ rule, subject, hours }: RuleEvaluations): string {
  const shadow = rule.shadow ? '  影子运行 shadow' : '';
  const head = [
    `${rule.id}  ${subject.kind} ${subject.id}  优先级 priority ${rule.priority}${shadow}`,
    rule.message.zh,
    rule.message.en,
    `自 since ${rule.since ?? '最初 the beginning'}`,
  ];
  const told = hours.map(({ at, watching, decision, judgement }) => {
    const outside = watching ? '' : '  不在时段内 outside its season or hours';
    // Its parts are judgements again, which the schema of the wire leaves open.
    const tree = judgementText(judgement as unknown as Judgement).map((line) => `    ${line}`);
    return [`${at}  ${DECISIONS[decision]}${outside}`, ...tree].join('\n');
  });
  if (told.length === 0) told.push('尚无已判断的小时 no hour has been judged yet');
  return [head.join('\n'), ...told].join('\n\n');
}
