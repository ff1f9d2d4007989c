import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, truncateSync, writeSync } from 'node:fs';

/** As the public contract has it; the buffer adds `seq`. */
export type Reading = Readonly<Record<string, unknown>>;

export interface Numbered {
  readonly seq: number;
  readonly reading: Reading;
}

/** A number that is missing is not sent again sooner: the message may still be on its way. */
const PATIENCE_MS = 2_000;
/** The file is written anew when it has so many lines, most of them of readings that are gone. */
const COMPACT_LINES = 1_000;

/**
 * Readings that the platform has not confirmed, in a file that is only appended to, one JSON object a line:
 * `{"seq":12,"reading":{...}}` a reading; `{"gone":[[1,12]]}` confirmed ones; `{"next":13}` the next number, when the file was
 * written anew. The numbers go on after a restart because the file does. Times are milliseconds of any clock.
 */
export class DiskBuffer {
  readonly #path: string;
  readonly #readings = new Map<number, Reading>();
  /** To be sent, and sent with the time, each in its order. A reading is in one of the two until it is gone. */
  #waiting: number[] = [];
  readonly #sent = new Map<number, number>();
  /** Sent by this process. Of others no receipt is believed: after a loss of the file it may speak of older numbers. */
  readonly #tried = new Set<number>();
  #next = 1;
  #file: number;
  #lines = 0;

  constructor(path: string) {
    this.#path = path;
    if (existsSync(path)) this.#load();
    this.#file = openSync(path, 'a');
  }

  get held(): number {
    return this.#readings.size;
  }

  /** On the disk when it returns; the result is their numbers. */
  add(readings: readonly Reading[]): number[] {
    const numbers = readings.map((reading) => {
      const seq = this.#next++;
      this.#readings.set(seq, reading);
      this.#waiting.push(seq);
      this.#append({ seq, reading });
      return seq;
    });
    fsyncSync(this.#file);
    return numbers;
  }

  /** The next ones to send; what was sent longer than `resendMs` ago and is still here comes again. */
  take(limit: number, now: number, resendMs: number): Numbered[] {
    for (const [seq, sentAt] of this.#sent) {
      if (now - sentAt < resendMs) break;
      this.#sent.delete(seq);
      this.#waiting.push(seq);
    }
    const taken: Numbered[] = [];
    while (taken.length < limit) {
      const seq = this.#waiting.shift();
      if (seq === undefined) break;
      const reading = this.#readings.get(seq);
      if (reading === undefined) continue;
      this.#sent.set(seq, now);
      this.#tried.add(seq);
      taken.push({ seq, reading });
    }
    return taken;
  }

  /** `{"stored":n,"from":m}`: everything from m (absent: from the beginning) to n has arrived. */
  stored(receipt: { readonly stored: number; readonly from?: number }): void {
    this.#forget(receipt.from ?? 0, receipt.stored, () => true);
  }

  /** `{"missing":[[a,b]],"upTo":h,"from":m}`: everything from m to h has arrived except these, which are sent again. */
  missing(
    receipt: {
      readonly missing: readonly (readonly [number, number])[];
      readonly upTo: number;
      readonly from?: number;
    },
    now: number,
  ): void {
    const isMissing = (seq: number) => receipt.missing.some(([from, to]) => from <= seq && seq <= to);
    this.#forget(receipt.from ?? 0, receipt.upTo, (seq) => !isMissing(seq));
    const again = [...this.#sent].filter(([seq, sentAt]) => isMissing(seq) && now - sentAt >= PATIENCE_MS);
    for (const [seq] of again) this.#sent.delete(seq);
    this.#waiting = [...again.map(([seq]) => seq), ...this.#waiting];
  }

  /** Refused for good: sending it again would change nothing. */
  refused(seq: number): void {
    this.#forget(seq, seq, () => true);
  }

  close(): void {
    closeSync(this.#file);
  }

  #forget(from: number, to: number, which: (seq: number) => boolean): void {
    const gone: [number, number][] = [];
    for (const seq of this.#readings.keys()) {
      if (seq > to) break;
      if (seq < from || !this.#tried.has(seq) || !which(seq)) continue;
      this.#readings.delete(seq);
      this.#tried.delete(seq);
      this.#sent.delete(seq);
      const last = gone.at(-1);
      if (last !== undefined && last[1] === seq - 1) last[1] = seq;
      else gone.push([seq, seq]);
    }
    // Not waited for: if this line is lost, some readings are sent once more, which does no harm.
    if (gone.length > 0) this.#append({ gone });
    if (this.#lines > COMPACT_LINES && this.#lines > 2 * this.#readings.size) this.#compact();
  }

  #append(line: object): void {
    writeSync(this.#file, `${JSON.stringify(line)}\n`);
    this.#lines++;
  }

  #load(): void {
    const bytes = readFileSync(this.#path);
    // A power cut may leave half a line at the end: its reading was never confirmed to whoever gave it.
    const whole = bytes.lastIndexOf(0x0a) + 1;
    if (whole < bytes.length) truncateSync(this.#path, whole);
    for (const text of bytes.subarray(0, whole).toString('utf8').split('\n')) {
      if (text === '') continue;
      const line = JSON.parse(text) as Partial<Numbered> & {
        readonly gone?: [number, number][];
        readonly next?: number;
      };
      this.#lines++;
      if (line.next !== undefined) this.#next = line.next;
      if (line.seq !== undefined && line.reading !== undefined) {
        this.#readings.set(line.seq, line.reading);
        this.#next = line.seq + 1;
      }
      for (const [from, to] of line.gone ?? []) for (let seq = from; seq <= to; seq++) this.#readings.delete(seq);
    }
    this.#waiting = [...this.#readings.keys()];
  }

  /** Written beside and then put in its place, so that there is a whole file at every moment. */
  #compact(): void {
    const temporary = `${this.#path}.new`;
    const old = this.#file;
    this.#file = openSync(temporary, 'w');
    this.#lines = 0;
    this.#append({ next: this.#next });
    for (const [seq, reading] of this.#readings) this.#append({ seq, reading });
    this.#append({ next: this.#next });
    fsyncSync(this.#file);
    renameSync(temporary, this.#path);
    closeSync(old);
  }
}
