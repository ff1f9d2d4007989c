import { describe, expect, it } from 'vitest';
import { HourGrid } from '../../../domain/air/hour-grid.ts';
import { Counters } from '../../../ingest/counters.ts';
import { ForecastDesk } from '../../../ingest/forecast/forecast-desk.ts';
import { pushForecasts } from '../../../ingest/forecast/forecast-push.ts';
import { ForecasterBook } from '../../../ingest/forecast/forecaster-book.ts';
import { SqliteForecasts } from '../../../store/sqlite/sqlite-forecasts.ts';
import { StoreUnavailable } from '../../../store/timeseries.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { fixture, HOUR_MS, NOW } from '../fixture.ts';

const TOKEN = 'a-token-of-twenty-characters';
const grid = new HourGrid({ utcOffsetMs: 8 * HOUR_MS });

/** The api over the real desk and the real store. */
async function house() {
  const store = SqliteForecasts.open({ path: ':memory:' });
  const state = { away: false };
  const forecasters = new ForecasterBook([{ issuer: 'bureau', cities: ['bing', 'ding'], token: TOKEN }]);
  const desk = new ForecastDesk({
    store: {
      add: async (forecasts) => {
        if (state.away) throw new StoreUnavailable('away');
        return store.add(forecasts);
      },
    },
    counters: new Counters(),
    clock: new ManualClock(NOW),
    grid,
    forecasters,
    cities: new Set(['bing', 'ding']),
    futureToleranceMs: 0,
    onStored: () => {},
  });
  const { app } = await fixture({
    deps: {
      forecasts: {
        verifyToken: (token) => (forecasters.ofToken(token) === undefined ? undefined : { issuer: 'bureau' }),
        submit: ({ body, issuer }) => pushForecasts(desk, { body, sender: issuer }),
        list: (query) => store.list(query),
        scores: (query) => store.scores(query),
      },
    },
  });
  return {
    store,
    state,
    post: async (body: unknown, token = TOKEN) => {
      const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const response = await app.request('/api/v1/forecasts', { method: 'POST', headers, body: text });
      return { status: response.status, ...((await response.json()) as Record<string, unknown>) };
    },
    get: async (path: string) => {
      const response = await app.request(`/api/v1/forecasts${path}`);
      return {
        status: response.status,
        ...((await response.json()) as { items: Record<string, unknown>[]; next: string }),
      };
    },
  };
}

const forecast = (more: object = {}) => ({
  city: 'bing',
  issuer: 'bureau',
  issued_at: '2026-11-22T10:00:00+08:00',
  days: [
    { day: '2026-11-22', aqi: 120 },
    { day: '2026-11-23', aqi_low: 180, aqi_high: 221, primary: ['pm25'] },
  ],
  ...more,
});

describe('POST /api/v1/forecasts', () => {
  it('[FCS-1] answers 202 when all that it calls stored is durable, with a verdict for each', async () => {
    const { post, store } = await house();
    const answer = await post([forecast(), forecast({ city: 'nowhere' }), forecast({ city: 'ding' }), forecast()]);
    expect(answer).toMatchObject({ status: 202, stored: 3, refused: 1 });
    expect(answer).toMatchObject({
      items: [
        { index: 0, status: 'stored' },
        { index: 1, status: 'refused', refusals: [{ code: 'unknown_city' }] },
        { index: 2, status: 'stored' },
        { index: 3, status: 'stored', fate: 'duplicate' },
      ],
    });
    expect(await store.list({ limit: 9 })).toHaveLength(4);
  });

  it('[FCS-6] answers 422 with every reason when nothing was stored, 400 when nothing could be read', async () => {
    const { post } = await house();
    expect(await post(forecast({ days: [{ day: '2026-11-21', aqi: 1 }], issued_at: '?' }))).toMatchObject({
      status: 422,
      code: 'forecast_refused',
      errors: [{ path: '[0]', message: expect.stringMatching(/^bad_time: issued_at: /) }],
    });
    expect(await post(forecast({ city: undefined }))).toMatchObject({
      errors: [{ message: expect.stringMatching(/^missing_field: city: /) }],
    });
    expect(await post('{')).toMatchObject({ status: 400, code: 'bad_body' });
    expect(await post([])).toMatchObject({ status: 400, code: 'bad_body' });
  });

  it('[FCS-7] takes the token of a forecaster only, and nothing in another name', async () => {
    const { post } = await house();
    expect(await post(forecast(), 'some-token-of-a-station')).toMatchObject({ status: 401, code: 'unauthorized' });
    expect(await post(forecast({ issuer: 'province' }))).toMatchObject({
      status: 422,
      errors: [{ message: expect.stringContaining('not_your_forecast') }],
    });
  });

  it('[FCS-1] answers 503 while the store is away', async () => {
    const { post, state } = await house();
    state.away = true;
    expect(await post(forecast())).toMatchObject({ status: 503, code: 'store_unavailable' });
    state.away = false;
    expect(await post(forecast())).toMatchObject({ status: 202, stored: 1 });
  });
});

describe('GET /api/v1/forecasts', () => {
  it('[FCS-2] [FCS-4] shows every issue with issuer and time, page by page, and marks the baseline', async () => {
    const { post, get, store } = await house();
    await post(forecast());
    const issuedDay = grid.dayOf(grid.hourOf(NOW, 3600));
    const own = { city: 'bing', issuer: 'baseline', issuedAt: NOW, issuedDay, receivedAt: NOW };
    const day = { day: issuedDay + 1, aqi: 90, aqiBasis: 'values' as const, values: { pm25: 67 }, primary: [] };
    await store.add([{ ...own, days: [day] }]);
    const { items, next } = await get('?city=bing&day=2026-11-23');
    expect(next).toBeNull();
    expect(items).toEqual([
      {
        city: 'bing',
        day: '2026-11-23',
        issuer: 'baseline',
        kind: 'baseline',
        issuedAt: '2026-11-22T14:00:00+08:00',
        receivedAt: '2026-11-22T14:00:00+08:00',
        lead: 1,
        aqi: 90,
        aqiBasis: 'values',
        values: { pm25: 67 },
        primary: [],
        observed: null,
      },
      expect.objectContaining({
        issuer: 'bureau',
        kind: 'issued',
        issuedAt: '2026-11-22T10:00:00+08:00',
        aqi: 201,
        aqiBasis: 'range',
        aqiLow: 180,
        aqiHigh: 221,
        primary: ['pm25'],
      }),
    ]);
    const first = await get('?limit=2');
    expect(first.items.map(({ day: at, issuer }) => `${at} ${issuer}`)).toEqual([
      '2026-11-22 bureau',
      '2026-11-23 baseline',
    ]);
    const second = await get(`?limit=2&cursor=${first.next}`);
    expect(second.items.map(({ issuer }) => issuer)).toEqual(['bureau']);
    expect((await get('?issuer=baseline')).items).toHaveLength(1);
    expect(await get('?city=nowhere')).toMatchObject({ status: 400, code: 'bad_query' });
    expect(await get('?day=2026-02-30')).toMatchObject({ status: 400, code: 'bad_query' });
  });
});

describe('GET /api/v1/forecasts/scores', () => {
  it('[FCS-31] [FCS-34] shows the figures by issuer and lead over the days asked for', async () => {
    const { post, get, store } = await house();
    await post(forecast());
    const day = grid.dayOf(grid.hourOf(NOW, 3600));
    const endAt = grid.endOf((day + 1) * 24);
    await store.observe([
      { city: 'bing', day, aqi: 160, endAt },
      { city: 'bing', day: day + 1, aqi: 210, endAt: endAt + 24 * HOUR_MS },
    ]);
    const { items } = await get('/scores');
    expect(items).toMatchObject([
      { issuer: 'bureau', kind: 'issued', lead: 0, forecasts: 1, mae: 40, meanError: -40 },
      { issuer: 'bureau', lead: 1, forecasts: 1, mae: 9 },
    ]);
    expect(items[0]).toMatchObject({ events: [{ above: 150, misses: 1, csi: 0, far: null }, { above: 200 }, {}] });
    expect(items[1]).toMatchObject({ events: [{}, { above: 200, hits: 1, pod: 1, far: 0, csi: 1, bias: 1 }, {}] });
    expect((await get('/scores?lead=1&issuer=bureau&from=2026-11-23&to=2026-11-23')).items).toHaveLength(1);
    expect((await get('/scores?from=2026-11-24')).items).toEqual([]);
    expect(await get('/scores?from=2026-11-24&to=2026-11-23')).toMatchObject({ status: 400, code: 'bad_query' });
  });
});
