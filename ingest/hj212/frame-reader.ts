import { type Refusal, refuse } from '../refusal.ts';
import { hj212Crc, modbusCrc } from './crc.ts';
import { CRC_BYTES, HEADER_BYTES } from './frame.ts';

/** How the check code is judged; `modbus_too` is for devices that compute it by the wrong rule. */
export const CRC_MODES = ['strict', 'modbus_too', 'off'] as const;
export type CrcMode = (typeof CRC_MODES)[number];

export interface FramingOptions {
  readonly crc: CrcMode;
  /** Longest data segment taken, in bytes. The standard says 1,024; real devices send more. */
  readonly maxSegmentBytes: number;
}

export const DEFAULT_FRAMING: FramingOptions = { crc: 'strict', maxSegmentBytes: 4096 };

/** A data segment (valid until the next `push`), or why bytes were thrown away. */
export type FrameResult = { readonly segment: Buffer } | { readonly refusal: Refusal };

const HASH = 0x23;

/**
 * Cuts a byte stream into data segments, however the stream is split. A header (`##` and four digits) is looked for; a
 * header inside an open frame means that the open one was cut off, so one lost byte costs one frame and not the next. What
 * it holds is at most one frame, and nothing between frames.
 */
export class FrameReader {
  readonly #options: FramingOptions;
  #rest: Buffer | undefined;
  #insideGarbage = false;
  /** Bytes thrown away since the last good frame. */
  wastedBytes = 0;

  constructor(options: FramingOptions) {
    this.#options = options;
  }

  /** Whether a frame has begun and not ended. */
  get unfinished(): boolean {
    return this.#rest !== undefined;
  }

  push(chunk: Buffer): FrameResult[] {
    const data = this.#rest === undefined ? chunk : Buffer.concat([this.#rest, chunk]);
    const results: FrameResult[] = [];
    let from = 0;
    for (;;) {
      const start = findHeader(data, from, data.length);
      this.#skip(data, from, start, results);
      from = start;
      if (start + HEADER_BYTES > data.length) break;
      const next = this.#take(data, start, results);
      if (next === undefined) break;
      from = next;
    }
    // A copy of its own: a slice would keep the socket's whole read buffer alive for every idle connection.
    this.#rest = from === data.length ? undefined : ownCopy(data.subarray(from));
    return results;
  }

  /** Where to go on behind the frame whose header begins at `start`; undefined while its end has not come. */
  #take(data: Buffer, start: number, results: FrameResult[]): number | undefined {
    const body = start + HEADER_BYTES;
    const length = Number(data.toString('latin1', start + 2, body));
    if (length > this.#options.maxSegmentBytes) return this.#refuse('bad_frame', `##${length}`, start, results);
    const end = body + length + CRC_BYTES;
    const limit = Math.min(end, data.length);
    const cutAt = findHeader(data, body, limit);
    if (cutAt + HEADER_BYTES <= limit) return this.#refuse('bad_frame', `##${length}`, start, results, cutAt);
    if (end > data.length) return undefined;
    const segment = data.subarray(body, end - CRC_BYTES);
    const declared = data.toString('latin1', end - CRC_BYTES, end);
    if (!this.#crcFits(segment, declared)) return this.#refuse('bad_crc', declared, start, results);
    results.push({ segment });
    this.#insideGarbage = false;
    this.wastedBytes = 0;
    return end;
  }

  #crcFits(segment: Buffer, declared: string): boolean {
    const { crc } = this.#options;
    if (crc === 'off') return true;
    if (!/^[\da-f]{4}$/i.test(declared)) return false;
    const code = Number.parseInt(declared, 16);
    if (code === hj212Crc(segment)) return true;
    if (crc !== 'modbus_too') return false;
    const modbus = modbusCrc(segment);
    // Modbus itself sends the low byte first; both orders are met.
    return code === modbus || code === (((modbus & 0xff) << 8) | (modbus >> 8));
  }

  /** The header is thrown away and what follows is searched again: a whole frame may lie in what this one swallowed. */
  #refuse(
    code: 'bad_frame' | 'bad_crc',
    field: string,
    start: number,
    results: FrameResult[],
    next = start + HEADER_BYTES,
  ): number {
    results.push({ refusal: refuse(code, { field }) });
    this.wastedBytes += next - start;
    this.#insideGarbage = true;
    return next;
  }

  /** One refusal for a run of garbage, however long; line ends and blanks between frames are none. */
  #skip(data: Buffer, from: number, to: number, results: FrameResult[]): void {
    for (let i = from; i < to; i++) {
      const byte = data[i] ?? 0;
      if (byte <= 0x20) continue;
      this.wastedBytes += to - i;
      if (!this.#insideGarbage) results.push({ refusal: refuse('bad_frame') });
      this.#insideGarbage = true;
      return;
    }
  }
}

/**
 * Start of the first header in [from, to), or of what may become one at its end (then less than six bytes are left), or
 * `to`.
 */
function findHeader(data: Buffer, from: number, to: number): number {
  for (let at = data.indexOf(HASH, from); at >= 0 && at < to; at = data.indexOf(HASH, at + 1)) {
    if (couldBeHeader(data, at, to)) return at;
  }
  return to;
}

function couldBeHeader(data: Buffer, at: number, to: number): boolean {
  const last = Math.min(at + HEADER_BYTES, to);
  if (at + 1 < last && data[at + 1] !== HASH) return false;
  for (let i = at + 2; i < last; i++) {
    const byte = data[i] ?? 0;
    if (byte < 0x30 || byte > 0x39) return false;
  }
  return true;
}

function ownCopy(bytes: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
}
