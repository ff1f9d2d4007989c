import { existsSync, readFileSync } from 'node:fs';
import { JsonProcess } from '../examples/json-process.ts';

const LOGGER = new URL('../../examples/logger/logger.ts', import.meta.url).pathname;
const MIDNIGHT = Date.UTC(2026, 5, 1);
const MINUTE_MS = 60_000;

interface Line {
  readonly kept?: readonly number[];
  readonly held?: number;
}

/** The reference logger with a sensor at its standard input. Reading `seq` is the one of minute `seq`, with a value that says so. */
export class FedLogger {
  readonly station: string;
  readonly #buffer: string;
  readonly #process: JsonProcess<Line>;
  fed = 0;

  constructor(options: {
    readonly station: string;
    readonly city: string;
    readonly mqtt: string;
    readonly buffer: string;
  }) {
    const { station, city, mqtt, buffer } = options;
    this.station = station;
    this.#buffer = buffer;
    const args = ['--mqtt', mqtt, '--city', city, '--station', station, '--buffer', buffer, '--resend-s', '2'];
    this.#process = new JsonProcess(process.execPath, [LOGGER, ...args]);
  }

  feed(count: number): void {
    for (let left = count; left > 0; left--) {
      this.fed++;
      const at = new Date(atOf(this.fed)).toISOString();
      this.#process.write(`${JSON.stringify({ at, period: 60, values: { pm25: pm25Of(this.fed) } })}\n`);
    }
  }

  /** No more readings come: it ends when the platform has confirmed all. */
  end(): void {
    this.#process.endInput();
  }

  get exit(): { readonly code: number | null } | undefined {
    return this.#process.exit;
  }

  kill(): Promise<void> {
    return this.#process.kill();
  }

  /** Numbers that the platform has confirmed end to end: kept once, and let go since. */
  confirmed(): number[] {
    const held = new Set<number>();
    let next = 1;
    const text = existsSync(this.#buffer) ? readFileSync(this.#buffer, 'utf8') : '';
    // The last line may be half written.
    for (const line of text.split('\n').slice(0, -1)) {
      const {
        seq,
        gone = [],
        next: said,
      } = JSON.parse(line) as {
        readonly seq?: number;
        readonly next?: number;
        readonly gone?: readonly (readonly [number, number])[];
      };
      if (seq !== undefined) {
        held.add(seq);
        next = seq + 1;
      }
      if (said !== undefined) next = said;
      for (const [from, to] of gone) for (let n = from; n <= to; n++) held.delete(n);
    }
    return Array.from({ length: next - 1 }, (_, n) => n + 1).filter((n) => !held.has(n));
  }
}

/** Period end of reading `seq`, epoch ms. */
export function atOf(seq: number): number {
  return MIDNIGHT + seq * MINUTE_MS;
}

/** Its pm25. */
export function pm25Of(seq: number): number {
  return seq % 499;
}
