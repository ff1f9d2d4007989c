import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyLedger } from '../app/evidence/verify-ledger.ts';
import { makeCheckpoint } from '../store/checkpoint.ts';
import { LedgerKey } from '../store/ledger-key.ts';
import { MerkleTree } from '../store/merkle-tree.ts';
import { SqliteLedger } from '../store/sqlite/sqlite-ledger.ts';

/** How long `lianfang verify` takes on a ledger: `node bench/verify.ts [entries]`, 1,000,000 when not said. */
const ENTRIES = Number(process.argv[2] ?? 1_000_000);
const AT_ONCE = 10_000;
const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 10, 1);

/** As long as what an alert says (about 550 bytes). */
function event(n: number) {
  const subject = { kind: 'station', id: `jia-${n % 64}` };
  const explanation = {
    kind: 'threshold',
    truth: 'true',
    reason: 'above',
    quantity: 'pm25',
    value: 150 + (n % 97),
    limit: 150,
  };
  const message = {
    zh: `甲市 ${n % 64} 区细颗粒物连续 2 小时高于 150`,
    en: `Jia-${n % 64}: PM2.5 above 150 for 2 h, now ${150 + (n % 97)}`,
  };
  const data = {
    alert: `station-pm25-150:${n}`,
    rule: 'station-pm25-150',
    subject,
    priority: 3,
    reason: 'above',
    explanation,
    message,
  };
  return { type: n % 2 === 0 ? 'alert.raised' : 'alert.returned', at: START + Math.floor(n / 64) * HOUR_MS, data };
}

const folder = mkdtempSync(join(tmpdir(), 'lianfang-bench-'));
const path = join(folder, 'ledger.sqlite');
const ledger = SqliteLedger.open({ path });
const tree = new MerkleTree();
let last = { seq: 0, hash: '' };
for (let n = 0; n < ENTRIES; n += AT_ONCE) {
  const events = Array.from({ length: Math.min(AT_ONCE, ENTRIES - n) }, (_, i) => event(n + i));
  for (const entry of await ledger.append({ appends: [{ stream: 'bench', expectedVersion: n, events }], now: START })) {
    tree.add(entry.hash);
    last = entry;
  }
}
await ledger.close();
const checkpoint = makeCheckpoint({ region: 'bench', ...last, root: tree.root(), at: START }, LedgerKey.generate());

const took: number[] = [];
for (let round = 0; round < 3; round += 1) {
  const begin = performance.now();
  const verdict = await verifyLedger({ path, kept: [{ checkpoint, source: 'kept' }], keys: [] });
  took.push((performance.now() - begin) / 1000);
  if (!verdict.ok || verdict.entries !== ENTRIES || verdict.kept.length !== 1) throw new Error(JSON.stringify(verdict));
}
took.sort((a, b) => a - b);
const [least = 0, median = 0, most = 0] = took;
const mib = statSync(path).size / 2 ** 20;
console.log(
  `${ENTRIES.toLocaleString('en-US')} entries (${mib.toFixed(0)} MiB) verified with a checkpoint: ` +
    `${median.toFixed(1)} s (${least.toFixed(1)} - ${most.toFixed(1)})`,
);
rmSync(folder, { recursive: true });
