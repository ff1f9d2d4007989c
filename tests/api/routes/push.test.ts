import { once } from 'node:events';
import { request } from 'node:http';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { PushPort } from '../../../api/deps.ts';
import { serve } from '../../../api/server.ts';
import { EVER, pushRig, settled } from '../../ingest/http/push-rig.ts';
import { message } from '../../ingest/samples.ts';
import { observationRig } from '../../ingest/sensorthings/observation-rig.ts';
import { fixture } from '../fixture.ts';

const PATH = '/api/v1/readings';
const TOKENS: Readonly<Record<string, readonly string[]>> = { one: ['S1'], two: ['S1', 'S2'] };
const body = JSON.stringify(message());

async function pushApi(more: Partial<PushPort> = {}) {
  const rig = pushRig();
  const push: PushPort = {
    verifyToken: async (token) => {
      const stations = TOKENS[token];
      return stations === undefined ? undefined : { stations };
    },
    submit: (request) => rig.receiver.submit(request),
    ...more,
  };
  const api = await fixture({ deps: { push } });
  const post = (
    content: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
    path = PATH,
  ): Response | Promise<Response> =>
    api.app.request(path, {
      method: 'POST',
      body: content,
      headers: { authorization: 'Bearer one', 'content-type': 'application/json', ...headers },
    });
  return { ...rig, api, post };
}

const problemOf = async (response: Response) =>
  (await response.json()) as { code: string; detail?: string; status: number };

describe('POST /api/v1/readings', () => {
  it('[PSH-1] answers 202 with the verdicts when it is stored', async () => {
    const { post, store } = await pushApi();
    const response = await post(body);
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({
      stored: 1,
      refused: 0,
      items: [{ index: 0, seq: 1024, status: 'stored' }],
    });
    expect(await store.count(EVER)).toBe(1);
  });

  it('[PSH-3] takes NDJSON', async () => {
    const { post } = await pushApi();
    const response = await post(`${body}\n7\n`, { 'content-type': 'application/x-ndjson; charset=UTF-8' });
    expect(await response.json()).toMatchObject({ stored: 1, refused: 1, items: [{}, { code: 'wrong_type' }] });
  });

  it.each([
    ['', 'Bearer'],
    ['Bearer nobody', 'Bearer error="invalid_token"'],
    ['Digest one', 'Bearer'],
    [`Basic ${btoa('one')}`, 'Bearer'],
  ])('[PSH-4] answers 401 to %j', async (authorization, challenge) => {
    const { post, counters } = await pushApi();
    const response = await post(body, { authorization });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe(challenge);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect((await problemOf(response)).code).toBe('unauthorized');
    expect(counters.messagesReceived).toBe(0);
  });

  it('[PSH-4] takes the token as the password of Basic', async () => {
    const { post } = await pushApi();
    expect((await post(body, { authorization: `Basic ${btoa('logger:one')}` })).status).toBe(202);
  });

  it('[PSH-4] does not wait for the body of a stranger', async () => {
    const { api } = await pushApi();
    const server = await serve({ ...api, host: '127.0.0.1', port: 0 });
    const headers = { authorization: 'Bearer nobody', 'content-length': '1000000' };
    const sender = request({ host: '127.0.0.1', port: server.port, path: PATH, method: 'POST', headers });
    sender.write('[');
    const [response] = await once(sender, 'response');
    expect(response.statusCode).toBe(401);
    sender.destroy();
    await server.close();
  });

  it('[PSH-5] answers 403 when nothing is for a station of the token', async () => {
    const { post } = await pushApi();
    const response = await post(JSON.stringify(message({ station: 'S2' })));
    expect(response.status).toBe(403);
    expect(await problemOf(response)).toMatchObject({ code: 'not_your_station', status: 403 });
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
  ])('[PSH-9] inflates %s', async (encoding, compress) => {
    const { post } = await pushApi();
    expect((await post(compress(body), { 'content-encoding': encoding })).status).toBe(202);
  });

  it.each([
    [{ 'content-encoding': 'br' }, 'unsupported_encoding'],
    [{ 'content-type': 'text/csv' }, 'unsupported_media_type'],
    [{ 'content-type': 'application/json; charset=gbk' }, 'unsupported_media_type'],
  ])('[PSH-9] answers 415 to %j', async (headers, code) => {
    const { post } = await pushApi();
    const response = await post(body, headers as unknown as Record<string, string>);
    expect(response.status).toBe(415);
    expect((await problemOf(response)).code).toBe(code);
  });

  it('[PSH-9] names the encodings that it knows', async () => {
    const { post } = await pushApi();
    const response = await post(body, { 'content-encoding': 'br' });
    expect(response.headers.get('accept-encoding')).toBe('gzip, deflate');
  });

  it('[PSH-7] stops inflating at the bound', async () => {
    const { post, store } = await pushApi();
    const bomb = gzipSync(Buffer.alloc(64 * 1_048_576, ' '));
    expect(bomb.byteLength).toBeLessThan(100_000);
    const response = await post(bomb, { 'content-encoding': 'gzip' });
    expect(response.status).toBe(413);
    expect((await problemOf(response)).code).toBe('body_too_large');
    expect(await store.count(EVER)).toBe(0);
  });

  it('[PSH-7] stops reading at the bound, with and without a length', async () => {
    const { post } = await pushApi();
    expect((await post(Buffer.alloc(8 * 1_048_576 + 1, ' '))).status).toBe(413);
    expect((await post(body, { 'content-length': '9000000' })).status).toBe(413);
    const { api } = await pushApi();
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (to) => {
        sent += 1_048_576;
        to.enqueue(new Uint8Array(1_048_576));
      },
    });
    const headers = { authorization: 'Bearer one', 'content-type': 'application/json' };
    const init = { method: 'POST', body: endless, duplex: 'half', headers } as const;
    expect((await api.app.request(PATH, init)).status).toBe(413);
    expect(sent).toBeLessThan(16 * 1_048_576);
  });

  it.each([
    ['not gzip', Buffer.from(body)],
    ['cut off', gzipSync(body).subarray(0, 40)],
  ])('[PSH-15] answers 400 to broken compression: %s', async (_, content) => {
    const { post } = await pushApi();
    const response = await post(content, { 'content-encoding': 'gzip' });
    expect(response.status).toBe(400);
    expect((await problemOf(response)).code).toBe('bad_body');
  });

  it('[PSH-10] answers 429 with Retry-After while the pipeline is full', async () => {
    const { post } = await pushApi({ submit: async () => ({ outcome: 'busy', retryAfterS: 5 }) });
    const response = await post(body);
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('5');
    expect((await problemOf(response)).code).toBe('too_busy');
  });

  it('[PSH-11] answers 503 with Retry-After when the commit takes too long', async () => {
    const { post, store, clock } = await pushApi();
    store.shut = true;
    const pending = Promise.resolve(post(body));
    // The body's stream takes a few turns before the receiver has it.
    while (store.writes.length === 0) await settled();
    clock.advance(20_000);
    const response = await pending;
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
    expect((await problemOf(response)).code).toBe('commit_timeout');
    store.open();
  });

  it('[PSH-12] answers the same to the same key, and says that it is a replay', async () => {
    const { post, store } = await pushApi();
    const first = await post(body, { 'idempotency-key': 'k1' });
    const second = await post(gzipSync(body), { 'idempotency-key': 'k1', 'content-encoding': 'gzip' });
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect([second.status, await second.text()]).toEqual([first.status, await first.text()]);
    expect(store.writes).toEqual([1]);
  });

  it('[PSH-13] answers 422 to the same key with another body, and keeps tokens apart', async () => {
    const { post } = await pushApi();
    await post(body, { 'idempotency-key': 'k1' });
    const other = JSON.stringify(message({ station: 'S1', seq: 7 }));
    expect((await post(other, { 'idempotency-key': 'k1' })).status).toBe(422);
    expect((await post(other, { 'idempotency-key': 'k1', authorization: 'Bearer two' })).status).toBe(202);
  });

  it.each(['', 'x'.repeat(201), 'two words'])('[PSH-12] answers 400 to the key %j', async (key) => {
    const { post } = await pushApi();
    const response = await post(body, { 'idempotency-key': key });
    expect([response.status, (await problemOf(response)).code]).toEqual([400, 'bad_idempotency_key']);
  });

  it('is not there when nothing can be pushed', async () => {
    const { app } = await fixture();
    expect((await app.request(PATH, { method: 'POST', body })).status).toBe(405);
  });

  it('stands in the OpenAPI document with all its routes', async () => {
    const { api } = await pushApi({
      submitMapped: async () => undefined,
      observe: async () => ({ outcome: 'busy', retryAfterS: 1 }),
    });
    const { paths } = (await (await api.get('/api/v1/openapi.json')).json()) as { paths: Record<string, object> };
    expect(paths[PATH]).toHaveProperty('post');
    expect(paths['/api/v1/push/{profile}']).toHaveProperty('post');
    expect(paths['/v1.1/{datastream}/Observations']).toHaveProperty('post');
  });
});

describe('POST /api/v1/push/{profile}', () => {
  const committed = { stored: 1, refused: 0, items: [{ index: 0, status: 'stored' as const }] };

  it('[PSH-32] hands the message and its headers over, for the stations of the token', async () => {
    const asked: unknown[] = [];
    const { post } = await pushApi({
      submitMapped: async ({ body: sent, headers, ...rest }) => {
        asked.push({ ...rest, body: Buffer.from(sent).toString(), sensor: headers['x-sensor'] });
        return rest.profile === 'sensor-community'
          ? { outcome: 'committed', answer: committed, replayed: false }
          : undefined;
      },
    });
    const response = await post('{"a":1}', { 'X-Sensor': 'esp8266-1' }, '/api/v1/push/sensor-community');
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual(committed);
    expect(asked).toEqual([{ profile: 'sensor-community', stations: ['S1'], body: '{"a":1}', sensor: 'esp8266-1' }]);
    expect((await post('{}', {}, '/api/v1/push/toaster')).status).toBe(404);
    expect((await post('{}', { authorization: 'Bearer x' }, '/api/v1/push/toaster')).status).toBe(401);
  });

  it('[PSH-32] refuses more than a device has to say', async () => {
    const { post } = await pushApi({ submitMapped: async () => undefined });
    expect((await post(Buffer.alloc(65_537, ' '), {}, '/api/v1/push/sensor-community')).status).toBe(413);
  });
});

describe('POST /v1.1/Datastreams(…)/Observations', () => {
  const path = '/v1.1/Datastreams(20)/Observations';

  it('[PSH-50] answers 201 with the address of the reading', async () => {
    const rig = observationRig();
    const { post } = await pushApi({ observe: (request) => rig.receiver.observe(request) });
    const response = await post(
      '{"result":4.1,"phenomenonTime":"2026-11-22T14:00:00+08:00"}',
      { authorization: 'Bearer two' },
      path,
    );
    expect(response.status).toBe(201);
    expect(response.headers.get('location')).toBe(
      '/api/v1/readings?station=S2&from=2026-11-22T14%3A00%3A00%2B08%3A00&to=2026-11-22T14%3A00%3A00.001%2B08%3A00',
    );
    expect(await rig.stored()).toHaveLength(1);
    const foreign = await post('{"result":4.1}', {}, path);
    expect(foreign.status).toBe(403);
    const bad = await post('{"result":"x"}', { authorization: 'Bearer two' }, path);
    expect(bad.status).toBe(422);
    expect(await bad.json()).toMatchObject({ code: 'observation_refused', errors: [{ path: 'wrong_type' }] });
  });

  it('[PSH-10] answers 429 with Retry-After when all is full', async () => {
    const { post } = await pushApi({ observe: async () => ({ outcome: 'busy', retryAfterS: 5 }) });
    const response = await post('{}', {}, path);
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '5']);
  });
});
