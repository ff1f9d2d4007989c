import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildPackage } from '../../../app/evidence/build-package.ts';
import { verifyPackage } from '../../../app/evidence/verify-package.ts';
import { readZip } from '../../../app/evidence/zip/read-zip.ts';
import type { WarningCommand } from '../../../domain/warning/warning-command.ts';
import { canonicalJson } from '../../../store/canonical-json.ts';
import { makeCheckpoint } from '../../../store/checkpoint.ts';
import { entryHash } from '../../../store/hash-chain.ts';
import { LedgerKey } from '../../../store/ledger-key.ts';
import { MerkleTree } from '../../../store/merkle-tree.ts';
import { engine } from '../../domain/warning/scenario.ts';
import { EpisodeRig } from './episode-rig.ts';

const AT = Date.parse('2026-11-23T08:00:00+08:00');
const ID = 'W-2026-001';
let folder: string;
let rig: EpisodeRig;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianfang-package-'));
  rig = await EpisodeRig.open({ folder, at: AT, onset: AT });
});
afterEach(() => rmSync(folder, { recursive: true }));

async function propose(kind: 'colour' | 'ozone' | 'dust'): Promise<void> {
  const grade = kind === 'colour' ? 'yellow' : 'none';
  const window = { from: AT, to: null };
  const about = { kind, grade, cities: ['jia'], window, basis: 'forecast', reason: 'the forecast' } as const;
  await rig.coordination.warn({ command: { type: 'propose', by: engine, warning: '', ...about } as WarningCommand });
}

async function packageOf(id: string): Promise<Buffer> {
  return (await buildPackage({ kind: 'warning', id }, rig.sources)) ?? Buffer.alloc(0);
}

describe('a package and the ledger around it', () => {
  it('[EVI-18] an entry that the keeper of the key wrote anew is shown by a checkpoint from after it', async () => {
    // The entry after it is another warning's and not in the package: no neighbour shows that the chain is broken.
    for (const kind of ['colour', 'ozone', 'dust'] as const) await propose(kind);
    const all = await rig.ledger.read({ after: 0, limit: 1_000 });
    await rig.close();
    const key = LedgerKey.fromPem(rig.sources.key);
    const tree = new MerkleTree();
    for (const { hash } of all) tree.add(hash);
    const { seq = 0, hash = '' } = all.at(-1) ?? {};
    const checkpoint = makeCheckpoint({ region: 'demo', seq, hash, root: tree.root(), at: AT }, key);
    const how = { kept: [{ checkpoint, source: 'kept' }], keys: [key.publicKey], program: rig.sources.program };
    expect(await verifyPackage(await packageOf(ID), how)).toMatchObject({ ok: true, kept: ['kept'] });

    const entry = all.find(({ stream }) => stream === `warning/${ID}`);
    if (entry === undefined) throw new Error('there is no warning');
    const data = { ...entry.data, reason: 'never said' };
    const database = new DatabaseSync(join(folder, 'ledger.sqlite'));
    database.exec('DROP TRIGGER events_no_update');
    database
      .prepare('UPDATE events SET data = ?, hash = ? WHERE seq = ?')
      .run(canonicalJson(data), entryHash(entry.previousHash, { ...entry, data }), entry.seq);
    database.close();
    expect(await verifyPackage(await packageOf(ID), how)).toMatchObject({
      ok: false,
      faults: [{ file: 'ledger/hashes.txt', reason: expect.stringContaining(`up to ${seq}`) }],
    });
  });

  it('[EVI-23] has all notices of its own and none of another, though the clocks of all spoke together', async () => {
    const data = { subject: { kind: 'region', id: 'demo' }, grade: 'orange', previous: 'none', reason: 'contiguous' };
    const graded = { type: 'grade.changed', at: AT, data: { ...data, cities: ['jia', 'yi', 'bing'], group: [] } };
    const append = { stream: 'grade/region/demo', expectedVersion: 0, events: [graded] };
    await rig.ledger.append({ appends: [append], now: AT });
    // The engine's proposal and the mark that it was followed are one append.
    await rig.coordination.follow();
    for (const kind of ['ozone', 'dust'] as const) await propose(kind);
    await rig.clock.pass(86_400_000);
    const sent = await rig.ledger.unsent();
    await rig.close();
    for (const id of [ID, 'W-2026-002', 'W-2026-003']) {
      const text = String(readZip(await packageOf(id)).files.get('notices.jsonl'));
      const inside = text.split('\n').flatMap((line) => (line === '' ? [] : [String(JSON.parse(line).idempotencyKey)]));
      const own = sent.filter((key) => key.includes(`|warning/${id}|`));
      expect(own.length).toBeGreaterThan(1);
      expect(inside.sort()).toEqual([...own].sort());
    }
  });
});
