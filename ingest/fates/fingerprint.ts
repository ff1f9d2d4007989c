import type { Parameter } from '../../domain/air/parameter.ts';
import type { Flags, Reading, Values } from '../../domain/air/reading.ts';

/** Of each parameter, so that the same number under another name is another content. Only in memory: may change with a release. */
const SEEDS: Readonly<Record<Parameter, number>> = {
  pm25: 0x243f6a88,
  pm10: 0x05a308d3,
  so2: 0x13198a2e,
  no2: 0x03707344,
  co: 0x24093822,
  o3: 0x299f31d0,
  wind_speed: 0x082efa98,
  wind_dir: 0x6c4e6c89,
  temp: 0x452821e6,
  dew_point: 0x38d01377,
  rh: 0x3e5466cf,
  pressure: 0x34e90c6c,
  rain: 0x40ac29b7,
};

const FLAG_SEED = 0x7f4a7c15;

const float = new Float64Array(1);
const halves = new Uint32Array(float.buffer);

/**
 * 53 bits of what a reading says, its values and its flags other than N: a whole number below 2^53. Two contents that differ share
 * it once in 9e15; the order of keys, `seq` and city do not count. Allocates nothing.
 */
export function fingerprint(reading: Pick<Reading, 'values' | 'flags'>): number {
  const values: Values = reading.values;
  let a = 0;
  let b = 0;
  for (const key in values) {
    const parameter = key as Parameter;
    const value = values[parameter];
    if (value === undefined) continue;
    // Adding 0 makes one of the two zeros.
    float[0] = value + 0;
    const low = (halves[0] as number) ^ SEEDS[parameter];
    const high = (halves[1] as number) + SEEDS[parameter];
    // Both lanes see both halves, each in its own way; the sum does not mind the order of the parameters.
    a = (a + mixed(Math.imul(low, 0x85ebca6b) ^ high)) | 0;
    b = (b + mixed(Math.imul(high, 0x27d4eb2f) + low)) | 0;
  }
  const flags: Flags = reading.flags;
  for (const key in flags) {
    const parameter = key as Parameter;
    const flag = flags[parameter];
    if (flag === undefined || flag === 'N') continue;
    const word = Math.imul(SEEDS[parameter] ^ FLAG_SEED, 0x9e3779b1) + Math.imul(flag.charCodeAt(0), 0x01000193);
    a = (a + mixed(word)) | 0;
    b = (b + mixed(word ^ 0x5bd1e995)) | 0;
  }
  return (b & 0x1fffff) * 4_294_967_296 + (a >>> 0);
}

/** The last step of MurmurHash3: every bit of the input moves every bit of the result. */
function mixed(word: number): number {
  let h = word;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
