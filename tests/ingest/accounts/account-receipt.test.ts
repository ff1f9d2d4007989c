import { describe, expect, it } from 'vitest';
import { dueReceipts, type Told } from '../../../ingest/accounts/account-receipt.ts';
import type { SequenceState } from '../../../store/accounts.ts';

function state(changes: Partial<SequenceState> = {}): SequenceState {
  return { count: 1, base: 1, highest: 9, newestAt: 1, missing: [], merged: 0, ...changes };
}
const due = (told: Told, now: number, changes: Partial<SequenceState> = {}, asked = false) =>
  dueReceipts(told, state(changes), { now, asked });

describe('receipts', () => {
  it('[RCP-1] say up to where everything is accounted for, once, in the words of the contract', () => {
    const first = due({}, 0);
    expect(first.receipts).toEqual([{ stored: 9 }]);
    expect(due(first.told, 1000).receipts).toEqual([]);
    expect(due(first.told, 1000, { highest: 10 }).receipts).toEqual([{ stored: 10 }]);
  });

  it('[RCP-2] say from where, when the first number seen was not the first there is', () => {
    expect(due({}, 0, { base: 5 }).receipts).toEqual([{ stored: 9, from: 5 }]);
    expect(due({}, 0, { base: 5, missing: [7, 7] }).receipts[1]).toEqual({ missing: [[7, 7]], upTo: 9, from: 5 });
  });

  it('[RCP-3] say again what the station has not heard', () => {
    const { told } = due({}, 0);
    expect(due(told, 5, {}, true).receipts).toEqual([{ stored: 9 }]);
  });

  it('[RCP-3] speak up when a new count happens to stand where the old one did', () => {
    const { told } = due({}, 0);
    expect(due(told, 5, { count: 2 }).receipts).toEqual([{ stored: 9 }]);
  });

  it('[RCP-4] name what is missing at once, then after 10 s, 20 s, ... and at most every 10 minutes, while nothing changes', () => {
    let { told, receipts } = due({}, 0, { missing: [2, 4, 7, 7] });
    expect(receipts).toEqual([
      { stored: 1 },
      {
        missing: [
          [2, 4],
          [7, 7],
        ],
        upTo: 9,
      },
    ]);
    const told_at: number[] = [];
    for (let now = 1000; now <= 3_600_000; now += 1000) {
      ({ told, receipts } = due(told, now, { missing: [2, 4, 7, 7] }));
      if (receipts.length > 0) told_at.push(now / 1000);
    }
    expect(told_at.slice(0, 8)).toEqual([10, 30, 70, 150, 310, 630, 1230, 1830]);
    expect(due(told, 3_601_000, { missing: [3, 4, 7, 7] }).receipts).toEqual([
      { stored: 2 },
      {
        missing: [
          [3, 4],
          [7, 7],
        ],
        upTo: 9,
      },
    ]);
  });
});
