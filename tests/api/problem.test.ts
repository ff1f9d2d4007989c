import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PROBLEMS } from '../../api/problem.ts';
import { StoreUnavailable } from '../../store/timeseries.ts';
import { answerOf, fixture } from './fixture.ts';

const guide = readFileSync(new URL('../../docs/guide/errors-http.md', import.meta.url), 'utf8');
const rows = [...guide.matchAll(/^\| `(\w+)` \| (\d+) \|/gm)].map(([, code, status]) => [code, Number(status)]);

describe('problem documents', () => {
  it('are all in the guide with their status, and the guide has no others', () => {
    expect(rows.sort()).toEqual(
      Object.entries(PROBLEMS)
        .map(([code, { status }]) => [code, status])
        .sort(),
    );
  });

  it('tell of an address that is not there', async () => {
    const { get } = await fixture();
    const response = await get('/api/v1/nothing');
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const problem = await answerOf(response);
    expect(problem).toMatchObject({ code: 'not_found', status: 404, type: 'urn:lianfang:problem:not_found' });
    expect(problem.requestId).toBe(response.headers.get('x-request-id'));
  });

  it('name every mistake of a query at once', async () => {
    const { json } = await fixture();
    const problem = await json('/api/v1/readings?from=yesterday&limit=10001&form=csv&format=xml');
    expect(problem.code).toBe('bad_query');
    expect(problem.errors.map(({ path }) => path).sort()).toEqual(['form', 'format', 'from', 'limit']);
  });

  it('name unregistered stations and cities instead of answering with nothing', async () => {
    const { json } = await fixture();
    const problem = await json('/api/v1/readings?station=b1,x1&city=nowhere');
    expect(problem.errors).toEqual([
      { path: 'station', message: 'no station x1' },
      { path: 'city', message: 'no city nowhere' },
    ]);
  });

  it('refuse a method and say which there are', async () => {
    const { app } = await fixture();
    const response = await app.request('/api/v1/stations', { method: 'DELETE' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
    expect((await answerOf(response)).code).toBe('method_not_allowed');
    expect((await app.request('/api/v1/nothing', { method: 'POST' })).status).toBe(404);
  });

  it('keep an inner failure to the log, under the same request id', async () => {
    const broken = { read: () => Promise.reject(new Error('secret path /etc/x')) };
    const { get, logged } = await fixture({ deps: { readings: broken } });
    const response = await get('/api/v1/readings');
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toContain('secret');
    expect(logged).toMatchObject([{ level: 'error', fields: { requestId: JSON.parse(text).requestId } }]);
  });

  it.each(['/api/v1/readings', '/api/v1/readings?format=csv', '/api/v1/indices', '/api/v1/indices?format=csv'])(
    'say that the store is away: %s',
    async (path) => {
      const away = { read: () => Promise.reject(new StoreUnavailable('connection refused')) };
      const { get } = await fixture({ deps: { readings: away } });
      const response = await get(path);
      expect(response.status).toBe(503);
      expect((await answerOf(response)).code).toBe('store_unavailable');
    },
  );
});
