import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve } from '../../../api/server.ts';
import { openPush, readProfiles } from '../../../app/installation/push.ts';
import { Counters } from '../../../ingest/counters.ts';
import { Pipeline } from '../../../ingest/pipeline.ts';
import { StationRegistry } from '../../../ingest/registry.ts';
import { Datastreams } from '../../../ingest/sensorthings/datastream.ts';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import { fixture } from '../../api/fixture.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { EVER } from '../../ingest/http/push-rig.ts';
import { message, NOW, quiet, station } from '../../ingest/samples.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lianfang-push-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The house as far as pushing goes: files, a port, and a clock that stands still. */
async function house() {
  const timeseries = SqliteTimeseries.open({ path: join(folder, 'readings.sqlite') });
  const clock = new ManualClock(NOW);
  const registry = new StationRegistry([station(), station({ id: 'S2' })]);
  const counters = new Counters();
  const pipeline = new Pipeline({ store: timeseries, registry, clock, counters, log: quiet });
  const push = openPush({
    pipeline,
    registry,
    timeseries,
    clock,
    clockRate: 1,
    log: quiet,
    folder,
    verifyToken: async (token) => (token === 'secret' ? { stations: ['S1', 'S2'] } : undefined),
    profiles: readProfiles(fileURLToPath(new URL('../../../config/profiles', import.meta.url))),
    devices: { 'sensor-community': { '77': 'S2' } },
    datastreams: Datastreams.parse({ 42: { station: 'S1', parameter: 'temp', unit: 'C' } }),
  });
  const api = await fixture({ deps: { push: push.port } });
  const server = await serve({ ...api, host: '127.0.0.1', port: 0 });
  return {
    timeseries,
    counters,
    post: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      fetch(`http://127.0.0.1:${server.port}${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { authorization: 'Bearer secret', 'content-type': 'application/json', ...headers },
      }),
    async stop() {
      await server.close();
      await push.close({ timeoutMs: 1_000 });
      await pipeline.close({ timeoutMs: 1_000 });
      await timeseries.close();
    },
  };
}

describe('openPush', () => {
  it('[PSH-12] gives the same answer after a restart', async () => {
    const body = [message({ station: 'S1' }), message({ station: 'S1', at: 'no' })];
    const headers = { 'idempotency-key': 'a' };
    const before = await house();
    const first = await (await before.post('/api/v1/readings', body, headers)).json();
    await before.stop();
    const after = await house();
    const again = await after.post('/api/v1/readings', body, headers);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await again.json()).toEqual(first);
    expect(after.counters.readingsStored).toBe(0);
    expect(await after.timeseries.count(EVER)).toBe(1);
    await after.stop();
  });

  it('[PSH-32] [PSH-50] has profiles and SensorThings on the same port', async () => {
    const subject = await house();
    const airRohr = { esp8266id: '77', sensordatavalues: [{ value_type: 'SDS_P1', value: '23.5' }] };
    const basic = { authorization: `Basic ${btoa('any:secret')}` };
    expect((await subject.post('/api/v1/push/sensor-community', airRohr, basic)).status).toBe(202);
    // The only parameter of S1 that is fed this way: nothing to wait for.
    const created = await subject.post('/v1.1/Datastreams(42)/Observations', { result: 4.1 });
    expect(created.status).toBe(201);
    const readings = await subject.timeseries.read({ ...EVER, from: NOW, limit: 10 });
    expect(readings.map(({ station: id, values }) => [id, values])).toEqual([
      ['S1', { temp: 4.1 }],
      ['S2', { pm10: 23.5 }],
    ]);
    await subject.stop();
  });
});
