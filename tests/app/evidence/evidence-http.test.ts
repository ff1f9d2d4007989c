import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../../app/config/load.ts';
import { EmbeddedBroker } from '../../../app/config/schema.ts';
import { PROGRAM } from '../../../app/evidence/sources.ts';
import { verifyPackage } from '../../../app/evidence/verify-package.ts';
import { type Installation, startInstallation } from '../../../app/installation/installation.ts';
import { type Checkpoint, checkpointFault } from '../../../store/checkpoint.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { engine } from '../../domain/warning/scenario.ts';

const CONFIG = resolve(import.meta.dirname, '../../../config/demo/lianfang.yaml');
const NOW = Date.parse('2026-11-23T08:00:00+08:00');
const folder = mkdtempSync(join(tmpdir(), 'lianfang-evidence-'));
const quiet = { info: () => {}, warn: () => {}, error: () => {} };

let installation: Installation;
let id = '';

beforeAll(async () => {
  const loaded = loadConfig(CONFIG, {}, NOW);
  installation = await startInstallation({
    loaded: {
      ...loaded,
      config: {
        ...loaded.config,
        http: { ...loaded.config.http, host: '127.0.0.1', port: 0 },
        embedded_broker: EmbeddedBroker.parse({ host: '127.0.0.1', port: 0 }),
        storage: { directory: folder },
      },
    },
    clock: new ManualClock(NOW),
    clockRate: 1,
    log: quiet,
  });
  const window = { from: NOW, to: null };
  const answer = await installation.coordination.warn({
    command: {
      type: 'propose',
      by: engine,
      kind: 'colour',
      grade: 'yellow',
      cities: ['jia'],
      window,
      basis: 'forecast',
      reason: 'forecast',
    },
  });
  if (answer.outcome === 'done') id = answer.state.id;
}, 60_000);

afterAll(async () => {
  await installation.close();
  rmSync(folder, { recursive: true });
});

const get = (path: string) => fetch(new URL(path, installation.url));

describe('proofs over HTTP', () => {
  it('[EVI-4] anybody may have the newest checkpoint and the key that signs', async () => {
    const response = await get('/api/v1/ledger/checkpoint');
    const checkpoint = (await response.json()) as Checkpoint;
    const { key } = (await (await get('/api/v1/ledger/key')).json()) as { readonly key: string };
    expect(checkpointFault(checkpoint, [key])).toBeUndefined();
    expect(response.headers.get('content-disposition')).toContain(`checkpoint-demo-${checkpoint.seq}.json`);
    expect(checkpoint.seq).toBeGreaterThan(1);
  });

  it('[EVI-19] the package of a warning is made beside everything else, several wishes at once one after the other', async () => {
    const responses = await Promise.all([
      get(`/api/v1/warnings/${id}/evidence`),
      get(`/api/v1/warnings/${id}/evidence`),
    ]);
    const [first, second] = await Promise.all(responses.map(async (one) => Buffer.from(await one.arrayBuffer())));
    expect(responses[0]?.headers.get('content-type')).toBe('application/zip');
    expect(responses[0]?.headers.get('content-disposition')).toBe(`attachment; filename="${id}.zip"`);
    expect(first?.equals(second ?? Buffer.alloc(0))).toBe(true);
    const verdict = await verifyPackage(first ?? Buffer.alloc(0), { kept: [], keys: [], program: PROGRAM });
    expect(verdict).toMatchObject({ ok: true, id });
  }, 60_000);

  it('[EVI-19] there is none of what there is not', async () => {
    for (const [path, code] of [
      ['/api/v1/warnings/W-2020-001/evidence', 'unknown_warning'],
      ['/api/v1/cases/C-2020-001/evidence', 'unknown_case'],
    ] as const) {
      const response = await get(path);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ code });
    }
  });
});
