import { join } from 'node:path';
import type { Log } from '../../api/deps.ts';
import type { Clock } from '../../domain/clock.ts';
import { StationAccounts } from '../../ingest/accounts/station-accounts.ts';
import { StatusWay } from '../../ingest/mqtt/status-way.ts';
import type { StationRegistry } from '../../ingest/registry.ts';
import type { Ledger } from '../../store/ledger.ts';
import { SqliteAccounts } from '../../store/sqlite/sqlite-accounts.ts';
import { DayClosing } from './day-closing.ts';
import type { Source } from './source.ts';

export interface AccountsSide {
  /** Witness of the pipeline, and what the interface asks. */
  readonly accounts: StationAccounts;
  /** For a source of MQTT: the status topics. */
  readonly status: StatusWay;
  /** From now on receipts go out through this source, and days are closed. */
  start(source: Pick<Source, 'tell'>): void;
  /** Saves a last time and tells what is due: after the pipeline, before the source. */
  stop(): Promise<void>;
  /** With the other stores. */
  close(): Promise<void>;
}

/** The books of the stations in `accounts.sqlite`, their receipts, and the balance of each day in the ledger. */
export async function openAccounts(options: {
  readonly folder: string;
  readonly registry: StationRegistry;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** World seconds per real second: the disk and the broker live in real ones. */
  readonly clockRate: number;
  readonly log: Log;
}): Promise<AccountsSide> {
  const { folder, ledger, clock, log } = options;
  const store = SqliteAccounts.open({ path: join(folder, 'accounts.sqlite') });
  // Nothing comes in before there is a source, so nobody misses a receipt.
  let source: Pick<Source, 'tell'> | undefined;
  const accounts = await StationAccounts.open({
    ...options,
    store,
    tell: (station, receipts) => source?.tell(station, receipts),
  });
  const days = new DayClosing({ accounts, ledger, clock, log });
  return {
    accounts,
    status: new StatusWay(accounts, clock),
    start(through) {
      source = through;
      days.start();
    },
    async stop() {
      await days.stop();
      await accounts.close();
    },
    close: () => store.close(),
  };
}
