import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bookSequence,
  gapsOf,
  MAX_GAPS,
  missingCount,
  type SequenceOutcome,
  storedUpTo,
} from '../../../ingest/accounts/sequence-book.ts';
import type { SequenceState } from '../../../store/accounts.ts';

const MINUTE_MS = 60_000;
/** A logger that measures once a minute and never begins anew: number n is always the same period. */
const steady = (seq: number) => ({ seq, at: (seq + 1) * MINUTE_MS });

function bookAll(steps: readonly { readonly seq: number; readonly at?: number }[]) {
  let state: SequenceState | undefined;
  const sums = { opened: 0, filled: 0, lost: 0 };
  const outcomes: SequenceOutcome[] = [];
  for (const step of steps) {
    const before = state === undefined ? 0 : missingCount(state);
    const booked = bookSequence(state, step);
    expect(missingCount(booked.state) - before).toBe(booked.opened - booked.filled - booked.lost);
    state = booked.state;
    outcomes.push(booked.outcome);
    sums.opened += booked.opened;
    sums.filled += booked.filled;
    sums.lost += booked.lost;
  }
  if (state === undefined) throw new Error('nothing was booked');
  return { state, sums, outcomes };
}

const numbers = (missing: readonly number[]) =>
  gapsOf(missing).flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, n) => from + n));

describe('the book of numbers', () => {
  it('[SEQ-1] counts what is stored without a gap from the first number on', () => {
    const { state, outcomes } = bookAll([1001, 1002, 1003].map(steady));
    expect(outcomes).toEqual(['first', 'next', 'next']);
    expect({ from: state.base, stored: storedUpTo(state), missing: state.missing }).toEqual({
      from: 1001,
      stored: 1003,
      missing: [],
    });
  });

  it('[SEQ-2] knows what a set of all numbers would know, in any order and with any repeats', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 90 }), { minLength: 1, maxLength: 200 }), (seqs) => {
        const { state, sums } = bookAll(seqs.map(steady));
        const set = new Set(seqs);
        const [lowest, highest] = [Math.min(...seqs), Math.max(...seqs)];
        const expected: number[] = [];
        for (let n = lowest; n <= highest; n++) if (!set.has(n)) expected.push(n);
        expect(numbers(state.missing)).toEqual(expected);
        expect({ base: state.base, highest: state.highest, count: state.count }).toEqual({
          base: lowest,
          highest,
          count: 1,
        });
        expect(storedUpTo(state)).toBe((expected[0] ?? highest + 1) - 1);
        expect(sums.opened - sums.filled).toBe(expected.length);
      }),
    );
  });

  it('[SEQ-3] a repeat changes nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 40 }), fc.nat(), (seqs, which) => {
        const { state } = bookAll(seqs.map(steady));
        const again = bookSequence(state, steady(seqs[which % seqs.length] ?? 0));
        expect(again).toMatchObject({ outcome: 'repeat', opened: 0, filled: 0, lost: 0 });
        expect(again.state).toEqual(state);
      }),
    );
  });

  it('[SEQ-4] keeps at most 64 gaps; beyond that the oldest are joined, and it says how many numbers it asks for again', () => {
    const odd = Array.from({ length: MAX_GAPS + 2 }, (_, n) => 2 * n + 1);
    const { state } = bookAll(odd.map(steady));
    expect(gapsOf(state.missing)).toHaveLength(MAX_GAPS);
    expect(gapsOf(state.missing)[0]).toEqual([2, 4]);
    expect(state.merged).toBe(1);
    const whole = bookAll([...odd, ...numbers(state.missing)].map(steady)).state;
    expect({ missing: whole.missing, merged: whole.merged }).toEqual({ missing: [], merged: 0 });
  });

  it('[SEQ-4] never claims what it has not seen, however many gaps there are', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 600 }), { minLength: 100, maxLength: 400 }), (seqs) => {
        const { state } = bookAll(seqs.map(steady));
        const set = new Set(seqs);
        const missing = new Set(numbers(state.missing));
        expect(state.missing.length).toBeLessThanOrEqual(2 * MAX_GAPS);
        for (let n = state.base; n <= state.highest; n++) if (!set.has(n)) expect(missing.has(n)).toBe(true);
        for (let n = state.base; n <= storedUpTo(state); n++) expect(set.has(n)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('[SEQ-5] a used number with a newer period begins a new count, and what was missing of the old one is lost', () => {
    const { state, outcomes, sums } = bookAll([
      ...[1, 2, 5, 6].map(steady),
      { seq: 1, at: 60 * MINUTE_MS },
      { seq: 2, at: 61 * MINUTE_MS },
    ]);
    expect(outcomes.slice(-2)).toEqual(['restarted', 'next']);
    expect(state).toMatchObject({ count: 2, base: 1, highest: 2, missing: [], previous: { highest: 6 } });
    expect(sums).toEqual({ opened: 2, filled: 0, lost: 2 });
  });

  it('[SEQ-5] what the old count left in the broker does not tear a hole into the new one', () => {
    const { state, outcomes } = bookAll([
      ...[4998, 4999].map(steady),
      { seq: 1, at: 6000 * MINUTE_MS },
      steady(4998),
      { seq: 2, at: 6001 * MINUTE_MS },
    ]);
    expect(outcomes).toEqual(['first', 'next', 'restarted', 'leftover', 'next']);
    expect(state).toMatchObject({ count: 2, highest: 2, missing: [] });
  });

  it('[SEQ-5] a logger that loses its count at random is followed: stored numbers are those of the last count', () => {
    const lives = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(lives, (lengths) => {
        const steps = lengths
          .flatMap((length) => Array.from({ length }, (_, n) => n + 1))
          .map((seq, minute) => ({ seq, at: (minute + 1) * MINUTE_MS }));
        const { state } = bookAll(steps);
        expect(state).toMatchObject({ count: lengths.length, base: 1, highest: lengths.at(-1), missing: [] });
      }),
    );
  });

  it('[SEQ-6] a number below the first one is taken in, and what lies between is missing', () => {
    const { state, sums } = bookAll([10, 11, 7, 6].map(steady));
    expect({ base: state.base, stored: storedUpTo(state), missing: state.missing }).toEqual({
      base: 6,
      stored: 7,
      missing: [8, 9],
    });
    expect(sums.opened).toBe(2);
  });

  it('[SEQ-7] a refusal for good accounts for its number and never begins a new count', () => {
    const { state, outcomes } = bookAll([steady(1), { seq: 2 }, steady(3), { seq: 1 }]);
    expect(outcomes).toEqual(['first', 'next', 'next', 'repeat']);
    expect(storedUpTo(state)).toBe(3);
  });
});
