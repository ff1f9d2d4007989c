import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_CURSOR, moveCursor } from '../../dashboard/live/event-cursor.ts';

const standing = moveCursor(EVENT_CURSOR, { type: 'hello', seq: 10 }).state;

describe('the event cursor', () => {
  it('starts at the server’s sequence, with nothing to replay', () => {
    expect(moveCursor(EVENT_CURSOR, { type: 'hello', seq: 10 }).outcome).toBe('first');
    expect(standing.lastSeq).toBe(10);
    expect(moveCursor(standing, { type: 'event', seq: 11 }).outcome).toBe('news');
    expect(moveCursor(standing, { type: 'event', seq: 10 }).outcome).toBe('duplicate');
  });

  it('counts what a catch-up brings, and what is news after it', () => {
    const { state: resumed, outcome } = moveCursor(standing, { type: 'hello', seq: 14 });
    expect(outcome).toBe('resumed');
    const first = moveCursor(resumed, { type: 'event', seq: 12 });
    const second = moveCursor(first.state, { type: 'event', seq: 14 });
    const third = moveCursor(second.state, { type: 'event', seq: 15 });
    expect([first.outcome, second.outcome, third.outcome]).toEqual(['replay', 'replay', 'news']);
    expect(third.state.replayed).toBe(2);
  });

  it('forgets when the server’s ledger is behind the page', () => {
    const { state, outcome } = moveCursor(standing, { type: 'hello', seq: 4 });
    expect([outcome, state.lastSeq]).toEqual(['reset', 4]);
  });

  it('goes on behind a gap', () => {
    const { state, outcome } = moveCursor(standing, { type: 'gap', seq: 5000 });
    expect([outcome, state.lastSeq]).toEqual(['gap', 5000]);
  });

  it('applies each event once and in order, however often the link breaks', () => {
    const link = fc.array(fc.record({ heard: fc.nat(6), repeat: fc.nat(3) }), { maxLength: 20 });
    fc.assert(
      fc.property(link, (connections) => {
        let cursor = EVENT_CURSOR;
        let ledger = 5;
        const applied: number[] = [];
        for (const { heard, repeat } of connections) {
          ledger += heard;
          const from = Math.max(1, cursor.lastSeq - repeat);
          cursor = moveCursor(cursor, { type: 'hello', seq: ledger }).state;
          for (let seq = from; seq <= ledger; seq += 1) {
            const { state, outcome } = moveCursor(cursor, { type: 'event', seq });
            cursor = state;
            if (outcome !== 'duplicate') applied.push(seq);
          }
        }
        const first = applied[0] ?? 0;
        expect(applied).toEqual(applied.map((_, index) => first + index));
      }),
    );
  });
});
