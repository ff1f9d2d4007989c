import type { Reading } from '../../domain/air/reading.ts';
import { StoreUnavailable } from '../timeseries.ts';
import { openSegment } from './open-segment.ts';
import { readBatch } from './read-batch.ts';
import { SegmentWriter } from './segment-writer.ts';
import type { SpoolFinding } from './spool-finding.ts';
import { SpoolFolder } from './spool-folder.ts';
import { lockSpool } from './spool-lock.ts';
import { type EncodedRecord, spoolRecords } from './spool-records.ts';

export interface DiskSpoolOptions {
  readonly folder: string;
  readonly maxBytes: number;
  /** Left free on the disk for everybody else. */
  readonly minFreeBytes: number;
  /** A segment is followed by the next one at this size; a record is never split. */
  readonly segmentBytes: number;
  readonly onFinding: (finding: SpoolFinding) => void;
}

export interface SpoolBatch {
  readonly readings: readonly Reading[];
  readonly segment: number;
  readonly to: number;
}

interface Segment {
  readonly number: number;
  /** Where what is not yet discarded begins, and where what is on the disk ends. */
  from: number;
  end: number;
  readings: number;
  oldestAt: number | undefined;
}

/**
 * A queue of readings in files: `append` at the tail, `peek` and `discard` at the head. Only one `peek`/`discard` at a time;
 * appends may run beside it.
 */
export class DiskSpool {
  readonly #options: DiskSpoolOptions;
  readonly #folder: SpoolFolder;
  readonly #unlock: () => void;
  readonly #segments: Segment[] = [];
  readonly #found = new Set<string>();
  /** Writes into the last segment. */
  #writer: SegmentWriter | undefined;
  #nextNumber = 1;
  #turn: Promise<unknown> = Promise.resolve();
  #waitingAppends = 0;
  #damaged = 0;
  #full = false;
  #closed = false;

  private constructor(options: DiskSpoolOptions, folder: SpoolFolder) {
    this.#options = options;
    this.#folder = folder;
    this.#unlock = lockSpool(folder.path);
  }

  /** Creates the folder when absent and looks through what an earlier run left. Rejects with `StoreUnavailable`. */
  static async open(options: DiskSpoolOptions): Promise<DiskSpool> {
    const folder = new SpoolFolder(options.folder);
    const spool = await asUnavailable('cannot be opened', async () => {
      await folder.create();
      return new DiskSpool(options, folder);
    });
    try {
      await asUnavailable('cannot be opened', () => spool.#recover());
      return spool;
    } catch (error) {
      spool.#unlock();
      throw error;
    }
  }

  /** Also counts what is on its way into it. */
  get isEmpty(): boolean {
    return this.#segments.length === 0 && this.#waitingAppends === 0;
  }

  /** True while `discard` has anything to do. */
  get hasSegments(): boolean {
    return this.#segments.length > 0;
  }

  get bytes(): number {
    return this.#segments.reduce((sum, { end }) => sum + end, 0);
  }

  get readings(): number {
    return this.#segments.reduce((sum, { readings }) => sum + readings, 0);
  }

  /** When the oldest reading in it was appended, or earlier; epoch ms. */
  get oldestAt(): number | undefined {
    return this.#segments.find(({ readings }) => readings > 0)?.oldestAt;
  }

  /** The last append was refused for want of room, and no room has been made since. */
  get full(): boolean {
    return this.#full;
  }

  /** Damaged places found since it was opened. */
  get damaged(): number {
    return this.#damaged;
  }

  /** Resolves when all readings are on the disk; rejects with `StoreUnavailable` when they may not be. */
  append(readings: readonly Reading[], appendedAt: number): Promise<void> {
    this.#waitingAppends++;
    const appended = this.#inTurn(async () => {
      const records = spoolRecords(readings, appendedAt);
      const bytes = records.reduce((sum, record) => sum + record.bytes.length, 0);
      this.#full = true;
      await this.requireRoom(bytes);
      this.#full = false;
      await asUnavailable('cannot be written', () => this.#write(records, appendedAt));
    });
    return appended.finally(() => {
      this.#waitingAppends--;
    });
  }

  /** The oldest readings, not yet taken off; without readings when only an empty rest is to be discarded. */
  async peek(maxReadings: number): Promise<SpoolBatch> {
    const segment = this.#segments[0];
    if (segment === undefined) throw new Error('nothing to peek at');
    const { number, from, end } = segment;
    if (from === end) return { readings: [], segment: number, to: end };
    const path = this.#folder.segmentPath(number);
    const batch = await readBatch({ path, from, end, maxReadings });
    if (batch.oldestAt !== undefined) segment.oldestAt = batch.oldestAt;
    if (batch.damage !== undefined) await this.#damage(number, batch.damage);
    return { readings: batch.readings, segment: number, to: batch.to };
  }

  /** Takes the batch off. A segment of which nothing is left is deleted, durably, before this resolves. */
  discard(batch: SpoolBatch): Promise<void> {
    return this.#inTurn(async () => {
      const segment = this.#segments[0];
      if (segment === undefined || segment.number !== batch.segment) throw new Error('not the oldest batch');
      if (segment.from < batch.to) segment.readings -= batch.readings.length;
      segment.from = batch.to;
      if (segment.from < segment.end) return;
      if (this.#segments.length === 1) await this.#seal();
      await this.#folder.remove(segment.number);
      this.#segments.shift();
      this.#full = false;
    });
  }

  /** Rejects with `StoreUnavailable` when so many more bytes have no place. */
  async requireRoom(bytes: number): Promise<void> {
    const { maxBytes, minFreeBytes } = this.#options;
    const used = this.bytes;
    if (used + bytes > maxBytes)
      throw new StoreUnavailable(`the spool is full: ${used} of ${maxBytes} bytes are in use`);
    const free = await asUnavailable('cannot be reached', () => this.#folder.freeBytes());
    if (free - bytes >= minFreeBytes) return;
    throw new StoreUnavailable(`the spool is full: the disk has ${free} bytes left and keeps ${minFreeBytes} free`);
  }

  /** Lets what is under way end, then nothing more happens in the folder. */
  async close(): Promise<void> {
    if (this.#closed) return;
    await this.#inTurn(async () => {
      this.#closed = true;
      await this.#seal().catch(() => undefined);
      this.#unlock();
    });
  }

  async #recover(): Promise<void> {
    const { segments, free } = await this.#folder.list();
    this.#nextNumber = free;
    for (const number of segments) {
      const { facts, findings } = await openSegment(this.#folder, number);
      for (const finding of findings) this.#report(finding);
      this.#segments.push({ ...facts, from: 0 });
    }
  }

  async #write(records: readonly EncodedRecord[], appendedAt: number): Promise<void> {
    let unsynced = { bytes: 0, readings: 0 };
    const settle = async (writer: SegmentWriter) => {
      await writer.sync();
      const segment = this.#segments.at(-1);
      if (segment === undefined) return;
      segment.end += unsynced.bytes;
      segment.readings += unsynced.readings;
      segment.oldestAt ??= appendedAt;
      unsynced = { bytes: 0, readings: 0 };
    };
    let writer = await this.#writable();
    for (const { bytes, readings } of records) {
      const filled = (this.#segments.at(-1)?.end ?? 0) + unsynced.bytes;
      if (filled > 0 && filled + bytes.length > this.#options.segmentBytes) {
        await settle(writer);
        await this.#seal();
        writer = await this.#writable();
      }
      await writer.write(bytes);
      unsynced = { bytes: unsynced.bytes + bytes.length, readings: unsynced.readings + readings };
    }
    await settle(writer);
  }

  /** The file of the last segment, or that of a new one. */
  async #writable(): Promise<SegmentWriter> {
    if (this.#writer?.usable === true) return this.#writer;
    await this.#seal();
    const number = this.#nextNumber++;
    const writer = await SegmentWriter.create(this.#folder.segmentPath(number));
    this.#segments.push({ number, from: 0, end: 0, readings: 0, oldestAt: undefined });
    try {
      await this.#folder.sync();
    } catch (error) {
      await writer.close();
      throw error;
    }
    this.#writer = writer;
    return writer;
  }

  async #seal(): Promise<void> {
    const writer = this.#writer;
    this.#writer = undefined;
    await writer?.close();
  }

  async #damage(segment: number, damage: { readonly from: number; readonly bytes: Buffer }): Promise<void> {
    const { from, bytes } = damage;
    if (this.#found.has(`${segment}-${from}`)) return;
    const file = await this.#folder.setAside(segment, from, bytes);
    this.#report({ kind: 'damaged', segment, from, bytes: bytes.length, file });
  }

  #report(finding: SpoolFinding): void {
    this.#found.add(`${finding.segment}-${finding.from}`);
    if (finding.kind === 'damaged') this.#damaged++;
    this.#options.onFinding(finding);
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(() => {
      if (this.#closed) throw new StoreUnavailable('the spool is closed');
      return run();
    });
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

async function asUnavailable<T>(what: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreUnavailable(`the spool ${what}: ${reason}`, { cause: error });
  }
}
