import type { Reading } from '../../../domain/air/reading.ts';

export const NUMBERED_BATCH = 20;

/** Twenty readings that only this number has, and one that every number writes anew. */
export function numberedBatch(number: number): Reading[] {
  const one = (station: string, at: number): Reading => ({
    station,
    city: 'c',
    at,
    periodS: 60,
    seq: number,
    values: { pm25: number % 500, o3: 21 },
    flags: {},
  });
  return [...Array.from({ length: NUMBERED_BATCH }, (_, n) => one(`s${n}`, number * 1_000)), one('newest', 0)];
}
