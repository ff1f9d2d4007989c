/**
 * Randomness without a state: every number is a hash of the seed and the place it is used at (stream, station, hour),
 * so any hour can be asked for in any order. The hash is MurmurHash3 (x86, 32 bit) over the keys as 32-bit blocks;
 * normal numbers by Box and Muller.
 */
function murmur3(seed: number, a: number, b: number, c: number): number {
  let hash = seed | 0;
  hash = block(hash, a);
  hash = block(hash, b);
  hash = block(hash, c);
  hash ^= 12;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function block(hash: number, key: number): number {
  let k = Math.imul(key | 0, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const mixed = hash ^ k;
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

/**
 * Which use a number is for; two uses never share one. The values are part of what a seed means: add, never renumber.
 */
export const STREAM = {
  windDirection: 1,
  windSpeed: 2,
  calm: 3,
  temperature: 4,
  humidity: 5,
  pressure: 6,
  haze: 7,
  stationLevel: 8,
  stationDrift: 9,
  stationWind: 10,
  value: 11,
  ozoneGap: 12,
  mixing: 13,
} as const;
export type Stream = (typeof STREAM)[keyof typeof STREAM];

export class Random {
  readonly #seed: number;

  /** Only the lower 32 bits of the seed count. */
  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Uniform in [0, 1). */
  uniform(stream: Stream, who: number, when: number): number {
    return murmur3(this.#seed, stream, who, when) / 2 ** 32;
  }

  /** Standard normal. */
  normal(stream: Stream, who: number, when: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform(stream, who, when)));
    return radius * Math.cos(2 * Math.PI * this.uniform(stream, who + 0x10000, when));
  }

  /** A slowly changing number in [-1, 1]: a random value at every whole `t`, a smooth step between them. */
  smooth(stream: Stream, who: number, t: number): number {
    const knot = Math.floor(t);
    const x = t - knot;
    const from = this.uniform(stream, who, knot);
    const to = this.uniform(stream, who, knot + 1);
    return 2 * (from + (to - from) * x * x * (3 - 2 * x)) - 1;
  }
}
