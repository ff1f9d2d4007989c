import { describe, expect, it } from 'vitest';
import { books, HOUR_MS, MINUTE_MS, TODAY } from './books-rig.ts';

describe('receipts of the books', () => {
  it('[RCP-5] come only after the books are saved, at most once a second, for all stations in one transaction', async () => {
    const rig = await books();
    for (let seq = 1; seq <= 50; seq++) rig.stored(seq);
    rig.stored(1, 'new', { station: 'S2', city: 'bing' });
    await rig.clock.pass(999);
    expect({ heard: rig.heard(), saves: rig.store.saves }).toEqual({ heard: [], saves: 0 });
    await rig.clock.pass(1);
    expect(rig.heard()).toEqual([
      { to: 'qingyuan/S1', stored: 50 },
      { to: 'bing/S2', stored: 1 },
    ]);
    for (let second = 0; second < 10; second++) {
      for (let n = 0; n < 5; n++) rig.stored(51 + 5 * second + n);
      await rig.clock.pass(1000);
    }
    expect(rig.store.saves).toBeLessThanOrEqual(11);
    expect(rig.heard().length).toBeLessThanOrEqual(10);
  });

  it('[RCP-5] do not come while the books cannot be saved; then nothing of them is lost or doubled', async () => {
    const rig = await books();
    rig.stored(1);
    await rig.clock.pass(1000);
    rig.heard();
    rig.store.full = true;
    for (let seq = 2; seq <= 6; seq++) {
      rig.stored(seq);
      rig.refused(undefined, 'not_json');
      await rig.clock.pass(1000);
    }
    expect(rig.heard()).toEqual([]);
    rig.store.full = false;
    await rig.clock.pass(1000);
    expect(rig.heard()).toEqual([{ to: 'qingyuan/S1', stored: 6 }]);
    const [line] = await rig.accounts.balance({ from: TODAY, to: TODAY, station: 'S1' });
    expect(line).toMatchObject({ received: 11, stored: 6, refused: { not_json: 5 } });
  });

  it('[RCP-4] name what is missing, and go on naming it also when the station is silent', async () => {
    const rig = await books();
    for (const seq of [1, 2, 5]) rig.stored(seq);
    await rig.clock.pass(1000);
    expect(rig.heard()).toEqual([
      { to: 'qingyuan/S1', stored: 2 },
      { to: 'qingyuan/S1', missing: [[3, 4]], upTo: 5 },
    ]);
    await rig.clock.pass(60_000);
    const again = rig.heard();
    expect(again.length).toBeGreaterThanOrEqual(2);
    expect(again.length).toBeLessThanOrEqual(6);
    for (const receipt of again) expect(receipt).toEqual({ to: 'qingyuan/S1', missing: [[3, 4]], upTo: 5 });
    rig.stored(3);
    rig.stored(4);
    await rig.clock.pass(1000);
    expect(rig.heard()).toEqual([{ to: 'qingyuan/S1', stored: 5 }]);
    await rig.clock.pass(HOUR_MS);
    expect(rig.heard()).toEqual([]);
    expect(rig.clock.waiting).toBe(0);
  });

  it('[RCP-3] come again when the station sends again what is accounted for', async () => {
    const rig = await books();
    rig.stored(1);
    await rig.clock.pass(1000);
    rig.heard();
    rig.stored(1, 'duplicate');
    await rig.clock.pass(1000);
    expect(rig.heard()).toEqual([{ to: 'qingyuan/S1', stored: 1 }]);
  });

  it('[RCP-6] survive a restart: what was saved is known, what is missing is asked for again by itself', async () => {
    const rig = await books();
    for (const seq of [1, 2, 5]) rig.stored(seq);
    await rig.accounts.close();
    rig.heard();
    await rig.restart();
    await rig.clock.pass(1000);
    expect(rig.heard()).toContainEqual({ to: 'qingyuan/S1', missing: [[3, 4]], upTo: 5 });
  });

  it('[RCP-7] a crash before the save: what was committed comes again as a duplicate, and is booked and told once', async () => {
    const rig = await books();
    for (const seq of [1, 2, 3]) rig.stored(seq);
    await rig.clock.pass(1000);
    for (const seq of [4, 5]) rig.stored(seq);
    rig.heard();
    // The process dies here: 4 and 5 are in the store and not in the books.
    await rig.restart();
    rig.stored(6);
    await rig.clock.pass(1000);
    expect(rig.heard()).toContainEqual({ to: 'qingyuan/S1', missing: [[4, 5]], upTo: 6 });
    for (const seq of [4, 5]) rig.stored(seq, 'duplicate');
    rig.stored(7);
    await rig.clock.pass(1000);
    expect(rig.heard()).toEqual([{ to: 'qingyuan/S1', stored: 7 }]);
    rig.stored(7, 'duplicate');
    rig.stored(8, 'duplicate');
    await rig.clock.pass(1000);
    const [line] = await rig.accounts.balance({ from: TODAY, to: TODAY, station: 'S1' });
    expect(line).toMatchObject({ received: 9, stored: 7, duplicate: 2, coverage: [{ periodS: 60, present: 7 }] });
  });

  it('[SEQ-7] count a refused number as dealt with, so that nobody sends it for ever', async () => {
    const rig = await books();
    rig.stored(1);
    rig.refused(2);
    rig.stored(3);
    await rig.clock.pass(1000);
    expect(rig.heard()).toEqual([{ to: 'qingyuan/S1', stored: 3 }]);
  });
});

describe('the balance sheet', () => {
  it('[BAL-1] has one line for each registered station and day: received is stored, duplicate, revised and refused', async () => {
    const rig = await books();
    for (const seq of [1, 2, 3, 4]) rig.stored(seq);
    rig.stored(2, 'duplicate');
    rig.stored(3, 'revised', { late: true });
    rig.refused(5);
    rig.refused(undefined, 'not_json');
    rig.refused(undefined, 'not_json');
    await rig.clock.pass(1000);
    const [first, second] = await rig.accounts.balance({ from: TODAY, to: TODAY });
    expect(first).toEqual({
      station: 'S1',
      city: 'qingyuan',
      day: TODAY,
      received: 9,
      stored: 4,
      duplicate: 1,
      revised: 1,
      late: 1,
      refused: { future: 1, not_json: 2 },
      missing: { opened: 0, filled: 0, lost: 0, open: 0 },
      restarts: 0,
      coverage: [{ periodS: 60, present: 4, expected: 14 * 60 + 5 }],
    });
    expect(second).toMatchObject({ station: 'S2', city: 'bing', received: 0, stored: 0, coverage: [] });
  });

  it('[BAL-2] books what came on the day it came, and what was measured on the day it was measured', async () => {
    const midnight = Date.parse('2026-11-22T00:00:00+08:00');
    const rig = await books({ now: midnight + 30 * MINUTE_MS });
    rig.stored(1, 'new', { at: midnight, periodS: 3600 });
    rig.stored(2, 'new', { at: midnight, periodS: 0 });
    await rig.clock.pass(1000);
    const lines = await rig.accounts.balance({ from: '2026-11-21', to: TODAY, station: 'S1' });
    expect(lines.map(({ received, coverage }) => ({ received, coverage }))).toEqual([
      { received: 0, coverage: [{ periodS: 3600, present: 1, expected: 24 }] },
      { received: 2, coverage: [{ periodS: 0, present: 1, expected: null }] },
    ]);
  });

  it('[BAL-3] carries open numbers from day to day: open grows by what was opened less what was filled and lost', async () => {
    const rig = await books();
    const lines = () => rig.accounts.balance({ from: TODAY, to: '2026-11-26', station: 'S1' });
    for (const seq of [1, 2, 8]) rig.stored(seq);
    await rig.clock.pass(2 * 24 * HOUR_MS);
    rig.stored(3);
    await rig.clock.pass(24 * HOUR_MS);
    rig.stored(1, 'new', { at: rig.clock.now() });
    await rig.clock.pass(24 * HOUR_MS);
    expect((await lines()).map(({ missing, restarts }) => ({ ...missing, restarts }))).toEqual([
      { opened: 5, filled: 0, lost: 0, open: 5, restarts: 0 },
      { opened: 0, filled: 0, lost: 0, open: 5, restarts: 0 },
      { opened: 0, filled: 1, lost: 0, open: 4, restarts: 0 },
      { opened: 0, filled: 0, lost: 4, open: 0, restarts: 1 },
      { opened: 0, filled: 0, lost: 0, open: 0, restarts: 0 },
    ]);
    const [third] = await rig.accounts.balance({ from: '2026-11-23', to: '2026-11-23', station: 'S1' });
    expect(third?.missing.open).toBe(5);
  });

  it('[BAL-4] a silent day of a station that has an interval shows what was expected of it', async () => {
    const rig = await books();
    rig.stored(1);
    await rig.clock.pass(3 * 24 * HOUR_MS);
    const [silent] = await rig.accounts.balance({ from: '2026-11-23', to: '2026-11-23', station: 'S1' });
    expect(silent?.coverage).toEqual([{ periodS: 60, present: 0, expected: 1440 }]);
  });

  it('[BAL-5] adds up to the totals of a day, with everything booked so far', async () => {
    const rig = await books();
    for (const seq of [1, 2, 5]) rig.stored(seq);
    rig.refused(6);
    expect(await rig.accounts.dailyTotals(TODAY)).toEqual({
      day: TODAY,
      stations: 2,
      reporting: 1,
      neverReported: 1,
      received: 4,
      stored: 3,
      duplicate: 0,
      revised: 0,
      late: 0,
      refused: 1,
      refusedByCode: { future: 1 },
      missing: 2,
      lost: 0,
      restarts: 0,
      present: 3,
      expected: 14 * 60 + 5,
    });
  });
});

describe('standing and absence', () => {
  it('[ABS-3] lists registered stations that are absent, those that never reported too, and nobody else', async () => {
    const rig = await books();
    const dueAt = rig.clock.now() + HOUR_MS;
    rig.stored(1, 'new', { at: rig.clock.now(), periodS: 3600 });
    expect(rig.accounts.absent(rig.clock.now())).toEqual([{ station: 'S2', city: 'bing', since: null }]);
    const later = rig.clock.now() + 2 * HOUR_MS + 1;
    expect(rig.accounts.absent(later)).toEqual([
      { station: 'S1', city: 'qingyuan', since: dueAt },
      { station: 'S2', city: 'bing', since: null },
    ]);
    rig.registry.replace([]);
    expect(rig.accounts.absent(later)).toEqual([]);
  });

  it('[ABS-4] a station that was only refused has never reported', async () => {
    const rig = await books();
    rig.refused();
    expect(rig.accounts.absent(rig.clock.now()).map(({ station }) => station)).toEqual(['S1', 'S2']);
    expect(rig.accounts.standing('S1')).toMatchObject({ neverReported: true, lastReceivedAt: rig.clock.now() });
  });

  it('[ABS-5] keeps the last words of a registered station, cut and printable, over a restart', async () => {
    const rig = await books();
    const S1 = { station: 'S1', city: 'qingyuan' };
    rig.accounts.status(S1, { text: `断线\u0007${'x'.repeat(300)}`, at: 5, retained: false });
    rig.accounts.status({ ...S1, station: 'nobody' }, { text: 'online', at: 5, retained: false });
    rig.accounts.status({ ...S1, city: 'bing' }, { text: 'forged', at: 6, retained: false });
    await rig.accounts.close();
    await rig.restart();
    const { status } = rig.accounts.standing('S1') ?? {};
    expect(status?.at).toBe(5);
    expect(status?.text).toMatch(/^断线\?x{197}$/);
    expect(rig.accounts.standing('nobody')).toBeUndefined();
  });

  it('[ABS-6] words that a broker has kept are news only when they are other words', async () => {
    const rig = await books();
    const S1 = { station: 'S1', city: 'qingyuan' };
    const said = () => rig.accounts.standing('S1')?.status;
    rig.accounts.status(S1, { text: 'offline', at: 5, retained: false });
    rig.accounts.status(S1, { text: 'offline', at: 6, retained: true });
    expect(said()).toMatchObject({ text: 'offline', at: 5 });
    rig.accounts.status(S1, { text: 'online', at: 7, retained: true });
    rig.accounts.status(S1, { text: 'online', at: 8, retained: false });
    expect(said()).toMatchObject({ text: 'online', at: 8 });
  });

  it.each([
    ['online', 'online'],
    [' Offline\n', 'offline'],
    ['{"since":5,"state":"offline"}', 'offline'],
    ['{ "state" : "maintenance" }', undefined],
    ['the state is online', undefined],
    ['', undefined],
  ])('[ABS-7] understands %j as %s', async (text, state) => {
    const rig = await books();
    rig.accounts.status({ station: 'S1', city: 'qingyuan' }, { text, at: 5, retained: false });
    expect(rig.accounts.standing('S1')?.status?.state).toBe(state);
  });

  it('[SEQ-8] shows the count, what is stored and what is missing of a station', async () => {
    const rig = await books();
    for (const seq of [5, 6, 9]) rig.stored(seq);
    expect(rig.accounts.standing('S1')?.sequence).toEqual({
      count: 1,
      from: 5,
      stored: 6,
      highest: 9,
      missing: [[7, 8]],
      merged: 0,
    });
  });

  it('hears nothing of a stranger', async () => {
    const rig = await books();
    rig.registry.replace([]);
    rig.refused();
    await rig.clock.pass(2000);
    expect(rig.store.saves).toBe(0);
  });
});
