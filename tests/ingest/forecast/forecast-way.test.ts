import { describe, expect, it } from 'vitest';
import { HourGrid } from '../../../domain/air/hour-grid.ts';
import type { Forecast } from '../../../domain/forecast/forecast.ts';
import { Counters } from '../../../ingest/counters.ts';
import { ForecastDesk } from '../../../ingest/forecast/forecast-desk.ts';
import { ForecastWay } from '../../../ingest/forecast/forecast-way.ts';
import { ForecasterBook } from '../../../ingest/forecast/forecaster-book.ts';
import type { Outcome } from '../../../ingest/pipeline.ts';
import type { ForecastStore } from '../../../store/forecasts.ts';
import { SqliteForecasts } from '../../../store/sqlite/sqlite-forecasts.ts';
import { StoreUnavailable } from '../../../store/timeseries.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { quiet } from '../samples.ts';

const NOW = Date.parse('2026-11-22T14:00:00+08:00');
const TOPIC = 'lianfang/v1/a/forecast';
const text = (aqi: number) =>
  JSON.stringify({ issuer: 'x', issued_at: '2026-11-22T10:00:00+08:00', days: [{ day: '2026-11-23', aqi }] });

/** A store that is away as long as somebody says so, over a real one. */
function house() {
  const clock = new ManualClock(NOW);
  const kept = SqliteForecasts.open({ path: ':memory:' });
  const state = { away: false };
  const store: Pick<ForecastStore, 'add'> = {
    add: async (forecasts) => {
      if (state.away) throw new StoreUnavailable('away');
      return kept.add(forecasts);
    },
  };
  const heard: Forecast[] = [];
  const counters = new Counters();
  const desk = new ForecastDesk({
    store,
    counters,
    clock,
    cities: new Set(['a']),
    forecasters: new ForecasterBook([]),
    grid: new HourGrid({ utcOffsetMs: 8 * 3_600_000 }),
    futureToleranceMs: 600_000,
    onStored: (forecasts) => heard.push(...forecasts),
  });
  const way = new ForecastWay({ desk, clock, log: quiet });
  const settled: Outcome[] = [];
  const send = (payload: string, topic = TOPIC) =>
    way.submit({ topic, payload: Buffer.from(payload), retained: false, settle: (outcome) => settled.push(outcome) });
  const codes = () => settled.map(({ refusals }) => refusals.map(({ code }) => code).join());
  return { clock, kept, state, heard, counters, way, send, settled, codes };
}

describe('forecasts over MQTT', () => {
  it('[FCS-1] are settled when they are durable, and not while the store is away', async () => {
    const { clock, kept, state, heard, way, send, codes } = house();
    state.away = true;
    send(text(100));
    await clock.pass(10_000);
    expect([codes(), heard]).toEqual([[], []]);
    state.away = false;
    await clock.pass(1_000);
    expect(codes()).toEqual(['']);
    expect(heard).toHaveLength(1);
    expect(await kept.list({ limit: 9 })).toHaveLength(1);
    await way.close();
  });

  it('[FCS-3] are told once, however often they come, and never changed', async () => {
    const { clock, heard, way, send, codes, counters } = house();
    send(text(100));
    send(text(100));
    send(text(101));
    await clock.pass(0);
    expect(codes()).toEqual(['', '', 'forecast_changed']);
    expect(heard.map(({ days }) => days[0]?.aqi)).toEqual([100]);
    expect(counters.refused.forecast_changed).toBe(1);
    await way.close();
  });

  it('[FCS-6] that cannot be read are refused on the receipts of their city; an empty message says nothing', async () => {
    const { clock, way, send, codes } = house();
    for (const payload of ['{', '', '[]', text(501)]) send(payload);
    send(text(1), 'lianfang/v1/nowhere/forecast');
    await clock.pass(0);
    expect(codes().sort()).toEqual(['', 'not_json', 'out_of_range', 'unknown_city', 'wrong_type']);
    expect(way.receiptsTopic(TOPIC)).toBe('lianfang/v1/a/forecast/receipts');
    expect([TOPIC, 'lianfang/v1/a/b/forecast', 'lianfang/v1//forecast'].map((topic) => way.takes(topic))).toEqual([
      true,
      false,
      false,
    ]);
    await way.close();
  });

  it('[FCS-9] wait in a bounded line, and whoever waits for room is called once there is some', async () => {
    const { clock, state, way, send, settled } = house();
    state.away = true;
    for (let sent = 0; !way.isFull(); sent += 1) send(text(sent));
    let room = 0;
    way.onRoom(() => room++);
    way.onRoom(() => room++)();
    await clock.pass(5_000);
    expect([settled.length, room]).toEqual([0, 0]);
    state.away = false;
    await clock.pass(1_000);
    expect([settled.length, room, way.isFull()]).toEqual([100, 1, false]);
    await way.close();
  });

  it('[FCS-1] are not settled by closing: the sender has to send them again', async () => {
    const { clock, state, way, send, settled } = house();
    state.away = true;
    send(text(1));
    await clock.pass(0);
    await way.close();
    expect(settled).toEqual([]);
  });
});
