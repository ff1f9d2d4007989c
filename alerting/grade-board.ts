import type { Grade } from '../domain/grade/grade.ts';
import type { GradeChanged, GradeEvent } from '../domain/grade/grade-event.ts';
import type { LedgerEvent } from '../store/ledger.ts';

/** The grade of one city or of the region as the ledger tells it last. */
export interface GradeRecord {
  readonly subject: { readonly kind: 'city' | 'region'; readonly id: string };
  readonly grade: Grade;
  /** From when it holds, epoch ms. */
  readonly since: number;
  readonly reason: string;
  readonly notice: 'ozone' | 'dust' | null;
  readonly details: GradeChanged['data'] | undefined;
  readonly seq: number;
}

/** Notes of a few days: the oldest one that late data may reach back behind. */
const NOTES_KEPT = 8;

/** The grades that hold now, folded from the ledger. */
export class GradeBoard {
  readonly #records = new Map<string, GradeRecord>();
  #notes: { readonly at: number; readonly states: string }[] = [];

  /** Applies a recorded event; events that are not about grades pass by. Returns the record as it now stands. */
  apply(event: LedgerEvent): GradeRecord | undefined {
    const told = event as unknown as GradeEvent;
    if (told.type === 'grade.noted') {
      this.#notes = [...this.#notes, { at: told.at, states: told.data.states }].slice(-NOTES_KEPT);
      return undefined;
    }
    // What holds now is as it was; whoever follows the past hears of it.
    if (told.type === 'grade.corrected') {
      return this.#records.get(`${told.data.subject.kind}/${told.data.subject.id}`);
    }
    if (told.type !== 'grade.changed' && told.type !== 'grade.notice') return undefined;
    const { subject } = told.data;
    const key = `${subject.kind}/${subject.id}`;
    const before = this.#records.get(key) ?? {
      subject,
      grade: 'none' as const,
      since: told.at,
      reason: '',
      notice: null,
      details: undefined,
    };
    const change =
      told.type === 'grade.notice'
        ? { notice: told.data.notice }
        : { grade: told.data.grade, since: told.at, reason: told.data.reason, details: told.data };
    const record = { ...before, ...change, seq: event.seq };
    this.#records.set(key, record);
    return record;
  }

  gradeOf(kind: 'city' | 'region', id: string): Grade {
    return this.#records.get(`${kind}/${id}`)?.grade ?? 'none';
  }

  /** All that was ever told of a city or the region. */
  all(): readonly GradeRecord[] {
    return [...this.#records.values()];
  }

  /** The newest note at or before the instant (epoch ms), from which counting can go on. */
  noteBefore(at: number): { readonly at: number; readonly states: string } | undefined {
    return this.#notes.findLast((note) => note.at <= at);
  }
}
