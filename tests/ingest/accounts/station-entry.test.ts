import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Reading } from '../../../domain/air/reading.ts';
import { DayNames } from '../../../ingest/accounts/day-names.ts';
import { expectInterval } from '../../../ingest/accounts/expected-interval.ts';
import { bookSequence } from '../../../ingest/accounts/sequence-book.ts';
import { StationEntry } from '../../../ingest/accounts/station-entry.ts';
import { refuse } from '../../../ingest/refusal.ts';
import type { SequenceState } from '../../../store/accounts.ts';

const START = 1_795_000_000_000;
const step = fc.record({
  seq: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constant('next' as const)),
  minute: fc.integer({ min: 0, max: 100 }),
  periodS: fc.constantFrom(60, 60, 60, 3600, 0),
  refused: fc.constantFrom(false, false, false, true),
});

it('[SEQ-2] books in place what the book of numbers and the interval say of every step', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const entry = new StationEntry({ station: 'S1', city: 'qingyuan' });
      const days = new DayNames();
      let state: SequenceState | undefined;
      let interval = {};
      let lastAt: number | undefined;
      const sums = { seqOpened: 0, seqFilled: 0, seqLost: 0, restarts: 0 };
      for (const { minute, periodS, refused, ...numbered } of steps) {
        const seq = numbered.seq === 'next' ? (state?.highest ?? 0) + 1 : numbered.seq;
        const at = START + minute * 60_000;
        const before = entry.account;
        const copy = structuredClone(before);
        if (refused) entry.refused(refuse('future', { seq }), at, days);
        else {
          const reading: Reading = { station: 'S1', city: 'qingyuan', at, periodS, seq, values: {}, flags: {} };
          entry.committed(reading, { fate: 'new', late: false, receivedAt: START }, days);
          interval = expectInterval(interval, reading, lastAt);
          lastAt = Math.max(lastAt ?? at, at);
        }
        const booked = bookSequence(state, refused ? { seq } : { seq, at });
        state = booked.state;
        sums.seqOpened += booked.opened;
        sums.seqFilled += booked.filled;
        sums.seqLost += booked.lost;
        if (booked.outcome === 'restarted') sums.restarts++;
        // What was handed out to be saved does not change behind the back of whoever saves it.
        expect(before).toEqual(copy);
      }
      const { sequence, intervalS, intervalAt } = entry.account;
      expect(sequence).toEqual(state);
      expect({ intervalS, intervalAt }).toEqual({ intervalS: undefined, intervalAt: undefined, ...interval });
      const adds = entry.takePages().map((page) => page.change('S1').add);
      for (const [name, sum] of Object.entries(sums)) {
        expect(adds.reduce((total, add) => total + add[name as keyof typeof sums], 0)).toBe(sum);
      }
      expect(adds.reduce((total, { received }) => total + received, 0)).toBe(steps.length);
    }),
  );
});
