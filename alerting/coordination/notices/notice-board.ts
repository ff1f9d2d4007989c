import type { LedgerEvent } from '../../../store/ledger.ts';
import { firstDueAt, type Notice, noticeId } from './notice.ts';

/** A notice on the page of one jurisdiction; instants are epoch ms. */
export interface NoticeRecord extends Omit<Notice, 'duties'> {
  /** Of the event it tells of. */
  readonly seq: number;
  /** When the first of what is still owed because of it is due. */
  readonly dueAt: number | null;
  /**
   * `queued`: a channel still has to carry it; `sent`: all have, and it is on the page; `read`: by a person of that jurisdiction;
   * `answered`: what was owed because of it is done.
   */
  readonly state: 'queued' | 'sent' | 'read' | 'answered';
  readonly readAt: number | null;
}

interface Entry {
  readonly notice: Notice;
  readonly seq: number;
  /** What is still owed because of it. */
  owed: Notice['duties'];
  kept: boolean;
  readAt: number | null;
}

/** All notices, folded from the ledger; what is still on its way is known from the outbox (COO-11). */
export class NoticeBoard {
  readonly #entries = new Map<string, Entry>();
  /** By warning or case and obligation: the notices that ask for it. */
  readonly #asking = new Map<string, Set<Entry>>();
  /** Idempotency keys of deliveries that have not arrived, by notice. */
  readonly #waiting = new Map<string, Set<string>>();

  get(id: string): NoticeRecord | undefined {
    const entry = this.#entries.get(id);
    return entry && this.#recordOf(entry);
  }

  /** The newest first. */
  list(query: {
    readonly jurisdiction?: string;
    readonly state?: NoticeRecord['state'];
    readonly limit: number;
  }): readonly NoticeRecord[] {
    const found: NoticeRecord[] = [];
    for (const entry of [...this.#entries.values()].reverse()) {
      if (found.length >= query.limit) break;
      if (query.jurisdiction !== undefined && entry.notice.jurisdiction !== query.jurisdiction) continue;
      const record = this.#recordOf(entry);
      if (query.state === undefined || record.state === query.state) found.push(record);
    }
    return found;
  }

  /** Not read or answered yet. */
  unread(jurisdiction?: string): number {
    let count = 0;
    for (const { notice, readAt, kept, owed } of this.#entries.values()) {
      if (jurisdiction !== undefined && notice.jurisdiction !== jurisdiction) continue;
      if (readAt === null && !(kept && owed.length === 0)) count += 1;
    }
    return count;
  }

  /** Takes up an event of a warning or case, after the notices that it makes are known. */
  told(event: LedgerEvent, notices: readonly Notice[]): void {
    this.#close(event);
    for (const notice of notices) {
      const entry: Entry = { notice, seq: event.seq, owed: notice.duties, kept: false, readAt: null };
      this.#entries.set(notice.id, entry);
      for (const { id } of notice.duties) {
        const key = `${event.stream}|${id}`;
        const asking = this.#asking.get(key) ?? new Set();
        this.#asking.set(key, asking.add(entry));
      }
    }
  }

  /** Takes up a `notice.read`. */
  read({ at, data }: LedgerEvent): void {
    const entry = this.#entries.get(String(data['notice']));
    if (entry !== undefined) entry.readAt ??= at;
  }

  /** These deliveries are in the outbox and have not arrived. Keys of other things pass by. */
  queued(keys: Iterable<string>): void {
    for (const key of keys) {
      const id = noticeOf(key);
      if (id === undefined || !this.#entries.has(id)) continue;
      const waiting = this.#waiting.get(id) ?? new Set();
      this.#waiting.set(id, waiting.add(key));
    }
  }

  delivered(key: string): void {
    const id = noticeOf(key);
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (id === undefined || waiting?.delete(key) !== true) return;
    if (waiting.size === 0) this.#waiting.delete(id);
  }

  #close({ stream, data }: LedgerEvent): void {
    const clocks = data['clocks'] as
      | { readonly keeps?: readonly string[]; readonly voids?: readonly string[] }
      | undefined;
    for (const [ids, kept] of [
      [clocks?.keeps ?? [], true],
      [clocks?.voids ?? [], false],
    ] as const) {
      for (const id of ids) {
        const key = `${stream}|${id}`;
        for (const entry of this.#asking.get(key) ?? []) {
          entry.owed = entry.owed.filter((one) => one.id !== id);
          entry.kept ||= kept;
        }
        this.#asking.delete(key);
      }
    }
  }

  #recordOf({ notice, seq, owed, kept, readAt }: Entry): NoticeRecord {
    const { duties: _, ...told } = notice;
    const isAnswered = kept && owed.length === 0;
    const carried = this.#waiting.has(notice.id) ? 'queued' : 'sent';
    const state = isAnswered ? 'answered' : readAt === null ? carried : 'read';
    return { ...told, seq, dueAt: firstDueAt(owed), state, readAt };
  }
}

/** The notice of a delivery by its key, `<channel>|<stream>|<version>|<jurisdiction>`; undefined: it is none of ours. */
function noticeOf(key: string): string | undefined {
  const [, subject, version, jurisdiction] = /\|(?:warning|case)\/([^|]+)\|(\d+)\|([^|]+)$/.exec(key) ?? [];
  if (subject === undefined || version === undefined || jurisdiction === undefined) return undefined;
  return noticeId({ subject, version: Number(version), jurisdiction });
}
