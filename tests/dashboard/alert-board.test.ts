import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertView } from '../../api/contract.ts';
import { AlertBoard } from '../../dashboard/state/alert-board.ts';
import { compareAlerts } from '../../dashboard/state/alert-order.ts';
import { alertOf } from './invented-region.ts';

const NOON = Date.UTC(2026, 10, 22, 4);

describe('the alert board', () => {
  it('keeps the newest event of each alert, in whatever order they come', () => {
    const versions = [1, 2, 3].map((seq) => alertOf(seq, NOON, { id: 'one', seq, value: seq }));
    fc.assert(
      fc.property(fc.shuffledSubarray(versions, { minLength: 1 }), (order) => {
        const board = new AlertBoard();
        for (const alert of order) board.put(alert);
        expect(board.all()).toHaveLength(1);
        expect(board.all()[0]?.seq).toBe(Math.max(...order.map(({ seq }) => seq)));
      }),
    );
  });

  it('drops what a full answer no longer names, but not what came by event since it was asked', () => {
    const board = new AlertBoard();
    const old = alertOf(4, NOON);
    const known = alertOf(5, NOON);
    const since = alertOf(9, NOON);
    for (const alert of [old, known, since]) board.put(alert);
    board.replace([{ ...known, value: 1 }, alertOf(6, NOON)], 8);
    expect(
      board
        .all()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['alert-5', 'alert-6', 'alert-9']);
    expect(board.all().find(({ id }) => id === 'alert-5')?.value).toBe(known.value);
  });

  it('counts open alerts by priority', () => {
    const board = new AlertBoard();
    board.put(alertOf(1, NOON, { priority: 1 }));
    board.put(alertOf(2, NOON, { priority: 3 }));
    board.put(alertOf(3, NOON, { priority: 3 }));
    board.put(alertOf(4, NOON, { priority: 3, state: 'returned' }));
    expect(board.openCounts()).toEqual([1, 0, 2, 0]);
  });

  it('forgets the longest-returned alerts and never an open one', () => {
    const board = new AlertBoard();
    for (let n = 1; n <= 30; n += 1) board.put(alertOf(n, NOON, { state: n % 3 === 0 ? 'raised' : 'returned' }));
    board.trim(5);
    const states = board.all();
    expect(states.filter(({ state }) => state === 'raised')).toHaveLength(10);
    expect(states.filter(({ state }) => state === 'returned').map(({ seq }) => seq)).toEqual([23, 25, 26, 28, 29]);
  });
});

describe('the order of alerts', () => {
  it('is open, then priority, then newest', () => {
    const list = [
      alertOf(1, NOON, { priority: 1, state: 'returned' }),
      alertOf(2, NOON - 1000, { priority: 2 }),
      alertOf(3, NOON, { priority: 2 }),
      alertOf(4, NOON - 9000, { priority: 1 }),
    ];
    expect(list.sort(compareAlerts).map(({ seq }) => seq)).toEqual([4, 3, 2, 1]);
  });

  it('is one order, whatever order the alerts came in', () => {
    const list: AlertView[] = Array.from({ length: 12 }, (_, n) =>
      alertOf(n, NOON + (n % 3) * 1000, { priority: 1 + (n % 4), state: n % 2 === 0 ? 'raised' : 'returned' }),
    );
    const expected = [...list].sort(compareAlerts);
    fc.assert(
      fc.property(fc.shuffledSubarray(list, { minLength: 12 }), (order) => {
        expect(order.sort(compareAlerts)).toEqual(expected);
      }),
    );
  });
});
