import { describe, expect, it } from 'vitest';
import { ReplayProgress } from '../../../app/replay/replay-progress.ts';

describe('progress of a replay', () => {
  const progressAt = (times: readonly number[], isTTY: boolean) => {
    const written: string[] = [];
    let now = 0;
    const progress = new ReplayProgress({ isTTY, write: (text) => written.push(text) }, () => now);
    for (const at of times) {
      now = at;
      progress.update(0, { readings: at, events: 1 });
    }
    progress.end();
    return written;
  };

  it('[RPL-8] speaks every two seconds and not on a short run', () => {
    expect(progressAt([100, 1_900], false)).toEqual([]);
    expect(progressAt([1_900, 2_000, 3_900, 4_100], false)).toEqual([
      '1970-01-01T08:00:00+08:00 · 2000 读数 readings · 1 事件 events\n',
      '1970-01-01T08:00:00+08:00 · 4100 读数 readings · 1 事件 events\n',
    ]);
  });

  it('[RPL-8] writes over one line on a terminal and leaves nothing of it', () => {
    const written = progressAt([2_000, 4_000], true);
    expect(written).toHaveLength(3);
    expect(written.every((text) => text.startsWith('\r') && !text.includes('\n'))).toBe(true);
  });
});
