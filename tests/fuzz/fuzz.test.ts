import { describe, expect, it } from 'vitest';
import { fuzzChunk } from './fuzz-chunk.ts';
import { printedInput } from './fuzz-input.ts';
import { FuzzRun } from './fuzz-run.ts';

const SEED = 20_261_122;
const CHUNKS = 10;
const FRAMES = 2_000;

describe(`20,000 bad messages over every way in, good ones among them (seed ${SEED}; npm run fuzz -- --frames 1000000)`, () => {
  it('nothing crashes, every message is settled once with codes and reasons, and every good reading is stored', {
    timeout: 180_000,
  }, async () => {
    const run = await FuzzRun.start();
    let good = 0;
    for (let chunk = 0; chunk < CHUNKS && run.faults.length === 0; chunk++) {
      const inputs = fuzzChunk({ seed: SEED, chunk, frames: FRAMES });
      good += inputs.filter(({ expected }) => expected !== undefined).length;
      await run.send(inputs, SEED + chunk);
      expect(run.faults, `npm run fuzz -- --seed ${SEED} --chunk ${chunk} --chunk-frames ${FRAMES}`).toEqual([]);
    }
    const figures = await run.close();
    expect(run.faults).toEqual([]);
    expect(figures.goodReadings).toBe(good);
    // Otherwise the bad messages were not bad in enough ways to prove anything.
    expect(Object.keys(figures.refused).length).toBeGreaterThan(30);
    expect(figures.storedReadings).toBeGreaterThan(good * 2);
  });
});

describe('the inputs', () => {
  it('are the same for the same seed, and others for another', () => {
    const printed = (seed: number) => fuzzChunk({ seed, chunk: 3, frames: 200 }).map(printedInput);
    expect(printed(1)).toEqual(printed(1));
    expect(printed(1)).not.toEqual(printed(2));
  });
});
