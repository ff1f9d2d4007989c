import { z } from 'zod';

/** What the platform says on a station's `receipts` topic; see docs/spec/accounts.md. */
export const StationReceipt = z.object({
  stored: z.number().optional(),
  missing: z.array(z.tuple([z.number(), z.number()])).optional(),
  upTo: z.number().optional(),
  from: z.number().optional(),
  refused: z.array(z.object({ seq: z.number().optional(), code: z.string(), reason: z.string() })).optional(),
});
export type StationReceipt = z.infer<typeof StationReceipt>;

export interface Numbered {
  readonly station: string;
  readonly seq: number;
}

/** A missing number is not sent again sooner: the message may still be on its way. */
const PATIENCE_MS = 2_000;

/**
 * Messages that were sent and that the platform has not confirmed, as a logger keeps them. A broker that loses its power loses
 * what it has acknowledged; only the platform's receipts let a message go.
 */
export class Unconfirmed<Message extends Numbered> {
  readonly #stations = new Map<string, Map<number, { readonly message: Message; readonly sentAt: number }>>();
  readonly #resendMs: number;

  constructor(options: { readonly resendMs: number }) {
    this.#resendMs = options.resendMs;
  }

  /** It is on its way, perhaps for the second time. */
  sent(message: Message, now: number): void {
    let numbers = this.#stations.get(message.station);
    if (numbers === undefined) {
      numbers = new Map();
      this.#stations.set(message.station, numbers);
    }
    numbers.delete(message.seq);
    numbers.set(message.seq, { message, sentAt: now });
  }

  /** Takes out what the receipt settles, and what is to be sent again. */
  heard(
    station: string,
    receipt: StationReceipt,
    now: number,
  ): {
    readonly confirmed: readonly Message[];
    readonly refused: readonly { readonly message: Message; readonly reason: string }[];
    readonly again: readonly Message[];
  } {
    const { stored, missing, upTo = 0, from = 0 } = receipt;
    const reasons = new Map(receipt.refused?.map(({ seq, code, reason }) => [seq, `${code}: ${reason}`]));
    const isMissing = (seq: number) => missing?.some(([first, last]) => first <= seq && seq <= last) === true;
    const confirmed: Message[] = [];
    const refused: { readonly message: Message; readonly reason: string }[] = [];
    const again: Message[] = [];
    const numbers = this.#stations.get(station) ?? new Map<number, never>();
    for (const [seq, { message, sentAt }] of numbers) {
      const reason = reasons.get(seq);
      const isStored = stored !== undefined && from <= seq && seq <= stored;
      const isSeen = missing !== undefined && from <= seq && seq <= upTo && !isMissing(seq);
      if (reason !== undefined) refused.push({ message, reason });
      else if (isStored || isSeen) confirmed.push(message);
      else if (isMissing(seq) && now - sentAt >= PATIENCE_MS) again.push(message);
      else continue;
      numbers.delete(seq);
    }
    return { confirmed, refused, again };
  }

  /** Takes out what was not confirmed for too long, to be sent again. */
  overdue(now: number): Message[] {
    const late: Message[] = [];
    for (const numbers of this.#stations.values()) {
      for (const [seq, { message, sentAt }] of numbers) {
        if (now - sentAt < this.#resendMs) break;
        numbers.delete(seq);
        late.push(message);
      }
    }
    return late;
  }
}
