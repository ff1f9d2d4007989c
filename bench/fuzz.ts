import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fuzzChunk } from '../tests/fuzz/fuzz-chunk.ts';
import { type FuzzInput, printedInput } from '../tests/fuzz/fuzz-input.ts';
import { FuzzRun } from '../tests/fuzz/fuzz-run.ts';
import { minimise } from '../tests/fuzz/minimise.ts';
import { machine } from './machine.ts';

const USAGE = `npm run fuzz -- [--frames 1000000] [--seed N] [--chunk-frames 2000] [--chunk N]
  --chunk N   only this chunk of the seed, as a failure names it`;
/** What a process may take that is sender and receiver at once; and what its live objects may grow by once it is warm. */
const MAX_RSS_MB = 600;
const MAX_GROWTH_MB = 48;
const WARM_CHUNKS = 20;

interface Plan {
  readonly seed: number;
  readonly chunkFrames: number;
  readonly chunks: readonly number[];
}

/** True when nothing happened that must not. */
async function fuzz({ seed, chunkFrames, chunks }: Plan): Promise<boolean> {
  const run = await FuzzRun.start();
  const startedAt = performance.now();
  const rssMb: number[] = [];
  let [warmMb, sent, bad] = [0, 0, 0];
  let current = 0;
  for (const [n, chunk] of chunks.entries()) {
    current = chunk;
    const inputs = fuzzChunk({ seed, chunk, frames: chunkFrames });
    await run.send(inputs, seed + chunk);
    sent += inputs.length;
    bad += inputs.filter(({ expected }) => expected === undefined).length;
    rssMb.push(megabytes(process.memoryUsage.rss()));
    if (n === WARM_CHUNKS) warmMb = liveMb();
    if (run.faults.length > 0) break;
    if (n % 50 === 49) console.error(`${sent} messages, RSS ${rssMb.at(-1)} MiB`);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const failedInChunk = run.faults.length > 0;
  const growthMb = rssMb.length > WARM_CHUNKS ? liveMb() - warmMb : 0;
  const figures = await run.close();
  const settledPerS = Math.round(figures.messages / seconds);
  console.log(JSON.stringify({ seed, bad, sent, seconds: Math.round(seconds), settledPerS, ...figures }, null, 2));
  const peakMb = Math.max(...rssMb);
  const medianMb = rssMb.toSorted((a, b) => a - b)[Math.floor(rssMb.length / 2)];
  console.log(
    `RSS: median ${medianMb} MiB, peak ${peakMb} MiB; live objects: ${warmMb} MiB when warm, ${growthMb} MiB more in the end`,
  );
  if (run.faults.length > 0) console.error(`in chunk ${current}:\n  ${run.faults.slice(0, 10).join('\n  ')}`);
  if (failedInChunk) await explain({ seed, chunkFrames, chunk: current });
  return run.faults.length === 0 && peakMb <= MAX_RSS_MB && growthMb <= MAX_GROWTH_MB;
}

/** The fewest messages of the chunk, and of a single one the fewest bytes, with which a new house fails too. */
async function explain({ seed, chunkFrames, chunk }: Omit<Plan, 'chunks'> & { readonly chunk: number }): Promise<void> {
  console.error(`again: npm run fuzz -- --seed ${seed} --chunk-frames ${chunkFrames} --chunk ${chunk}`);
  console.error('looking for the smallest input that fails ...');
  const fails = async (inputs: readonly FuzzInput[]) => {
    const trial = await FuzzRun.start();
    await trial.send(inputs, seed + chunk);
    await trial.close();
    return trial.faults.length > 0;
  };
  const inputs = fuzzChunk({ seed, chunk, frames: chunkFrames });
  if (!(await fails(inputs))) {
    console.error('the chunk alone does not fail in a new house: it needs what came before it');
    return;
  }
  const few = await minimise(inputs, fails);
  const [only] = few;
  if (few.length !== 1 || only === undefined) {
    console.error(`${few.length} messages together:\n  ${few.map(printedInput).join('\n  ')}`);
    return;
  }
  const bytes = await minimise([...only.bytes], (part) => fails([{ ...only, bytes: Buffer.from(part) }]));
  console.error(`one message:\n  ${printedInput({ ...only, bytes: Buffer.from(bytes) })}`);
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1_048_576);
}

function liveMb(): number {
  // Exposed for this one figure; otherwise the collector runs as it likes.
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return megabytes(process.memoryUsage().heapUsed);
}

function planOf(args: readonly string[]): Plan | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      frames: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
      'chunk-frames': { type: 'string', default: '2000' },
      chunk: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { frames, seed, 'chunk-frames': chunkFrames, chunk = '0', help } = values;
  const numbers = {
    frames: Number(frames),
    seed: Number(seed),
    chunkFrames: Number(chunkFrames),
    chunk: Number(chunk),
  };
  if (help || !(numbers.chunkFrames >= 100 && Object.values(numbers).every(Number.isSafeInteger))) return undefined;
  const count = Math.ceil(numbers.frames / numbers.chunkFrames);
  const all = Array.from({ length: count }, (_, n) => n);
  return { ...numbers, chunks: values.chunk === undefined ? all : [numbers.chunk] };
}

// A fault of this program itself must not end in silence while a run listens for what nobody catches.
try {
  const plan = planOf(process.argv.slice(2));
  if (plan === undefined) {
    console.error(USAGE);
    process.exit(2);
  }
  const { seed, chunks, chunkFrames } = plan;
  console.log(`seed ${seed}, ${chunks.length} chunks of ${chunkFrames} bad messages\n${JSON.stringify(machine())}`);
  const good = await fuzz(plan);
  console.log(good ? 'no fault' : 'FAILED');
  process.exit(good ? 0 : 1);
} catch (error) {
  console.error(error);
  process.exit(1);
}
