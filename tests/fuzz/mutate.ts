import type { FuzzRandom } from './fuzz-random.ts';

/** Bytes that mean something to one of the formats, besides any byte at all. */
const TELLING = Buffer.from('##&&=;,-+.0129NeE"{}[]:\\/\r\n\t \0\u00ff', 'latin1');
/** No longer: what stands between two good frames of a connection stays far below the bound at which it is cut. */
export const MAX_MUTATED_BYTES = 4_096;

type Mutation = (bytes: Buffer, random: FuzzRandom, corpus: readonly Buffer[]) => Buffer;

const MUTATIONS: readonly Mutation[] = [
  function flip(bytes, random) {
    if (bytes.length === 0) return bytes;
    const changed = Buffer.from(bytes);
    const at = random.below(bytes.length);
    changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8));
    return changed;
  },
  function replace(bytes, random) {
    if (bytes.length === 0) return bytes;
    const changed = Buffer.from(bytes);
    changed[random.below(bytes.length)] = anyByte(random);
    return changed;
  },
  function insert(bytes, random) {
    const at = random.below(bytes.length + 1);
    const added = Buffer.from(Array.from({ length: 1 + random.below(4) }, () => anyByte(random)));
    return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at)]);
  },
  function remove(bytes, random) {
    const at = random.below(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(16))]);
  },
  function splice(bytes, random, corpus) {
    const other = random.pick(corpus);
    return Buffer.concat([
      bytes.subarray(0, random.below(bytes.length + 1)),
      other.subarray(random.below(other.length + 1)),
    ]);
  },
  function duplicate(bytes, random) {
    const from = random.below(bytes.length + 1);
    const to = from + random.below(200);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  function truncate(bytes, random) {
    return bytes.subarray(0, random.below(bytes.length + 1));
  },
];

/** A message of the corpus with one to six things wrong with it. */
export function mutate(random: FuzzRandom, corpus: readonly Buffer[]): Buffer {
  let bytes = random.pick(corpus);
  for (let left = 1 + random.below(6); left > 0; left--) bytes = random.pick(MUTATIONS)(bytes, random, corpus);
  return bytes.subarray(0, MAX_MUTATED_BYTES);
}

function anyByte(random: FuzzRandom): number {
  return random.below(2) === 0 ? random.below(256) : random.pick([...TELLING]);
}
