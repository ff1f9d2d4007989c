import { afterEach, describe, expect, it } from 'vitest';
import { BALANCE_STREAM, DayClosing } from '../../../app/installation/day-closing.ts';
import type { Reading } from '../../../domain/air/reading.ts';
import { StationAccounts } from '../../../ingest/accounts/station-accounts.ts';
import { StationRegistry } from '../../../ingest/registry.ts';
import type { Ledger } from '../../../store/ledger.ts';
import { SqliteAccounts } from '../../../store/sqlite/sqlite-accounts.ts';
import { SqliteLedger } from '../../../store/sqlite/sqlite-ledger.ts';
import { StoreUnavailable } from '../../../store/timeseries.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { quiet, station } from '../../ingest/samples.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** 14:00 of the 22nd. */
const NOW = Date.parse('2026-11-22T14:00:00+08:00');
const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** Books and ledger over real databases; `begin` is a start of the program, `end` its orderly end. */
async function house() {
  const clock = new ManualClock(NOW);
  const ledger = SqliteLedger.open({ path: ':memory:' });
  const registry = new StationRegistry([station()]);
  const store = SqliteAccounts.open({ path: ':memory:' });
  const accounts = await StationAccounts.open({ store, registry, clock, log: quiet, tell: () => {} });
  open.push(
    () => accounts.close(),
    () => store.close(),
    () => ledger.close(),
  );
  let seq = 0;
  const state = { full: false };
  const refusing: Pick<Ledger, 'append' | 'read'> = {
    read: (query) => ledger.read(query),
    append: async (input) => {
      if (state.full) throw new StoreUnavailable('disk full');
      return ledger.append(input);
    },
  };
  return {
    clock,
    ledger,
    state,
    begin: () => {
      const days = new DayClosing({ accounts, ledger: refusing, clock, log: quiet });
      days.start();
      return days;
    },
    receive(n: number) {
      for (let k = 0; k < n; k++) {
        seq++;
        const at = clock.now() - HOUR_MS + seq * 1000;
        const reading: Reading = { station: 'S1', city: 'qingyuan', at, periodS: 60, seq, values: {}, flags: {} };
        accounts.stored(reading, { fate: 'new', late: false, receivedAt: clock.now() });
      }
    },
    async closed() {
      const events = await ledger.read({ after: 0, limit: 100, stream: BALANCE_STREAM });
      return events.map(({ at, type, data }) => {
        expect(type).toBe('balance.closed');
        expect(new Date(at + 8 * HOUR_MS - DAY_MS).toISOString()).toBe(`${data['day']}T00:00:00.000Z`);
        return `${data['day']} ${data['received']}`;
      });
    },
  };
}

describe('the balance of a day', () => {
  it('[BAL-7] goes into the ledger ten minutes after the end of the day, once', async () => {
    const { clock, begin, receive, closed } = await house();
    begin();
    receive(3);
    await clock.pass(10 * HOUR_MS + 599_999);
    expect(await closed()).toEqual([]);
    await clock.pass(1);
    expect(await closed()).toEqual(['2026-11-22 3']);
    receive(2);
    await clock.pass(2 * DAY_MS);
    expect(await closed()).toEqual(['2026-11-22 3', '2026-11-23 2', '2026-11-24 0']);
  });

  it('[BAL-7] comes at the next start for every day that ended while the program was down, up to seven', async () => {
    const { clock, begin, receive, closed } = await house();
    receive(1);
    const first = begin();
    await clock.pass(DAY_MS);
    await first.stop();
    receive(4);
    await clock.pass(3 * DAY_MS);
    const second = begin();
    await clock.pass(0);
    const through25 = ['2026-11-22 1', '2026-11-23 4', '2026-11-24 0', '2026-11-25 0'];
    expect(await closed()).toEqual(through25);
    await second.stop();
    await clock.pass(9 * DAY_MS);
    begin();
    await clock.pass(0);
    expect((await closed()).slice(4)).toEqual(
      ['11-28', '11-29', '11-30', '12-01', '12-02', '12-03', '12-04'].map((day) => `2026-${day} 0`),
    );
  });

  it('[BAL-7] of a first start is not made up for days before the first reading', async () => {
    const { clock, begin, receive, closed } = await house();
    await begin().stop();
    receive(2);
    await clock.pass(DAY_MS);
    begin();
    await clock.pass(0);
    expect(await closed()).toEqual(['2026-11-22 2']);
  });

  it('[BAL-7] is closed once by two processes, and by a start right after the other', async () => {
    const { clock, begin, receive, closed } = await house();
    receive(1);
    begin();
    begin();
    await clock.pass(DAY_MS);
    begin();
    await clock.pass(2 * HOUR_MS);
    expect(await closed()).toEqual(['2026-11-22 1']);
  });

  it('[BAL-7] waits for a ledger that cannot be written', async () => {
    const { clock, begin, receive, closed, state } = await house();
    receive(1);
    begin();
    state.full = true;
    await clock.pass(DAY_MS);
    expect(await closed()).toEqual([]);
    state.full = false;
    await clock.pass(60_000);
    expect(await closed()).toEqual(['2026-11-22 1']);
  });
});
