import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchPlaces } from '../../../ingest/fates/batch-places.ts';
import { keyedAt, PeriodCodes } from '../../../ingest/fates/period-codes.ts';
import { StationMemory } from '../../../ingest/fates/station-memory.ts';

describe('StationMemory', () => {
  it('[LAT-7] knows of the newest what a map of all would know, and says from where on', () => {
    const time = fc.oneof(fc.nat({ max: 400 }), fc.nat({ max: 100_000 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(time, fc.nat({ max: 3 }), fc.nat()), { maxLength: 400 }), (entries) => {
        const memory = new StationMemory(0);
        const periods = new PeriodCodes();
        const all = new Map<number, number>();
        for (const [at, periodS, print] of entries) {
          const key = periods.key(at, periodS);
          all.set(key, print);
          memory.remember(key, print);
          expect(memory.size).toBeLessThanOrEqual(64);
        }
        for (const [key, print] of all) {
          const known = memory.recall(key);
          if (known !== undefined) expect(known).toBe(print);
          else expect(keyedAt(key)).toBeLessThanOrEqual(memory.completeAfter);
        }
        expect(memory.size).toBeGreaterThanOrEqual(Math.min(all.size, 64 - 8));
      }),
      { numRuns: 300 },
    );
  });

  it('[LAT-7] takes a buffer that comes in order without forgetting where it is', () => {
    const memory = new StationMemory(0);
    memory.remember(keyOf(1_000_000), 1);
    for (let at = 1; at < 500; at++) {
      expect(memory.completeAfter).toBeLessThan(at);
      memory.remember(keyOf(at), at);
      expect(memory.recall(keyOf(at))).toBe(at);
    }
    expect(memory.recall(keyOf(1_000_000))).toBe(1);
  });

  it('[LAT-7] gives no key to a time that cannot be, nor to the 512th length of period', () => {
    const periods = new PeriodCodes();
    for (const at of [0.5, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER]) {
      expect(periods.key(at, 60)).toBe(-1);
    }
    const keys = new Set(Array.from({ length: 511 }, (_, periodS) => periods.key(9_223_372_036_000, periodS)));
    expect(keys.size).toBe(511);
    expect(keys.has(-1)).toBe(false);
    expect(periods.key(0, 511)).toBe(-1);
    expect(keyedAt([...keys].at(-1) ?? 0)).toBe(9_223_372_036_000);
  });
});

const codes = new PeriodCodes();
const keyOf = (at: number) => codes.key(at, 60);

describe('BatchPlaces', () => {
  it('[LAT-4] knows what a map knows, batch after batch', () => {
    const batch = fc.array(fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 40 })), { maxLength: 60 });
    const places = new BatchPlaces();
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 5 }), (batches) => {
        for (const entries of batches) {
          places.begin(entries.length);
          const known = new Map<string, number>();
          for (const [place, [station, at]] of entries.entries()) {
            expect(places.exchange(station, keyOf(at * 3_600_000), place)).toBe(known.get(`${station} ${at}`) ?? -1);
            known.set(`${station} ${at}`, place);
          }
        }
      }),
    );
  });
});
