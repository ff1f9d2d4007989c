import { describe, expect, it } from 'vitest';
import { deviceSkew, serverNow } from '../../dashboard/live/server-clock.ts';
import { allPages } from '../../dashboard/query/pages.ts';
import { search } from '../../dashboard/query/search.ts';
import { parseSubject, subjectText } from '../../dashboard/query/subject.ts';
import { frameGate } from '../../dashboard/state/frame-gate.ts';

describe('the server’s clock', () => {
  const fix = { serverMs: 1_000_000, deviceMs: 500, rate: 1 };

  it('goes on with the device’s monotonic time, at the demonstration’s rate', () => {
    expect(serverNow(fix, 1500)).toBe(1_001_000);
    expect(serverNow({ ...fix, rate: 1200 }, 1500)).toBe(2_200_000);
  });

  it('tells a device whose wall clock is more than a minute off, in real time only', () => {
    expect(deviceSkew(fix, 500, 1_059_000)).toBeNull();
    expect(deviceSkew(fix, 500, 1_061_000)).toBe(61_000);
    expect(deviceSkew(fix, 500, 900_000)).toBe(-100_000);
    expect(deviceSkew({ ...fix, rate: 60 }, 500, 9_000_000)).toBeNull();
  });
});

describe('the frame gate', () => {
  it('draws once for many requests, and at most every 100 ms', () => {
    let frames: ((nowMs: number) => void)[] = [];
    let drawn = 0;
    const request = frameGate(
      () => {
        drawn += 1;
      },
      (callback) => frames.push(callback),
    );
    const frame = (nowMs: number) => {
      const due = frames;
      frames = [];
      for (const callback of due) callback(nowMs);
    };
    request();
    request();
    expect(frames).toHaveLength(1);
    frame(16);
    expect(drawn).toBe(1);
    request();
    frame(32);
    frame(99);
    expect(drawn).toBe(1);
    frame(116);
    expect(drawn).toBe(2);
    frame(300);
    expect(drawn).toBe(2);
  });
});

describe('paging', () => {
  it('follows next to the end, in order', async () => {
    const pages: Record<string, { items: number[]; next: string | null }> = {
      '': { items: [1, 2], next: 'b' },
      b: { items: [3], next: null },
    };
    expect(await allPages(async (cursor) => pages[cursor ?? ''] ?? { items: [], next: null })).toEqual([1, 2, 3]);
  });

  it('gives up on a list that never ends', async () => {
    const list = await allPages(async () => ({ items: [1], next: 'again' }));
    expect(list).toHaveLength(20);
  });
});

describe('addresses', () => {
  it('leave out what is not set', () => {
    expect(search({ a: null, b: '', c: undefined })).toBe('');
    expect(search({ city: '丙', page: 2, text: 'a b' })).toBe('?city=%E4%B8%99&page=2&text=a+b');
  });

  it('name subjects, ids with dots included', () => {
    const subject = { kind: 'station', id: 'a.b' } as const;
    expect(parseSubject(subjectText(subject))).toEqual(subject);
    for (const wrong of [undefined, '', 'city', 'city.', 'region.x', '.x']) expect(parseSubject(wrong)).toBeNull();
  });
});
