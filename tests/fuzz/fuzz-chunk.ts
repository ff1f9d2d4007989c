import { type FuzzInput, WAYS, type Way } from './fuzz-input.ts';
import { FuzzRandom } from './fuzz-random.ts';
import { garbageInputs } from './garbage-input.ts';
import { witnessInput } from './witness-input.ts';

/** How many of a hundred bad messages go each way. */
const SHARES: Readonly<Record<Way, number>> = {
  hj212: 38,
  hj212_message: 7,
  mqtt: 25,
  http: 18,
  profile: 6,
  sensorthings: 6,
};
/** Bad messages before each good one: far fewer than what gets a connection cut. */
const GARBAGE_PER_WITNESS = 7;

/** The bad messages of a chunk with good ones among them; the same for the same seed and chunk. At least 100 of them. */
export function fuzzChunk(options: {
  readonly seed: number;
  readonly chunk: number;
  readonly frames: number;
}): FuzzInput[] {
  const { seed, chunk, frames } = options;
  const random = new FuzzRandom(seed, chunk);
  return WAYS.flatMap((way) => {
    const count = Math.round((frames * SHARES[way]) / 100);
    const garbage = garbageInputs(way, count, random.next());
    const groups = Math.ceil(count / GARBAGE_PER_WITNESS);
    return Array.from({ length: groups }, (_, group) => [
      ...garbage.slice(group * GARBAGE_PER_WITNESS, (group + 1) * GARBAGE_PER_WITNESS),
      // Numbers of their own for every chunk.
      witnessInput(way, 1 + chunk * frames + group),
    ]).flat();
  });
}
