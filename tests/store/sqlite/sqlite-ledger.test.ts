import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VersionConflict } from '../../../store/ledger.ts';
import { SqliteLedger } from '../../../store/sqlite/sqlite-ledger.ts';
import { event, ledgerContract } from '../../contract/ledger-contract.ts';
import { killWriterAfter } from './kill-writer-after.ts';

let folder: string;
let files = 0;
const newPath = () => join(folder, `${files++}.db`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lianfang-ledger-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('SqliteLedger in a file', () => {
  ledgerContract(async () => SqliteLedger.open({ path: newPath() }), { propertyRuns: 25 });
});

describe('SqliteLedger in memory', () => {
  ledgerContract(async () => SqliteLedger.open({ path: ':memory:' }), { propertyRuns: 100 });
});

describe('the file of SqliteLedger', () => {
  let path: string;

  beforeEach(async () => {
    path = newPath();
    const ledger = SqliteLedger.open({ path });
    for (let version = 0; version < 5; version++) {
      const events = [event({ data: { version } })];
      await ledger.append({ appends: [{ stream: 'a', expectedVersion: version, events }], now: version });
    }
    await ledger.close();
  });

  function run(sql: string): void {
    const database = new DatabaseSync(path);
    try {
      database.exec(sql);
    } finally {
      database.close();
    }
  }

  /** What somebody with write access to the file can do. */
  function tamper(sql: string): void {
    run(`DROP TRIGGER events_no_update; DROP TRIGGER events_no_delete; DROP TRIGGER events_only_at_the_end; ${sql}`);
  }

  async function verify() {
    const ledger = SqliteLedger.open({ path, readOnly: true });
    const result = await ledger.verify();
    await ledger.close();
    return result;
  }

  it('is whole after opening it again, and appending goes on', async () => {
    const ledger = SqliteLedger.open({ path });
    await ledger.append({ appends: [{ stream: 'a', expectedVersion: 5, events: [event()] }], now: 9 });
    await ledger.close();
    expect(await verify()).toEqual({ ok: true, entries: 6 });
  });

  it('raises on UPDATE, DELETE, REPLACE and a gap, whoever opens it', () => {
    const row = `'a', 9, 'x', 0, '{}', 0, '', ''`;
    expect(() => run(`UPDATE events SET data = '{}' WHERE seq = 2`)).toThrow('append-only');
    expect(() => run('DELETE FROM events WHERE seq = 5')).toThrow('append-only');
    expect(() => run(`INSERT OR REPLACE INTO events VALUES (3, ${row})`)).toThrow('grows at its end');
    expect(() => run(`INSERT INTO events VALUES (7, ${row})`)).toThrow('grows at its end');
  });

  it.each([
    ['data', `UPDATE events SET data = '{"version":7}' WHERE seq = 3`, 3],
    ['data that is no JSON', `UPDATE events SET data = '{' WHERE seq = 3`, 3],
    ['type', `UPDATE events SET type = 'alert.closed' WHERE seq = 1`, 1],
    ['event time', 'UPDATE events SET at = at + 1 WHERE seq = 5', 5],
    ['time of recording', 'UPDATE events SET recorded_at = recorded_at + 1 WHERE seq = 4', 4],
    ['stream', `UPDATE events SET stream = 'b' WHERE seq = 2`, 2],
    ['version', 'UPDATE events SET version = 9 WHERE seq = 2', 2],
    ['hash', `UPDATE events SET hash = replace(hash, '0', '1') || '' WHERE seq = 2`, 2],
    ['a deleted entry', 'DELETE FROM events WHERE seq = 3', 4],
    ['the deleted first entry', 'DELETE FROM events WHERE seq = 1', 2],
    [
      'a deleted entry whose number was given away',
      'DELETE FROM events WHERE seq = 3; UPDATE events SET seq = 3 WHERE seq = 4; UPDATE events SET seq = 4 WHERE seq = 5',
      3,
    ],
    [
      'two swapped entries',
      'UPDATE events SET seq = 99 WHERE seq = 2; UPDATE events SET seq = 2 WHERE seq = 3; UPDATE events SET seq = 3 WHERE seq = 99',
      2,
    ],
  ])('verify finds %s', async (_, sql, seq) => {
    tamper(sql);
    const result = await verify();
    expect(result).toMatchObject({ ok: false, seq });
  });

  it('verify does not see a cut-off end: that takes a checkpoint kept elsewhere', async () => {
    tamper('DELETE FROM events WHERE seq >= 4');
    expect(await verify()).toEqual({ ok: true, entries: 3 });
  });

  it('opened read-only it takes no appends and a missing file is not created', async () => {
    const ledger = SqliteLedger.open({ path, readOnly: true });
    const call = ledger.append({ appends: [{ stream: 'a', expectedVersion: 5, events: [event()] }], now: 9 });
    await expect(call).rejects.toThrow('read-only');
    await ledger.close();
    expect(() => SqliteLedger.open({ path: join(folder, 'missing.db'), readOnly: true })).toThrow('cannot open');
  });

  it('two processes see each other: the second writer on a version gets VersionConflict', async () => {
    const one = SqliteLedger.open({ path });
    const other = SqliteLedger.open({ path });
    const append = (ledger: SqliteLedger, expectedVersion: number) =>
      ledger.append({ appends: [{ stream: 'a', expectedVersion, events: [event()] }], now: 9 });
    await append(one, 5);
    await expect(append(other, 5)).rejects.toBeInstanceOf(VersionConflict);
    await append(other, 6);
    expect(await one.lastSeq()).toBe(7);
    expect(await one.verify()).toEqual({ ok: true, entries: 7 });
    await one.close();
    await other.close();
  });

  it('holds every acknowledged append with its delivery after SIGKILL', async () => {
    for (const appends of [1, 50, 300]) {
      const killed = newPath();
      const acknowledged = await killWriterAfter({ path: killed, store: 'ledger', acknowledgements: appends });
      const ledger = SqliteLedger.open({ path: killed });
      const entries = await ledger.lastSeq();
      expect([acknowledged, acknowledged + 1]).toContain(entries);
      expect(await ledger.verify()).toEqual({ ok: true, entries });
      expect(await ledger.totals()).toEqual({ pending: entries, sent: 0, dead: 0 });
      await ledger.close();
    }
  });
});
