import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { loadConfig } from '../../../app/config/load.ts';
import { openEvidence } from '../../../app/installation/evidence-side.ts';
import { LedgerKey } from '../../../store/ledger-key.ts';
import { SqliteLedger } from '../../../store/sqlite/sqlite-ledger.ts';
import { ManualClock } from '../../clock/manual-clock.ts';

const CONFIG = resolve(import.meta.dirname, '../../../config/demo/lianfang.yaml');
const NOW = Date.parse('2026-11-23T08:00:00+08:00');
const log = { info: () => {}, warn: () => {}, error: () => {} };

it('[EVI-19] whoever asks for a package that is still waiting its turn gets the same one, and nobody else’s', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianfang-evidence-'));
  const ledger = SqliteLedger.open({ path: join(folder, 'ledger.sqlite') });
  const loaded = loadConfig(CONFIG, {}, NOW);
  const [clock, key] = [new ManualClock(NOW), LedgerKey.generate()];
  const { port, close } = openEvidence({ loaded, folder, ledger, key, clock, log });
  const asked = ['W-2026-001', 'W-2026-002', 'W-2026-001', 'W-2026-002'];
  const [a, b, again, other] = asked.map((id) => port.build({ kind: 'warning', id }));
  expect(again).toBe(a);
  expect(other).toBe(b);
  expect(b).not.toBe(a);
  expect(await a).toEqual({ outcome: 'unknown' });
  // What is being made, or was, is not what is wished now.
  expect(port.build({ kind: 'warning', id: 'W-2026-001' })).not.toBe(a);
  expect(await b).toEqual({ outcome: 'unknown' });
  await close();
  await ledger.close();
  rmSync(folder, { recursive: true });
}, 30_000);
