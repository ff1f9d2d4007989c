import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import { GRADE_NAMES, type Grade } from '../../domain/grade/grade.ts';
import type { Text } from '../../domain/rule/text.ts';
import { WARNING_DUTY_NAME } from '../../domain/warning/warning-duty.ts';
import type { LedgerEvent } from '../../store/ledger.ts';

/** What of an event its sentence is made of; fields that an event does not have are absent. */
interface Said {
  readonly id: string;
  readonly grade: Text;
  readonly count: number;
  /** What is overdue. */
  readonly duty: Text;
  readonly name: (field: string) => Text;
  readonly names: (field: string) => Text;
}

type Sentence = (said: Said) => Text;

/** One sentence an event that carries the story on; the others are on the page. */
const SENTENCES: Readonly<Record<string, Sentence>> = {
  'warning.proposed': ({ id, grade, names }) => ({
    zh: `${id} 引擎提议区域${grade.zh}：${names('cities').zh}`,
    en: `${id} the engine proposes a regional ${grade.en}: ${names('cities').en}`,
  }),
  'warning.consultation_opened': ({ id, names }) => ({
    zh: `${id} 牵头方征求意见：${names('asked').zh}`,
    en: `${id} the coordinator asks ${names('asked').en}`,
  }),
  'warning.consulted': ({ id, grade, names }) => ({
    zh: `${id} 会商结束，建议${grade.zh}；未答复：${names('silent').zh || '无'}`,
    en: `${id} consulted: ${grade.en} is recommended; silent: ${names('silent').en || 'nobody'}`,
  }),
  'warning.issued': ({ id, grade }) => ({ zh: `${id} 发布区域${grade.zh}`, en: `${id} regional ${grade.en} issued` }),
  'warning.received': ({ name, count }) => ({
    zh: `${name('city').zh}确认收到（第 ${count} 个）`,
    en: `${name('city').en} has received it (${count})`,
  }),
  'warning.own_issued': ({ name, grade, count }) => ({
    zh: `${name('city').zh}发布本市${grade.zh}（第 ${count} 个）`,
    en: `${name('city').en} issues its own ${grade.en} (${count})`,
  }),
  'warning.overdue': ({ name, duty }) => ({
    zh: `${name('jurisdiction').zh}逾期（${duty.zh}），已报${name('to').zh}`,
    en: `${name('jurisdiction').en} is overdue (${duty.en}): ${name('to').en} is told`,
  }),
  'warning.lifted': ({ id }) => ({ zh: `${id} 解除`, en: `${id} lifted` }),
  'warning.reviewed': ({ id }) => ({ zh: `${id} 评估归档`, en: `${id} reviewed` }),
  'case.opened': ({ id, name }) => ({ zh: `${id} ${name('owner').zh}立案`, en: `${id} opened by ${name('owner').en}` }),
  'case.referred': ({ id, name }) => ({
    zh: `${id} 移送${name('to').zh}，接收前仍由原辖区负责`,
    en: `${id} referred to ${name('to').en}; it stays with the sender until accepted`,
  }),
  'case.accepted': ({ id, name }) => ({
    zh: `${id} ${name('owner').zh}接收`,
    en: `${id} accepted by ${name('owner').en}`,
  }),
  'case.inspected': ({ id }) => ({ zh: `${id} 联合检查`, en: `${id} joint inspection` }),
  'case.order_served': ({ id }) => ({ zh: `${id} 责令限期改正`, en: `${id} ordered to rectify` }),
  'case.closed': ({ id }) => ({ zh: `${id} 各方签署结案`, en: `${id} closed by all signatures` }),
};

const DUTY_NAME: Readonly<Record<string, Text>> = WARNING_DUTY_NAME;
/** Nobody stands above who is overdue. */
const ALL_SIDES: Text = { zh: '各方', en: 'all sides' };
const NOTHING: Text = { zh: '', en: '' };

/** Says of recorded events what the story's next step is, in both languages; undefined for the others. */
export class Milestones {
  readonly #nameOf: ReadonlyMap<string, Text>;
  readonly #counts = new Map<string, number>();

  constructor({ jurisdictions }: Pick<AgreementFile, 'jurisdictions'>) {
    this.#nameOf = new Map(jurisdictions.map(({ id, name }) => [id, name]));
  }

  of({ stream, type, data }: Pick<LedgerEvent, 'stream' | 'type' | 'data'>): Text | undefined {
    const sentence = SENTENCES[type];
    if (sentence === undefined) return undefined;
    const key = `${stream} ${type} ${data['issue'] ?? ''}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    const named = (id: unknown): Text => {
      const text = typeof id === 'string' ? id : '';
      return this.#nameOf.get(text) ?? (text === '' ? ALL_SIDES : { zh: text, en: text });
    };
    const grade = GRADE_NAMES[(data['grade'] ?? 'none') as Grade];
    return sentence({
      id: stream.split('/')[1] ?? '',
      grade,
      count,
      duty: DUTY_NAME[String(data['duty'] ?? '')] ?? NOTHING,
      name: (field) => named(data[field]),
      names: (field) => {
        const all = (data[field] as readonly unknown[] | undefined)?.map(named) ?? [];
        return { zh: all.map(({ zh }) => zh).join('、'), en: all.map(({ en }) => en).join(', ') };
      },
    });
  }
}
