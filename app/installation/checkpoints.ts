import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../domain/clock.ts';
import type { Log } from '../../ingest/log.ts';
import { CHECKPOINT_STREAM, type Checkpoint, makeCheckpoint } from '../../store/checkpoint.ts';
import type { Ledger, LedgerEvent } from '../../store/ledger.ts';
import type { LedgerKey } from '../../store/ledger-key.ts';
import { MerkleTree } from '../../store/merkle-tree.ts';
import type { LedgerArchive } from '../../store/sqlite/ledger-archive.ts';

export interface CheckpointsOptions {
  readonly region: string;
  /** The region's own clock, ms east of UTC. */
  readonly utcOffsetMs: number;
  readonly key: LedgerKey;
  readonly ledger: Pick<Ledger, 'append' | 'read'>;
  /** The same ledger, read beside. */
  readonly archive: Pick<LedgerArchive, 'hashes' | 'newest'>;
  readonly clock: Clock;
  readonly log: Log;
}

const DAY_MS = 86_400_000;
/** After midnight, when the hours of the old day are mostly judged. */
const DELAY_MS = 900_000;
const AGAIN_MS = 60_000;
/** Entries taken into the tree before other work gets a turn: a million are seconds of hashing, and readings wait to be acknowledged. */
const PAGE = 2_000;
/** Nobody sleeps for longer: a machine that was asleep or whose clock was set wakes up with the wrong idea of how long it waited. */
const LONGEST_WAIT_MS = 3_600_000;

/** Signs where the ledger stands: whenever somebody asks, and once a day into the ledger itself (EVI-3). */
export class Checkpoints {
  readonly #options: CheckpointsOptions;
  readonly #tree = new MerkleTree();
  #lastHash = '';
  #reading: Promise<void> = Promise.resolve();
  #cancelTimer: (() => void) | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: CheckpointsOptions) {
    this.#options = options;
  }

  /** Of the newest entry; undefined while there is none. Rejects with `StoreUnavailable`. */
  async newest(): Promise<Checkpoint | undefined> {
    const { region, key, clock } = this.#options;
    // One after the other: the tree grows at its end.
    const read = this.#reading.then(() => this.#readOn());
    this.#reading = read.catch(() => undefined);
    await read;
    const seq = this.#tree.size;
    if (seq === 0) return undefined;
    return makeCheckpoint({ region, seq, hash: this.#lastHash, root: this.#tree.root(), at: clock.now() }, key);
  }

  /** Writes what is due, now and from now on. */
  start(): void {
    this.#running = this.#run();
  }

  /** Writes nothing more; resolves when what is under way is done. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer?.();
    await this.#running;
    await this.#reading;
  }

  async #readOn(): Promise<void> {
    const { archive } = this.#options;
    const newest = archive.newest()?.seq ?? 0;
    while (this.#tree.size < newest) {
      const after = this.#tree.size;
      const hashes = await archive.hashes({ after, through: Math.min(newest, after + PAGE) });
      for (const hash of hashes) {
        this.#tree.add(hash);
        this.#lastHash = hash;
      }
      if (hashes.length === 0) throw new Error(`the ledger has no entry ${after + 1}`);
      await setImmediate();
    }
  }

  async #run(): Promise<void> {
    const { clock, log } = this.#options;
    let waitMs = AGAIN_MS;
    try {
      await this.#writeDue();
      const now = clock.now();
      waitMs = Math.min((this.#dayOf(now) + 1) * DAY_MS + DELAY_MS - this.#options.utcOffsetMs - now, LONGEST_WAIT_MS);
    } catch (error) {
      log.warn({ err: error }, 'the checkpoint of a day is not in the ledger yet; it is tried again');
    }
    if (this.#stopped) return;
    this.#cancelTimer = clock.after(waitMs, () => this.start());
  }

  /** What the ledger has decides, so that no day has two, whatever happens in between. */
  async #writeDue(): Promise<void> {
    const { ledger, archive, clock, log } = this.#options;
    const now = clock.now();
    const last = await this.#lastWritten();
    const [first] = last === undefined ? await ledger.read({ after: 0, limit: 1 }) : [last];
    if (first === undefined || this.#dayOf(first.recordedAt) >= this.#dayOf(now)) return;
    // Nothing has happened since: the last one says all.
    if (last !== undefined && archive.newest()?.seq === last.seq) return;
    const checkpoint = await this.newest();
    if (checkpoint === undefined || this.#stopped) return;
    const event = { type: 'ledger.checkpoint', at: now, data: checkpoint };
    const append = { stream: CHECKPOINT_STREAM, expectedVersion: last?.version ?? 0, events: [event] };
    await ledger.append({ appends: [append], now });
    log.info({ seq: checkpoint.seq }, 'the checkpoint of a day is in the ledger');
  }

  async #lastWritten(): Promise<LedgerEvent | undefined> {
    let last: LedgerEvent | undefined;
    for (;;) {
      const page = await this.#options.ledger.read({ after: last?.seq ?? 0, limit: 1_000, stream: CHECKPOINT_STREAM });
      if (page.length === 0) return last;
      last = page.at(-1);
    }
  }

  /** Number of the region's natural day; a day is over for us a little after midnight. */
  #dayOf(at: number): number {
    return Math.floor((at + this.#options.utcOffsetMs - DELAY_MS) / DAY_MS);
  }
}
