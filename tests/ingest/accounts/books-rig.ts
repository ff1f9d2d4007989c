import type { Reading } from '../../../domain/air/reading.ts';
import type { Clock } from '../../../domain/clock.ts';
import type { AccountReceipt } from '../../../ingest/accounts/account-receipt.ts';
import { StationAccounts } from '../../../ingest/accounts/station-accounts.ts';
import { refuse } from '../../../ingest/refusal.ts';
import { StationRegistry } from '../../../ingest/registry.ts';
import type { Fate } from '../../../ingest/witness.ts';
import type { AccountsStore } from '../../../store/accounts.ts';
import { SqliteAccounts } from '../../../store/sqlite/sqlite-accounts.ts';
import { StoreUnavailable } from '../../../store/timeseries.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { NOW, quiet, station } from '../samples.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const TODAY = '2026-11-22';

/** The store with a disk that can be full, and a count of its transactions. */
export function troubled(store: AccountsStore) {
  const state = { full: false, saves: 0 };
  const save: AccountsStore['save'] = async (change) => {
    if (state.full) throw new StoreUnavailable('SQLite: disk full');
    state.saves++;
    await store.save(change);
  };
  return Object.assign(state, {
    load: () => store.load(),
    days: (query: Parameters<AccountsStore['days']>[0]) => store.days(query),
    missingBefore: (id: string, day: string) => store.missingBefore(id, day),
    close: () => store.close(),
    save,
  });
}

/** Books of S1 and S2 over a real database, on a clock that stands still. `restart` forgets what was not saved. */
export async function books(options: { readonly now?: number } = {}) {
  const clock = new ManualClock(options.now ?? NOW);
  const store = troubled(SqliteAccounts.open({ path: ':memory:' }));
  const registry = new StationRegistry([station(), station({ id: 'S2', city: 'bing' })]);
  const receipts: (AccountReceipt & { readonly to: string })[] = [];
  /** Timers of a process die with it. */
  let life = 0;
  const open = () => {
    life++;
    const mine = life;
    const after: Clock['after'] = (delayMs, run) => clock.after(delayMs, () => (mine === life ? run() : undefined));
    return StationAccounts.open({
      store,
      registry,
      clock: { now: () => clock.now(), after },
      log: quiet,
      tell: (to, told) => receipts.push(...told.map((receipt) => ({ to: `${to.city}/${to.station}`, ...receipt }))),
    });
  };
  const rig = {
    clock,
    store,
    registry,
    receipts,
    accounts: await open(),
    async restart() {
      rig.accounts = await open();
    },
    /** Number n is the minute that ends n minutes after midnight, unless told otherwise. */
    stored(seq: number | undefined, fate: Fate = 'new', changes: Partial<Reading> & { readonly late?: boolean } = {}) {
      const { late = false, ...reading } = changes;
      const at = Date.parse('2026-11-22T00:00:00+08:00') + (seq ?? 0) * MINUTE_MS;
      const numbered = seq === undefined ? {} : { seq };
      const full: Reading = {
        station: 'S1',
        city: 'qingyuan',
        at,
        periodS: 60,
        values: { pm25: 1 },
        flags: {},
        ...numbered,
        ...reading,
      };
      rig.accounts.stored(full, { fate, late, receivedAt: clock.now() });
    },
    refused(seq?: number, code: 'future' | 'not_json' = 'future') {
      rig.accounts.refused('S1', refuse(code, seq === undefined ? {} : { seq }), clock.now());
    },
    /** What was told since the last time. */
    heard() {
      return receipts.splice(0);
    },
  };
  return rig;
}
