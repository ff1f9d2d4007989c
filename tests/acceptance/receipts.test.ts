import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeWithService } from '../services/describe-with-service.ts';
import { freePort } from '../services/free-port.ts';
import type { LaunchedService } from '../services/launched-service.ts';
import { startMosquitto } from '../services/mosquitto.ts';
import { type Lianfang, lianfang } from './lianfang-process.ts';

const root = new URL('../../', import.meta.url).pathname;
const HOURS = 96;

describeWithService('mosquitto', 'stations that keep every reading until its receipt', () => {
  let folder = '';
  let broker: LaunchedService;
  let house: Lianfang;
  let url = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lianfang-receipts-'));
    broker = await startMosquitto({ config: 'autosave_interval 3600' });
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    writeFileSync(
      join(folder, 'lianfang.yaml'),
      [
        `agreement: ${root}config/demo/agreement.yaml`,
        `stations: ${root}config/demo/stations.csv`,
        `http: { port: ${port} }`,
        `mqtt: { url: "${broker.url}" }`,
      ].join('\n'),
    );
    await serve();
  });
  afterAll(async () => {
    await house.end('SIGTERM');
    await broker.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function serve(): Promise<void> {
    house = lianfang(['serve', '--config', join(folder, 'lianfang.yaml')]);
    const ready = () =>
      fetch(`${url}/readyz`).then(
        ({ status }) => status === 200,
        () => false,
      );
    await vi.waitUntil(ready, { timeout: 30_000, interval: 50 });
  }
  const figure = async (name: string) =>
    Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(await (await fetch(`${url}/metrics`)).text())?.[1]);

  it('[LGR-1] platform and broker die by SIGKILL under load: the simulation ends when everything is stored, and the books agree', async () => {
    const stations = lianfang(
      [
        'simulate',
        '--mqtt',
        broker.url,
        '--speed',
        '0',
        '--hours',
        `${HOURS}`,
        '--until-stored',
        '--resend-s',
        '2',
        '--json',
      ],
      {},
    );
    await vi.waitUntil(async () => (await figure('lianfang_readings_stored_total')) > 500, {
      timeout: 30_000,
      interval: 5,
    });
    await house.end('SIGKILL');
    await broker.kill();
    await broker.restart();
    await serve();
    expect(await stations.ended, stations.stderr()).toBe(0);
    const { sent, acknowledged } = JSON.parse(stations.stdout()) as { sent: number; acknowledged: number };
    expect(sent).toBeGreaterThan(60 * HOURS);
    expect(acknowledged).toBe(sent);
    const { totals, absent } = (await (await fetch(`${url}/api/v1/balance`)).json()) as {
      readonly totals: { readonly stored: number; readonly missing: number; readonly received: number };
      readonly absent: readonly unknown[];
    };
    // What was committed in the last second before the crash came again, was known by the store, and is booked.
    expect(totals).toMatchObject({ stored: sent, missing: 0, revised: 0, refused: 0, lost: 0, restarts: 0 });
    expect(totals.received).toBeGreaterThanOrEqual(sent);
    expect(await figure('lianfang_stations_absent')).toBe(absent.length);
  }, 90_000);
});
