import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CASE_TIMELINES } from './case-timelines.ts';
import { play } from './timeline-run.ts';
import { WARNING_TIMELINES } from './warning-timelines.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'timelines-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ALL = [...WARNING_TIMELINES, ...CASE_TIMELINES].map(
  (timeline, place) => [timeline.title, timeline, place] as const,
);

describe('on the coordination service, a ledger on disk and a manual clock, straight and started anew between any two steps', () => {
  it.each(ALL)('%s', async (_, timeline, place) => {
    const straight = await play(timeline, { path: join(folder, `${place}.sqlite`), restarting: false });
    expect([...straight.heard].sort()).toEqual([...straight.foretold].sort());
    const again = await play(timeline, { path: join(folder, `${place}-again.sqlite`), restarting: true });
    expect(again.restarts).toBeGreaterThan(1);
    // Types, times, data, order and hashes: it is the same history.
    expect(again.history).toEqual(straight.history);
  });
});
