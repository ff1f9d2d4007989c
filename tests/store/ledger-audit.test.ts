import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { verifyLedger } from '../../app/evidence/verify-ledger.ts';
import { CHECKPOINT_STREAM, type Checkpoint, makeCheckpoint } from '../../store/checkpoint.ts';
import type { LedgerEvent } from '../../store/ledger.ts';
import { LedgerKey } from '../../store/ledger-key.ts';
import { MerkleTree } from '../../store/merkle-tree.ts';
import { SqliteLedger } from '../../store/sqlite/sqlite-ledger.ts';

const folder = mkdtempSync(join(tmpdir(), 'lianfang-audit-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const key = LedgerKey.generate();
const ENTRIES = 20;

/** A ledger of 20 entries, its own checkpoint of entry 8 at 11 among them, and the checkpoints somebody kept of every entry. */
async function ledgerOf(word = 'said'): Promise<{ readonly path: string; readonly kept: readonly Checkpoint[] }> {
  const path = join(folder, `${files++}.sqlite`);
  const ledger = SqliteLedger.open({ path });
  const tree = new MerkleTree();
  const kept: Checkpoint[] = [];
  for (let n = 0; n < ENTRIES; n += 1) {
    const own = n === 10 ? kept[7] : undefined;
    const stream = own === undefined ? `s/${n}` : CHECKPOINT_STREAM;
    const event = { type: own === undefined ? 't' : 'ledger.checkpoint', at: n, data: own ?? { n, word } };
    const recorded = await ledger.append({ appends: [{ stream, expectedVersion: 0, events: [event] }], now: n });
    const entry = recorded[0] as LedgerEvent;
    tree.add(entry.hash);
    kept.push(makeCheckpoint({ region: 'r', seq: entry.seq, hash: entry.hash, root: tree.root(), at: n }, key));
  }
  await ledger.close();
  return { path, kept };
}

/** What somebody with write access to the file can do. */
function tamper(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(
    `DROP TRIGGER events_no_update; DROP TRIGGER events_no_delete; DROP TRIGGER events_only_at_the_end; ${sql}`,
  );
  database.close();
}

function verify(path: string, ...kept: readonly (Checkpoint | undefined)[]) {
  const held = kept.flatMap((checkpoint) => (checkpoint === undefined ? [] : [{ checkpoint, source: 'kept' }]));
  return verifyLedger({ path, kept: held, keys: [] });
}

const changes: readonly [string, (seq: number) => string, (seq: number) => number][] = [
  ['a time', (seq) => `UPDATE events SET at = at + 1 WHERE seq = ${seq}`, (seq) => seq],
  ['a time of recording', (seq) => `UPDATE events SET recorded_at = 99 WHERE seq = ${seq}`, (seq) => seq],
  ['a stream', (seq) => `UPDATE events SET stream = 'x' WHERE seq = ${seq}`, (seq) => seq],
  ['a version', (seq) => `UPDATE events SET version = 7 WHERE seq = ${seq}`, (seq) => seq],
  ['a type', (seq) => `UPDATE events SET type = 'u' WHERE seq = ${seq}`, (seq) => seq],
  ['a text', (seq) => `UPDATE events SET data = replace(data, ':', ': ') WHERE seq = ${seq}`, (seq) => seq],
  ['a hash', (seq) => `UPDATE events SET hash = previous_hash WHERE seq = ${seq}`, (seq) => seq],
  ['a link', (seq) => `UPDATE events SET previous_hash = hash WHERE seq = ${seq}`, (seq) => seq],
  ['a missing entry', (seq) => `DELETE FROM events WHERE seq = ${seq}`, (seq) => seq],
  ['an entry before the first', (seq) => `UPDATE events SET seq = -1 WHERE seq = ${seq}`, () => 1],
  [
    'two exchanged',
    (seq) =>
      `UPDATE events SET seq = -1 WHERE seq = ${seq}; UPDATE events SET seq = ${seq} WHERE seq = ${seq + 1}; UPDATE events SET seq = ${seq + 1} WHERE seq = -1`,
    (seq) => seq,
  ],
];

describe('an audit of a ledger', () => {
  it('[EVI-5] finds nothing wrong with one that is as it was written', async () => {
    const { path, kept } = await ledgerOf();
    const verdict = await verify(path, ...kept);
    expect(verdict).toMatchObject({
      ok: true,
      entries: ENTRIES,
      own: 1,
      hash: kept.at(-1)?.hash,
      root: kept.at(-1)?.root,
      keys: [key.publicKey],
    });
  });

  it.each(changes)('[EVI-5] finds %s, wherever it is, and names the first entry', async (_, sql, named) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: ENTRIES - 1 }), async (seq) => {
        const { path } = await ledgerOf();
        tamper(path, sql(seq));
        expect(await verify(path)).toMatchObject({ ok: false, kind: 'entry', seq: named(seq) });
      }),
      { numRuns: 6 },
    );
  });

  it('[EVI-6] a chain written anew from some entry on is found by what was kept of a later one', async () => {
    const [was, is] = [await ledgerOf(), await ledgerOf('something else')];
    expect(await verify(is.path)).toMatchObject({ ok: true });
    const first = await verify(is.path, was.kept[14]);
    expect(first).toMatchObject({ ok: false, kind: 'rewritten', seq: 9 });
    expect(first).toHaveProperty('reason', expect.stringContaining('from 9 to 15'));
  });

  it('[EVI-6] a cut-off end is found by what was kept of an entry that is gone, and by nothing older', async () => {
    const { path, kept } = await ledgerOf();
    tamper(path, 'DELETE FROM events WHERE seq > 15');
    expect(await verify(path)).toMatchObject({ ok: true, entries: 15 });
    expect(await verify(path, kept[14])).toMatchObject({ ok: true });
    expect(await verify(path, kept[15])).toMatchObject({ ok: false, kind: 'cut_off', seq: 16 });
  });

  it('[EVI-6] a checkpoint that is not signed by its key, or not by a key that counts, is no proof but a fault', async () => {
    const { path, kept } = await ledgerOf();
    const wrong = { ...(kept[3] as Checkpoint), hash: 'e'.repeat(64) };
    expect(await verify(path, wrong)).toMatchObject({ ok: false, kind: 'checkpoint', seq: 4 });
    const keys = [LedgerKey.generate().publicKey];
    expect(await verifyLedger({ path, kept: [], keys })).toMatchObject({ ok: false, kind: 'checkpoint', seq: 11 });
    expect(await verifyLedger({ path, kept: [], keys: [key.publicKey] })).toMatchObject({ ok: true, own: 1 });
  });

  it('[EVI-7] reads beside a program that writes, which is not stopped by it', async () => {
    const { path } = await ledgerOf();
    const writer = SqliteLedger.open({ path });
    const verifying = verify(path);
    for (let version = 1; version <= 30; version += 1) {
      const append = { stream: 's/0', expectedVersion: version, events: [{ type: 't', at: 1, data: {} }] };
      await writer.append({ appends: [append], now: 1 });
    }
    expect(await verifying).toMatchObject({ ok: true });
    expect(await verify(path)).toMatchObject({ ok: true, entries: ENTRIES + 30 });
    await writer.close();
  });
});
