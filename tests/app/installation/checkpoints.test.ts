import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { verifyLedger } from '../../../app/evidence/verify-ledger.ts';
import { Checkpoints } from '../../../app/installation/checkpoints.ts';
import { FolderUnusable } from '../../../app/installation/folder-lock.ts';
import { openLedgerKey } from '../../../app/installation/ledger-key-file.ts';
import { checkpointFault } from '../../../store/checkpoint.ts';
import { LedgerKey } from '../../../store/ledger-key.ts';
import { LedgerArchive } from '../../../store/sqlite/ledger-archive.ts';
import { SqliteLedger } from '../../../store/sqlite/sqlite-ledger.ts';
import { ManualClock, settle } from '../../clock/manual-clock.ts';

const HOUR_MS = 3_600_000;
const START = Date.parse('2026-11-23T08:00:00+08:00');
const quiet = { info: () => {}, warn: () => {}, error: () => {} };

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lianfang-checkpoints-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A ledger and its checkpoints, on a clock that stands until it is told to go on. */
class Rig {
  readonly clock = new ManualClock(START);
  readonly key = LedgerKey.generate();
  readonly path: string;
  readonly ledger: SqliteLedger;
  #archive: LedgerArchive;
  checkpoints: Checkpoints;
  #entries = 0;

  constructor() {
    this.path = join(newFolder(), 'ledger.sqlite');
    this.ledger = SqliteLedger.open({ path: this.path });
    this.#archive = LedgerArchive.open({ path: this.path });
    this.checkpoints = this.#begin();
  }

  #begin(): Checkpoints {
    const { key, ledger, clock } = this;
    const archive = this.#archive;
    return new Checkpoints({ region: 'demo', utcOffsetMs: 8 * HOUR_MS, key, ledger, archive, clock, log: quiet });
  }

  async restart(): Promise<void> {
    await this.checkpoints.stop();
    this.checkpoints = this.#begin();
    this.checkpoints.start();
    await settle();
  }

  async happens(): Promise<void> {
    const now = this.clock.now();
    const append = { stream: 's', expectedVersion: this.#entries, events: [{ type: 't', at: now, data: {} }] };
    await this.ledger.append({ appends: [append], now });
    this.#entries += 1;
  }

  async pass(hours: number): Promise<void> {
    for (let n = 0; n < hours; n += 1) await this.clock.pass(HOUR_MS);
  }

  async written(): Promise<string[]> {
    const entries = await this.ledger.read({ after: 0, limit: 100, stream: 'ledger/checkpoint' });
    return entries.map(({ data }) => `${String(data['at']).slice(0, 16)} ${data['seq']}`);
  }

  async close(): Promise<void> {
    await this.checkpoints.stop();
    this.#archive.close();
    await this.ledger.close();
  }
}

describe('the checkpoints of an installation', () => {
  it('[EVI-3] are written once a day of the region, a little after midnight, where anything has happened since', async () => {
    const rig = new Rig();
    await rig.happens();
    rig.checkpoints.start();
    await settle();
    expect(await rig.written()).toEqual([]);
    await rig.pass(17);
    expect(await rig.written()).toEqual(['2026-11-24T00:15 1']);
    await rig.pass(24);
    // Nothing but the checkpoint itself.
    expect(await rig.written()).toHaveLength(1);
    await rig.happens();
    await rig.pass(24);
    expect(await rig.written()).toEqual(['2026-11-24T00:15 1', '2026-11-25T01:15 3']);
    expect(await verifyLedger({ path: rig.path, kept: [], keys: [rig.key.publicKey] })).toMatchObject({
      ok: true,
      own: 2,
    });
    await rig.close();
  });

  it('[EVI-3] of days on which nobody was there are made up for by one, and no restart makes a second', async () => {
    const rig = new Rig();
    await rig.happens();
    await rig.checkpoints.stop();
    rig.clock.advance(5 * 24 * HOUR_MS);
    await rig.happens();
    for (let n = 0; n < 3; n += 1) await rig.restart();
    expect(await rig.written()).toEqual(['2026-11-28T08:00 2']);
    await rig.close();
  });

  it('[EVI-4] are given for the newest entry to whoever asks, and fit the ledger then and later', async () => {
    const rig = new Rig();
    expect(await rig.checkpoints.newest()).toBeUndefined();
    const kept = [];
    for (let n = 1; n <= 5; n += 1) {
      await rig.happens();
      const [one, same] = await Promise.all([rig.checkpoints.newest(), rig.checkpoints.newest()]);
      expect(one).toMatchObject({ seq: n, region: 'demo', at: '2026-11-23T08:00:00+08:00' });
      expect(same).toEqual(one);
      if (one !== undefined) kept.push({ checkpoint: one, source: `kept ${n}` });
    }
    expect(kept.map(({ checkpoint }) => checkpointFault(checkpoint, [rig.key.publicKey]))).toEqual(
      kept.map(() => undefined),
    );
    expect(await verifyLedger({ path: rig.path, kept, keys: [] })).toMatchObject({ ok: true, kept });
    await rig.close();
  });
});

describe("the key of an installation's ledger", () => {
  it('[EVI-2] is made at the first start, for its owner alone, and is the same ever after', () => {
    const folder = newFolder();
    const { publicKey } = openLedgerKey(folder);
    expect(statSync(join(folder, 'ledger-key.pem')).mode & 0o777).toBe(0o600);
    expect(openLedgerKey(folder).publicKey).toBe(publicKey);
  });

  it('[EVI-2] that the operator names has to be there, and to be one', () => {
    const folder = newFolder();
    const file = join(folder, 'own.pem');
    expect(() => openLedgerKey(folder, file)).toThrow(/ENOENT/);
    writeFileSync(file, 'no key');
    expect(() => openLedgerKey(folder, file)).toThrow(FolderUnusable);
    const own = LedgerKey.generate();
    writeFileSync(file, own.toPem());
    expect(openLedgerKey(folder, file).publicKey).toBe(own.publicKey);
  });
});

describe('the tree of a long ledger', () => {
  it('[EVI-4] is made beside everything else', async () => {
    const entries = 50_000;
    const hash = 'a'.repeat(64);
    const { key, clock, ledger } = new Rig();
    const archive = {
      newest: () => ({ seq: entries, hash, recordedAt: START }),
      hashes: async ({ after = 0, through }: { readonly after?: number; readonly through: number }) =>
        Array.from({ length: through - after }, () => hash),
    };
    const region = { region: 'demo', utcOffsetMs: 8 * HOUR_MS };
    const checkpoints = new Checkpoints({ ...region, key, ledger, archive, clock, log: quiet });
    let turns = 0;
    const count = (): void => {
      turns += 1;
      counting = setImmediate(count);
    };
    let counting = setImmediate(count);
    const made = await checkpoints.newest();
    clearImmediate(counting);
    expect(made?.seq).toBe(entries);
    expect(turns).toBeGreaterThan(20);
  });
});
