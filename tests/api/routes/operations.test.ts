import { describe, expect, it } from 'vitest';
import type { MetricFamily } from '../../../api/deps.ts';
import { answerOf, fixture } from '../fixture.ts';

describe('/healthz, /readyz, /metrics', () => {
  it('is alive whatever it leans on', async () => {
    const { json } = await fixture({
      deps: { checks: [{ name: 'mqtt', check: () => Promise.reject(new Error('down')) }] },
    });
    expect(await json('/healthz')).toEqual({ status: 'ok' });
  });

  it('is ready when every named check passes', async () => {
    const check = async () => ({ ok: true as const });
    const { json } = await fixture({ deps: { checks: ['mqtt', 'ledger'].map((name) => ({ name, check })) } });
    const checks = [
      { name: 'mqtt', ok: true },
      { name: 'ledger', ok: true },
    ];
    expect(await json('/readyz')).toEqual({ status: 'ready', checks });
  });

  it('names every check that fails, throws or does not answer', async () => {
    const { get, clock } = await fixture({
      deps: {
        checks: [
          { name: 'fine', check: async () => ({ ok: true }) },
          { name: 'mqtt', check: async () => ({ ok: false, reason: 'not connected since 14:00' }) },
          { name: 'ledger', check: () => Promise.reject(new Error('disk full')) },
          { name: 'timeseries', check: () => new Promise(() => {}) },
        ],
      },
    });
    const asked = get('/readyz');
    await new Promise(setImmediate);
    clock.advance(3_000);
    const response = await asked;
    expect(response.status).toBe(503);
    expect((await answerOf(response)).errors).toEqual([
      { path: 'mqtt', message: 'not connected since 14:00' },
      { path: 'ledger', message: 'disk full' },
      { path: 'timeseries', message: 'no answer within 3 s' },
    ]);
  });

  it('shows the other rooms’ figures as they are at each scrape, and its own', async () => {
    let stored = 5;
    const metrics = (): MetricFamily[] => [
      { name: 'lianfang_readings_stored_total', help: 'Stored.', type: 'counter', samples: [{ value: stored }] },
      {
        name: 'lianfang_refused_total',
        help: 'Refused.',
        type: 'counter',
        samples: [{ labels: { code: 'future' }, value: 2 }],
      },
    ];
    const { get } = await fixture({ deps: { metrics } });
    const scrape = async () => (await get('/metrics')).text();
    expect(await scrape()).toContain('lianfang_readings_stored_total 5\n');
    stored = 9;
    await get('/api/v1/stations/b1');
    const text = await scrape();
    expect(text).toContain('lianfang_readings_stored_total 9\n');
    expect(text).toContain('lianfang_refused_total{code="future"} 2\n');
    expect(text).toContain('# TYPE lianfang_live_clients gauge');
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).toContain(
      'lianfang_http_request_duration_seconds_count{method="GET",route="/api/v1/stations/:id",status="200"} 1',
    );
  });

  it('keeps two instances apart', async () => {
    const [one, other] = [await fixture(), await fixture()];
    await one.get('/api/v1/cities');
    expect(await (await other.get('/metrics')).text()).not.toContain('route="/api/v1/cities"');
  });
});
