import { join } from 'node:path';
import type { LedgerEvent } from '../../store/ledger.ts';
import { SqliteLedger } from '../../store/sqlite/sqlite-ledger.ts';
import { holdDrillMark, isDrillFolder } from '../installation/drill-mark.ts';
import { FolderUnusable, lockFolder } from '../installation/folder-lock.ts';
import { DRILL_STREAM, type DrillRecord, type DrillStarted, readDrill } from './drill-record.ts';

const PAGE = 1_000;

/** The ledger of a drill while no installation has it open: what stands before and after the drill itself. */
export class DrillLedger {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The first entry says that nothing after it is real. Throws `FolderUnusable` when the folder has had its drill, or holds something real. */
  async begin(at: number, started: DrillStarted): Promise<void> {
    await this.#open(async (ledger) => {
      if ((await ledger.lastSeq()) > 0) {
        throw new FolderUnusable(`${this.#folder} has had its drill: name another folder, or ask for its --report`);
      }
      await ledger.append({
        appends: [{ stream: DRILL_STREAM, expectedVersion: 0, events: [{ type: 'drill.started', at, data: started }] }],
        now: at,
      });
    });
  }

  async end(at: number): Promise<void> {
    await this.#open((ledger) =>
      ledger.append({
        appends: [{ stream: DRILL_STREAM, expectedVersion: 1, events: [{ type: 'drill.ended', at, data: {} }] }],
        now: at,
      }),
    );
  }

  /** The drill and what became of its notices, in channels. Throws `FolderUnusable` when the folder has had none. */
  read(): Promise<{
    readonly record: DrillRecord;
    readonly notices: { readonly sent: number; readonly pending: number; readonly dead: number };
  }> {
    if (!isDrillFolder(this.#folder)) {
      return Promise.reject(new FolderUnusable(`${this.#folder} holds no drill`));
    }
    return this.#open(async (ledger) => ({
      record: await readDrill(eventsOf(ledger)),
      notices: await ledger.totals(),
    }));
  }

  async #open<Result>(use: (ledger: SqliteLedger) => Promise<Result>): Promise<Result> {
    const unlock = lockFolder(this.#folder);
    try {
      holdDrillMark(this.#folder, true);
      const ledger = SqliteLedger.open({ path: join(this.#folder, 'ledger.sqlite') });
      try {
        return await use(ledger);
      } finally {
        await ledger.close();
      }
    } finally {
      unlock();
    }
  }
}

async function* eventsOf(ledger: SqliteLedger): AsyncGenerator<LedgerEvent> {
  for (let after = 0; ; ) {
    const page = await ledger.read({ after, limit: PAGE });
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.seq;
  }
}
