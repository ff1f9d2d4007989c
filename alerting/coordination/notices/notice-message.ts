import type { AgreementFile } from '../../../domain/agreement/agreement-file.ts';
import { utcOffsetMs } from '../../../domain/agreement/utc-offset.ts';
import { CASE_DUTY_NAME } from '../../../domain/enforcement/case-duty.ts';
import { GRADE_NAMES, type Grade } from '../../../domain/grade/grade.ts';
import type { Text } from '../../../domain/rule/text.ts';
import { NOTICE_WORDS, SPOKEN, WARNING_DUTY_NAME } from './notice-words.ts';
import type { Happening } from './protocol-event.ts';

type Language = 'zh' | 'en';
const DUTY_NAME: Readonly<Record<string, Text>> = { ...WARNING_DUTY_NAME, ...CASE_DUTY_NAME };

type Owed = readonly { readonly duty: string; readonly dueAt: number }[];

/**
 * How an event is told, in both languages: a sentence of `NOTICE_WORDS`, the same for all, and for each reader what he owes because of it,
 * with its time.
 */
export function noticeMessages(happening: Happening, agreement: AgreementFile): (duties: Owed) => Text {
  const names = namesOf(agreement);
  const offsetMs = utcOffsetMs(agreement.region.utc_offset);
  const [zh, en] = [new Speech('zh', names, offsetMs), new Speech('en', names, offsetMs)];
  const told = { zh: zh.told(happening), en: en.told(happening) };
  return (duties) => ({ zh: told.zh + zh.owed(duties), en: told.en + en.owed(duties) });
}

const NAMES = new WeakMap<AgreementFile, ReadonlyMap<string, Text>>();

function namesOf(agreement: AgreementFile): ReadonlyMap<string, Text> {
  const known = NAMES.get(agreement) ?? new Map(agreement.jurisdictions.map(({ id, name }) => [id, name]));
  NAMES.set(agreement, known);
  return known;
}

const TITLE = {
  warning: { zh: '联合预警', en: 'Joint warning' },
  case: { zh: '联合执法案件', en: 'Joint-enforcement case' },
} as const;
const MARK: Text = { zh: '【演练】', en: 'EXERCISE: ' };

/** Reads out the fields of an event in one language. */
class Speech {
  readonly #language: Language;
  readonly #names: ReadonlyMap<string, Text>;
  readonly #offsetMs: number;

  constructor(language: Language, names: ReadonlyMap<string, Text>, offsetMs: number) {
    this.#language = language;
    this.#names = names;
    this.#offsetMs = offsetMs;
  }

  told(happening: Happening): string {
    const { kind, event, after } = happening;
    const sentence = NOTICE_WORDS[event.type][this.#language].replace(
      /\{(\w+)\}/g,
      (whole, name: string) => this.#value(name, happening) ?? whole,
    );
    const mark = after.exercise ? MARK[this.#language] : '';
    return `${mark}${TITLE[kind][this.#language]} ${after.id}${this.#isChinese ? '：' : ': '}${sentence}`;
  }

  #value(name: string, { event, before, after }: Happening): string | undefined {
    const said = event.data as unknown as Readonly<Record<string, unknown>>;
    switch (name) {
      case 'who':
        return this.#actor(event.data.by);
      case 'grade':
        return this.#grade(said['grade'] ?? (before !== undefined && 'round' in before ? before.round?.grade : 'none'));
      case 'cities':
      case 'asked':
        return this.#list(said[name]);
      case 'target':
        return this.#place(said['to']);
      case 'position':
      case 'meaning':
        return this.#spoken(String(said[name]));
      case 'site':
        return 'site' in after ? after.site.name : undefined;
      case 'owes':
        return this.#place(said['owedBy'] ?? said['jurisdiction'] ?? obligationOf(said, after.clocks.open)?.by);
      case 'owed':
        return this.#duty(obligationOf(said, after.clocks.open)?.duty ?? said['duty']);
      case 'due':
        return this.#time(Number(said['dueAt']));
      case 'member':
      case 'city':
      case 'arbiter':
      case 'respondent':
      case 'owner':
        return this.#place(said[name]);
      default:
        return said[name] === undefined ? undefined : String(said[name]);
    }
  }

  owed(duties: Owed): string {
    if (duties.length === 0) return '';
    const list = [...duties]
      .sort((a, b) => a.dueAt - b.dueAt)
      .map(({ duty, dueAt }) =>
        this.#isChinese ? `${this.#time(dueAt)} 前${this.#duty(duty)}` : `${this.#duty(duty)} by ${this.#time(dueAt)}`,
      );
    return this.#isChinese ? `。贵方须于 ${list.join('，')}` : `. You owe: ${list.join('; ')}`;
  }

  get #isChinese(): boolean {
    return this.#language === 'zh';
  }

  #actor(by: { readonly machine: string } | { readonly jurisdiction: string }): string {
    return 'machine' in by ? this.#spoken('machine') : this.#place(by.jurisdiction);
  }

  #grade(grade: unknown): string {
    const name = GRADE_NAMES[grade as Grade];
    return name === undefined ? this.#spoken('nobody') : name[this.#language];
  }

  #place(id: unknown): string {
    if (typeof id !== 'string') return this.#spoken('nobody');
    return this.#names.get(id)?.[this.#language] ?? id;
  }

  #list(ids: unknown): string {
    const places = Array.isArray(ids) ? ids.map((id) => this.#place(id)) : [];
    return places.join(this.#isChinese ? '、' : ', ');
  }

  #duty(duty: unknown): string {
    return DUTY_NAME[String(duty)]?.[this.#language] ?? String(duty);
  }

  #spoken(word: string): string {
    return SPOKEN[word]?.[this.#language] ?? word;
  }

  /** `2026-11-23 08:30` of the region's clock. */
  #time(at: number): string {
    return new Date(at + this.#offsetMs).toISOString().slice(0, 16).replace('T', ' ');
  }
}

function obligationOf(
  said: Readonly<Record<string, unknown>>,
  open: readonly { readonly id: string; readonly by: string; readonly duty: string }[],
) {
  return open.find(({ id }) => id === said['obligation']);
}
