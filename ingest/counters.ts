import { REFUSAL_CODES, type RefusalCode } from './refusal.ts';

/** When a station was last heard: `lastAt` is the newest period end stored, `lastReceivedAt` our own clock; epoch ms. */
export interface LastHeard {
  lastAt: number;
  lastReceivedAt: number;
}

/** Plain numbers since the start of the process; monotonic. Whoever serves /metrics reads them, nobody else writes them. */
export class Counters {
  /** Messages that came in, and their bytes. */
  messagesReceived = 0;
  bytesReceived = 0;
  /** Messages the broker or the device marked as sent before (DUP). */
  messagesRedelivered = 0;
  /** Readings written: new and revised ones. Without memory of fates one that comes twice counts twice. */
  readingsStored = 0;
  /** The same again; among the written: other than what was stored, and older than the agreement's window when they came. */
  readingsDuplicate = 0;
  readingsRevised = 0;
  readingsLate = 0;
  /** Readings that count as new because the store could not be asked, and replaced versions that could not be kept. */
  fatesUnknown = 0;
  versionsUnread = 0;
  /** Commits that succeeded, and attempts that did not. */
  batchesCommitted = 0;
  commitsFailed = 0;
  /** Refusals by code: readings, or whole messages when nothing in them could be read. */
  readonly refused: Record<RefusalCode, number>;
  /** Refusals that could not be told to the sender because its receipts had piled up. */
  receiptsDropped = 0;
  /** How often whoever listens to committed readings threw. */
  listenerErrors = 0;
  /** At the embedded broker: connections without a right, messages and subscriptions to topics of others. */
  loginsRefused = 0;
  publishesForbidden = 0;
  subscriptionsForbidden = 0;
  /** Messages that had to wait because their station sends faster than it may. */
  messagesDelayed = 0;
  readonly #lastHeard = new Map<string, LastHeard>();

  constructor() {
    this.refused = Object.fromEntries(REFUSAL_CODES.map((code) => [code, 0])) as Record<RefusalCode, number>;
  }

  heard(station: string, at: number, receivedAt: number): void {
    const last = this.#lastHeard.get(station);
    if (last === undefined) {
      this.#lastHeard.set(station, { lastAt: at, lastReceivedAt: receivedAt });
      return;
    }
    if (at > last.lastAt) last.lastAt = at;
    last.lastReceivedAt = receivedAt;
  }

  /** Registered stations only: an unknown name cannot make this grow. */
  lastHeard(): ReadonlyMap<string, Readonly<LastHeard>> {
    return this.#lastHeard;
  }
}
