/** Codes per book; one number holds time and code: 9.2e12 ms (the year 2262) times 512 is just below 2^53. */
const CODES = 512;

/**
 * Short codes for lengths of periods, of which a region has a handful, so that time and period are one number that sorts as
 * (at, code). Code 0 stands for "no code left".
 */
export class PeriodCodes {
  readonly #codes = new Map<number, number>();

  /** One number for (at, periodS), or -1 where none can be: an impossible time, or the 512th length of period. */
  key(at: number, periodS: number): number {
    if (!Number.isSafeInteger(at) || at < 0 || at >= MAX_KEYED_AT) return -1;
    let code = this.#codes.get(periodS);
    if (code === undefined) {
      if (this.#codes.size + 1 >= CODES) return -1;
      code = this.#codes.size + 1;
      this.#codes.set(periodS, code);
    }
    return at * CODES + code;
  }
}

/** The time in a key, epoch ms. */
export function keyedAt(key: number): number {
  return Math.floor(key / CODES);
}

const MAX_KEYED_AT = Math.floor(Number.MAX_SAFE_INTEGER / CODES);
