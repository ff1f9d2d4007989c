import { describe, expect, it } from 'vitest';
import { Unconfirmed } from '../../../app/simulation/unconfirmed.ts';

function sent(count: number, station = 's') {
  const kept = new Unconfirmed<{ readonly station: string; readonly seq: number }>({ resendMs: 30_000 });
  for (let seq = 1; seq <= count; seq++) kept.sent({ station, seq }, seq);
  return kept;
}
const seqs = (messages: readonly { readonly seq: number }[]) => messages.map(({ seq }) => seq);

describe('what the platform has not confirmed', () => {
  it('[LGR-3] is let go by a receipt of its station, once, and by no other', () => {
    const kept = sent(5);
    expect(kept.heard('other', { stored: 5 }, 9).confirmed).toEqual([]);
    expect(seqs(kept.heard('s', { stored: 4, from: 2 }, 9).confirmed)).toEqual([2, 3, 4]);
    expect(seqs(kept.heard('s', { stored: 4 }, 9).confirmed)).toEqual([1]);
    expect(seqs(kept.overdue(60_000))).toEqual([5]);
    expect(kept.overdue(60_000)).toEqual([]);
  });

  it('[LGR-3] is sent again when it is missing, but not at once; the others up to the highest seen are let go', () => {
    const kept = sent(6);
    const receipt = { missing: [[2, 3] as [number, number]], upTo: 5 };
    const early = kept.heard('s', receipt, 100);
    expect({ confirmed: seqs(early.confirmed), again: early.again }).toEqual({ confirmed: [1, 4, 5], again: [] });
    expect(seqs(kept.heard('s', receipt, 2_003).again)).toEqual([2, 3]);
  });

  it('[LGR-3] is let go with the reason when it is refused', () => {
    const kept = sent(2);
    const { refused } = kept.heard(
      's',
      {
        refused: [
          { seq: 2, code: 'future', reason: 'r' },
          { code: 'empty', reason: 'x' },
        ],
      },
      9,
    );
    expect(refused).toEqual([{ message: { station: 's', seq: 2 }, reason: 'future: r' }]);
  });

  it('[LGR-3] is overdue in the order of sending, counted from the last time', () => {
    const kept = sent(3);
    kept.sent({ station: 's', seq: 1 }, 20_000);
    expect(seqs(kept.overdue(30_003))).toEqual([2, 3]);
    expect(seqs(kept.overdue(50_000))).toEqual([1]);
  });
});
