import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCheckpoint } from '../../../store/checkpoint.ts';
import { LedgerKey } from '../../../store/ledger-key.ts';
import { MerkleTree } from '../../../store/merkle-tree.ts';
import { SqliteLedger } from '../../../store/sqlite/sqlite-ledger.ts';

const root = new URL('../../../', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'lianfang-verify-'));
const at = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

function verify(...args: readonly string[]): { readonly code: number; readonly out: string } {
  try {
    const options = { cwd: root, encoding: 'utf8', stdio: 'pipe' } as const;
    return { code: 0, out: execFileSync(process.execPath, ['app/main.ts', 'verify', ...args], options) };
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
    return { code: status, out: stdout + stderr };
  }
}

beforeAll(async () => {
  const ledger = SqliteLedger.open({ path: at('ledger.sqlite') });
  const events = Array.from({ length: 3 }, (_, n) => ({ type: 't', at: n, data: { n } }));
  const recorded = await ledger.append({ appends: [{ stream: 's', expectedVersion: 0, events }], now: 1 });
  await ledger.close();
  const tree = new MerkleTree();
  for (const { hash } of recorded) tree.add(hash);
  const key = LedgerKey.generate();
  const { seq, hash } = recorded[2] ?? { seq: 0, hash: '' };
  const checkpoint = makeCheckpoint({ region: 'r', seq, hash, root: tree.root(), at: 1 }, key);
  writeFileSync(at('kept.json'), JSON.stringify(checkpoint));
  writeFileSync(at('future.json'), JSON.stringify(makeCheckpoint({ ...checkpoint, seq: 4, at: 2 }, key)));
  writeFileSync(at('key.pem'), LedgerKey.generate().toPem());
  writeFileSync(at('text'), 'no ledger');
});

describe('lianfang verify, of a ledger', () => {
  it('[EVI-8] ends with 0 when nothing is wrong, given the file or its folder', () => {
    expect(verify(folder, '--checkpoint', at('kept.json'))).toMatchObject({ code: 0 });
    const { code, out } = verify(at('ledger.sqlite'), '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ of: 'ledger', ok: true, entries: 3 });
  });

  it('[EVI-8] ends with 1 when something is, and says what', () => {
    const cut = verify(folder, '--checkpoint', at('future.json'), '--json');
    expect(cut.code).toBe(1);
    expect(JSON.parse(cut.out)).toMatchObject({ ok: false, kind: 'cut_off', seq: 4 });
    expect(verify(folder, '--checkpoint', at('kept.json'), '--key', at('key.pem'))).toMatchObject({ code: 1 });
  });

  it('[EVI-8] ends with 2 when a file cannot be read as what it should be', () => {
    expect(verify(at('nowhere'))).toMatchObject({ code: 2 });
    expect(verify(at('text'))).toMatchObject({ code: 2 });
    expect(verify(folder, '--checkpoint', at('text'))).toMatchObject({ code: 2 });
    expect(verify(folder, '--key', at('text'))).toMatchObject({ code: 2 });
  });
});
