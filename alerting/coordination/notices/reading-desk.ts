import type { Clock } from '../../../domain/clock.ts';
import type { LedgerEvent } from '../../../store/ledger.ts';
import type { Answer } from '../answer.ts';
import { refused } from '../coordination-refusal.ts';
import { type LedgerFold, type ProtocolLedger, withoutConflict } from '../protocol-ledger.ts';
import type { NoticeBoard, NoticeRecord } from './notice-board.ts';

const PREFIX = 'notices/';

/** Records who has read which notice, in one stream for each jurisdiction (COO-12). */
export class ReadingDesk implements LedgerFold {
  readonly #board: NoticeBoard;
  readonly #streams = new Map<string, { readonly version: number; readonly seq: number }>();

  constructor(board: NoticeBoard) {
    this.#board = board;
  }

  takes(stream: string): boolean {
    return stream.startsWith(PREFIX);
  }

  fold(event: LedgerEvent): void {
    this.#streams.set(event.stream, { version: event.version, seq: event.seq });
    if (event.type === 'notice.read') this.#board.read(event);
  }

  /** By a person of the jurisdiction that it is for; once it is read, a second time changes nothing. */
  carryOut(
    order: {
      readonly notice: string;
      readonly by: { readonly person: string; readonly role: string; readonly jurisdiction: string };
    },
    { record, clock }: { readonly record: ProtocolLedger; readonly clock: Clock },
  ): Promise<Answer<NoticeRecord>> {
    return withoutConflict(
      () => this.#attempt(order, record, clock),
      (stream) => record.catchUp(stream, this.#streams.get(stream)?.seq ?? 0),
    );
  }

  async #attempt(
    { notice: id, by }: Parameters<ReadingDesk['carryOut']>[0],
    record: ProtocolLedger,
    clock: Clock,
  ): Promise<Answer<NoticeRecord>> {
    const notice = this.#board.get(id);
    if (notice === undefined) return { outcome: 'refused', refusal: refused.notTold(id), version: 0 };
    const { jurisdiction, exercise } = notice;
    const stream = `${PREFIX}${jurisdiction}`;
    const expectedVersion = this.#streams.get(stream)?.version ?? 0;
    if (by.jurisdiction !== jurisdiction) {
      return { outcome: 'refused', refusal: refused.notAddressee(jurisdiction), version: expectedVersion };
    }
    if (notice.readAt !== null) return { outcome: 'done', state: notice, events: [], repeated: true };
    const now = clock.now();
    const data = { notice: id, by: { ...by }, ...(exercise ? { exercise } : {}) };
    const events = await record.append({
      appends: [{ stream, expectedVersion, events: [{ type: 'notice.read', at: now, data }] }],
      deliveries: [],
      now,
    });
    return { outcome: 'done', state: this.#board.get(id) ?? notice, events, repeated: false };
  }
}
