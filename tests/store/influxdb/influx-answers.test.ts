import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { InfluxTimeseries, type InfluxTimeseriesOptions } from '../../../store/influxdb/influx-timeseries.ts';
import { StoreMisconfigured, StoreRejected, StoreUnavailable } from '../../../store/timeseries.ts';
import { reading } from '../../contract/timeseries-contract.ts';
import { type ScriptedAnswer, type ScriptedRequest, startScriptedServer } from './scripted-server.ts';

const V2_PING: ScriptedAnswer = {
  status: 204,
  headers: { 'X-Influxdb-Version': 'v2.7.12', 'X-Influxdb-Build': 'OSS' },
};
const V3_PING: ScriptedAnswer = { status: 200, body: '{"version":"3.4.1","revision":"x","process_id":"y"}' };

let end: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const step of end) await step();
  end = [];
});

async function storeOn(
  answer: (request: ScriptedRequest) => ScriptedAnswer,
  options: Partial<InfluxTimeseriesOptions> = {},
) {
  const server = await startScriptedServer(answer);
  const store = new InfluxTimeseries({ url: server.url, database: 'air', org: '环保 局', token: 'secret', ...options });
  end = [() => store.close(), () => server.stop()];
  return { store, requests: server.requests };
}

const onV2 = (write: ScriptedAnswer) => storeOn(({ path }) => (path === '/ping' ? V2_PING : write));

const thrownBy = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('the version', () => {
  it('2.x is written to natively, with token and organisation, after one question', async () => {
    const { store, requests } = await onV2({ status: 204 });
    await store.write([reading()]);
    await store.write([reading()]);
    expect(requests.map(({ path }) => path)).toEqual(['/ping', '/api/v2/write', '/api/v2/write']);
    const write = requests[1];
    expect(write?.authorization).toBe('Token secret');
    expect(Object.fromEntries(write?.query ?? [])).toEqual({ org: '环保 局', bucket: 'air', precision: 'ms' });
  });

  it('3.x says it in the body; before its first write there is nothing to read', async () => {
    const { store } = await storeOn(({ path }) =>
      path === '/ping' ? V3_PING : { status: 404, body: '{"error":"database not found: air"}' },
    );
    await store.ready();
    expect(await store.read({ from: 0, to: 1, limit: 1 })).toEqual([]);
    expect(await store.count({ from: 0, to: 1 })).toBe(0);
    await expect(store.write([reading()])).rejects.toBeInstanceOf(StoreMisconfigured);
  });

  it('4.x is refused with the remedy', async () => {
    const { store } = await storeOn(() => ({ status: 204, headers: { 'X-Influxdb-Version': '4.0.0' } }));
    expect(String(await thrownBy(store.ready()))).toContain('set the version');
  });
});

describe('an answer to a write', () => {
  it.each([429, 500, 502, 503, 504])('%i is StoreUnavailable, tried once only', async (status) => {
    const { store, requests } = await onV2({ status, headers: { 'Retry-After': '1' } });
    const error = await thrownBy(store.write([reading(), reading({ station: 's2' })]));
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(error).not.toBeInstanceOf(StoreMisconfigured);
    expect(requests).toHaveLength(2);
  });

  it.each([
    [401, 'check token'],
    [403, 'check token'],
    [404, 'create the bucket'],
    [405, 'check that the URL'],
  ])('%i is StoreMisconfigured with the remedy', async (status, remedy) => {
    const { store } = await onV2({ status, body: '{"code":"x","message":"no such thing"}' });
    const error = await thrownBy(store.write([reading()]));
    expect(error).toBeInstanceOf(StoreMisconfigured);
    expect(String(error)).toContain(remedy);
    expect(String(error)).toContain('no such thing');
    expect(String(error)).not.toContain('secret');
  });

  it.each([201, 400, 422])('%i is taken apart until the poison lines are found', async (status) => {
    const stored = new Set<string>();
    const { store, requests } = await storeOn(({ path, body }) => {
      if (path === '/ping') return V2_PING;
      if (body.includes('poison')) return { status, body: '{"code":"invalid","message":"bad \\"line\\""}' };
      for (const line of body.split('\n')) stored.add(/station=([^ ]+)/.exec(line)?.[1] ?? '');
      return { status: 204 };
    });
    const stations = Array.from({ length: 64 }, (_, n) => (n === 7 || n === 40 ? `poison${n}` : `s${n}`));
    const error = await thrownBy(store.write(stations.map((station) => reading({ station }))));
    expect(error).toBeInstanceOf(StoreRejected);
    const { rejected } = error as StoreRejected;
    expect(rejected.map((one) => one.reading.station)).toEqual(['poison7', 'poison40']);
    expect(rejected[0]?.reason).toContain('bad');
    expect(stored.size).toBe(62);
    expect(requests.length).toBeLessThan(30);
  });

  it('that never comes is StoreUnavailable after the time-out', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void silent.close());
    const { port } = silent.address() as AddressInfo;
    const { store } = await storeOn(() => V2_PING, { url: `http://127.0.0.1:${port}`, timeoutMs: 50 });
    await expect(store.write([reading()])).rejects.toBeInstanceOf(StoreUnavailable);
  });
});

describe('an answer to a query', () => {
  const query = (body: string) => storeOn(({ path }) => (path === '/ping' ? V2_PING : { status: 200, body }));

  it.each([
    ['an error in the result', '{"results":[{"error":"timeout"}]}', StoreUnavailable],
    ['a missing database', '{"results":[{"error":"database not found: air"}]}', StoreMisconfigured],
    ['a page of HTML', '<html>', StoreMisconfigured],
  ])('with %s rejects', async (_, body, type) => {
    const { store } = await query(body);
    await expect(store.read({ from: 0, to: 1, limit: 1 })).rejects.toBeInstanceOf(type);
  });

  it('with rows cut by max-row-limit rejects', async () => {
    const cut = '{"results":[{"series":[{"columns":["time"],"values":[],"partial":true}]}]}';
    const count = '{"results":[{"series":[{"columns":["time","readings"],"values":[[0,3]]}]}]}';
    const { store } = await storeOn(({ path, query }) =>
      path === '/ping' ? V2_PING : { status: 200, body: query.get('q')?.includes('COUNT') ? count : cut },
    );
    await expect(store.read({ from: 0, to: 1, limit: 1 })).rejects.toBeInstanceOf(StoreMisconfigured);
  });
});
