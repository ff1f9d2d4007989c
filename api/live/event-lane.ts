import type { LiveHello, LiveMessage } from '../contract.ts';
import type { Log } from '../deps.ts';
import type { EventSource, LiveRecord } from './event-source.ts';
import type { LiveClient } from './live-client.ts';
import type { LiveLimits } from './live-limits.ts';

interface EventLaneOptions {
  readonly source: EventSource;
  readonly clients: ReadonlySet<LiveClient>;
  readonly limits: Pick<LiveLimits, 'replayMost' | 'replayPage'>;
  /** Whether whoever has this token may read of warnings and cases. */
  readonly mayRead: (token: string | undefined) => boolean;
  readonly log: Log;
}

/** The lane that loses nothing: events in the order of the ledger, to each page from where it stopped reading. */
export class EventLane {
  readonly #options: EventLaneOptions;
  /** All up to here has been told. */
  #told: number;
  #telling = false;
  #woken = false;

  constructor(options: EventLaneOptions & { readonly from: number }) {
    this.#options = options;
    this.#told = options.from;
  }

  /** Newest sequence that has been told. */
  get told(): number {
    return this.#told;
  }

  /** What is in the ledger at a start is history: a page that wants some of it asks. */
  async begin(): Promise<void> {
    this.#told = Math.max(this.#told, await this.#options.source.lastSeq());
  }

  /** There may be more in the ledger. Returns at once. */
  wake(): void {
    this.#woken = true;
    if (!this.#telling) void this.#tell();
  }

  /** From where a page goes on, and what it may see; `newest`: what it is held against. */
  hear(client: LiveClient, { lastSeq, token }: LiveHello, newest: number): void {
    client.isReader = this.#options.mayRead(token);
    if (lastSeq === 0) {
      client.cursor = client.helloSeq;
    } else if (lastSeq > newest || newest - lastSeq > this.#options.limits.replayMost) {
      // Ahead of us means that the page has seen another ledger (a restored backup): its numbers mean nothing here.
      client.cursor = newest;
      client.send(encode({ lane: 'system', type: 'gap', data: { seq: newest } }));
    } else {
      client.cursor = lastSeq;
    }
    void this.#replay(client, client.cursor);
  }

  async #tell(): Promise<void> {
    const { source, limits, log } = this.#options;
    this.#telling = true;
    try {
      while (this.#woken) {
        this.#woken = false;
        for (;;) {
          const { records, through } = await source.after(this.#told, limits.replayPage);
          for (const record of records) this.#broadcast(record);
          if (through <= this.#told) break;
          this.#told = through;
        }
      }
    } catch (error) {
      // The next event, or the next heartbeat, tries again from the same place.
      log.error({ error }, 'events for live clients cannot be read');
    } finally {
      this.#telling = false;
    }
  }

  #broadcast(record: LiveRecord): void {
    const { seq, message, protocol } = record;
    let encoded: Buffer | undefined;
    for (const client of this.#options.clients) {
      if (client.replaying) client.missed = true;
      else if (client.cursor !== undefined && seq > client.cursor) {
        client.cursor = seq;
        if (protocol && !client.isReader) continue;
        encoded ??= encode(message);
        client.send(encoded);
      }
    }
  }

  /** Sends what comes after `cursor` until there is no more; live events join only then. */
  async #replay(client: LiveClient, cursor: number): Promise<void> {
    const { source, limits, log } = this.#options;
    client.replaying = true;
    let after = cursor;
    try {
      for (;;) {
        client.missed = false;
        const { records, through } = await source.after(after, limits.replayPage);
        for (const { message, protocol } of records) {
          if (!protocol || client.isReader) client.send(encode(message));
        }
        const isEnd = through <= after;
        after = Math.max(after, through);
        client.cursor = after;
        if (isEnd && !client.missed) break;
      }
    } catch (error) {
      log.error({ error }, 'replaying events to a live client failed');
      client.close(1011, 'events cannot be read');
    } finally {
      client.replaying = false;
    }
  }
}

function encode(message: LiveMessage): Buffer {
  return Buffer.from(JSON.stringify(message));
}
