import { CASE_DUTY_NAME } from '../../../domain/enforcement/case-duty.ts';
import { STAGE_NAME } from '../../../domain/enforcement/case-stage.ts';
import { GRADE_NAMES } from '../../../domain/grade/grade.ts';
import type { Text } from '../../../domain/rule/text.ts';
import { WARNING_DUTY_NAME } from '../../../domain/warning/warning-duty.ts';
import { both } from '../../report/html.ts';

const text = (zh: string, en: string): Text => ({ zh, en });

/** What the words of the ledger mean to people, field by field. */
const WORDS = {
  grade: GRADE_NAMES,
  stage: STAGE_NAME,
  duty: { ...WARNING_DUTY_NAME, ...CASE_DUTY_NAME },
  position: {
    agree: text('同意', 'agrees'),
    agree_higher: text('同意且建议更高级别', 'agrees, wants it higher'),
    object: text('反对', 'objects'),
    silent: text('未表态', 'silent'),
  },
  /** What the agreement makes of silence. */
  silence: {
    agrees: text('视为同意', 'counts as agreement'),
    abstains: text('视为弃权', 'counts as abstention'),
    escalates: text('转请上级答复', 'the superior is asked'),
  },
  standing: {
    pending: text('待决', 'not decided'),
    in_force: text('生效中', 'in force'),
    lifted: text('已解除', 'lifted'),
    reviewed: text('已评估', 'reviewed'),
    withdrawn: text('已撤回', 'withdrawn'),
  },
  change: {
    start: text('首次发布', 'issued'),
    up: text('升级', 'stepped up'),
    down: text('降级', 'stepped down'),
    more_cities: text('增加城市', 'more cities'),
    relapse: text('再次发布', 'issued again'),
  },
  outcome: {
    open: text('未办结', 'still open'),
    kept: text('按时', 'in time'),
    kept_late: text('迟办', 'late'),
    void: text('不再要求', 'no longer owed'),
  },
  grounds: {
    alert: text('上风向告警', 'upwind alert'),
    trace: text('溯源', 'trace'),
    complaint: text('投诉', 'complaint'),
  },
  machine: {
    engine: text('判级引擎', 'grading engine'),
    clock: text('时钟', 'clock'),
    consultation: text('会商规则', 'rules of consultation'),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Text>>>>;

/** A word of the ledger as HTML in both languages; itself where it has no name. */
export function wordFor(field: keyof typeof WORDS, word: string): string {
  const names: Readonly<Record<string, Text>> = WORDS[field];
  const name = Object.hasOwn(names, word) ? names[word] : undefined;
  return both(name?.zh ?? word, name?.en ?? word);
}
