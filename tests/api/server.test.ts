import { describe, expect, it } from 'vitest';
import { serve } from '../../api/server.ts';
import { CLEAN, fixture, HAZE, NOW, reading } from './fixture.ts';

const listening = async (api: Awaited<ReturnType<typeof fixture>>, port = 0) =>
  serve({ app: api.app, hub: api.hub, port, host: '127.0.0.1' });

describe('serve', () => {
  it('answers on a real socket and closes when the last connection is done', async () => {
    const api = await fixture();
    await api.store.write([reading('b1', NOW, HAZE)]);
    const server = await listening(api);
    const url = `http://127.0.0.1:${server.port}`;
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
    expect((await (await fetch(`${url}/api/v1/readings?format=csv`)).text()).split('\n')).toHaveLength(3);
    expect((await fetch(`${url}/healthz`, { method: 'POST', body: 'x' })).status).toBe(405);
    await server.close();
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });

  it('rejects when the port is taken', async () => {
    const api = await fixture();
    const server = await listening(api);
    await expect(listening(await fixture(), server.port)).rejects.toThrow(/EADDRINUSE/);
    await server.close();
  });

  it('lets a client see that a CSV was broken off', async () => {
    let reads = 0;
    const read = async (query: { limit: number }) => {
      reads += 1;
      if (reads > 1) throw new Error('gone');
      return Array.from({ length: query.limit }, (_, minute) => reading('b1', NOW + minute, CLEAN));
    };
    const server = await listening(await fixture({ deps: { readings: { read } } }));
    const response = await fetch(`http://127.0.0.1:${server.port}/api/v1/readings?format=csv`);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    await server.close();
  });
});
