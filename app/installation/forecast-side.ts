import { join } from 'node:path';
import type { Engine } from '../../alerting/engine.ts';
import type { ForecastPort, ReadingSource } from '../../api/deps.ts';
import { citiesOf } from '../../domain/agreement/jurisdiction.ts';
import { utcOffsetMs } from '../../domain/agreement/utc-offset.ts';
import { HourGrid } from '../../domain/air/hour-grid.ts';
import type { Reading } from '../../domain/air/reading.ts';
import type { Clock } from '../../domain/clock.ts';
import { dayOfInstant } from '../../domain/forecast/day-number.ts';
import type { Forecast } from '../../domain/forecast/forecast.ts';
import { ForecastView } from '../../domain/forecast/forecast-view.ts';
import type { Counters } from '../../ingest/counters.ts';
import { ForecastDesk } from '../../ingest/forecast/forecast-desk.ts';
import { pushForecasts } from '../../ingest/forecast/forecast-push.ts';
import { ForecastWay } from '../../ingest/forecast/forecast-way.ts';
import { ForecasterBook } from '../../ingest/forecast/forecaster-book.ts';
import type { Log } from '../../ingest/log.ts';
import type { ForecastPosition, ForecastStore } from '../../store/forecasts.ts';
import { SqliteForecasts } from '../../store/sqlite/sqlite-forecasts.ts';
import { forecastersOf } from '../config/forecasts.ts';
import type { Loaded } from '../config/load.ts';
import { ForecastRounds } from './forecast-rounds.ts';

/** The forecasts of one installation. */
export interface ForecastSide {
  /** What rules and grades look at. */
  readonly view: ForecastView;
  readonly forecasters: ForecasterBook;
  /** For a source of MQTT. */
  readonly way: ForecastWay;
  readonly port: ForecastPort;
  /** Readings that may be used, as they come. */
  usable(readings: readonly Reading[]): void;
  /** From now on the baseline is made and days are scored. */
  start(engine: Pick<Engine, 'subscribe'>, readings: ReadingSource): void;
  /** Before the stores are closed. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

const FUTURE_TOLERANCE_MS = 600_000;
const PAGE = 1_000;
/** A restart after some days away judges these anew, by what was forecast then. */
const LEAST_DAYS = 8;

/** Opens `forecasts.sqlite` and fills the view from it. */
export async function openForecasts(options: {
  readonly loaded: Loaded;
  readonly folder: string;
  readonly counters: Counters;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<ForecastSide> {
  const { loaded, folder, counters, clock, log } = options;
  const { agreement, stations, config } = loaded;
  const offset = utcOffsetMs(agreement.region.utc_offset);
  const grid = new HourGrid({ utcOffsetMs: offset });
  const cities = citiesOf(agreement.jurisdictions).map(({ id }) => id);
  const forecasters = new ForecasterBook(forecastersOf(config.forecasts));
  for (const { issuer, cities: own = [] } of forecastersOf(config.forecasts)) {
    const strange = own.filter((city) => !cities.includes(city));
    if (strange.length > 0)
      log.warn({ issuer, cities: strange }, 'a forecaster of cities that are not in the agreement');
    // The station logs in, the forecaster cannot.
    if (stations.some(({ id }) => id === issuer)) log.warn({ issuer }, 'a forecaster has the name of a station');
  }
  const store = SqliteForecasts.open({ path: join(folder, 'forecasts.sqlite') });
  const keepDays = Math.max(LEAST_DAYS, Math.ceil(agreement.lateness.window_hours / 24) + 2);
  const view = new ForecastView({ issuers: agreement.forecasts.issuers, keepDays });
  const onStored = (forecasts: readonly Forecast[]) => {
    for (const forecast of forecasts) view.add(forecast);
  };
  await fill(view, store, dayOfInstant(clock.now(), grid) - keepDays);
  const desk = new ForecastDesk({
    store,
    counters,
    clock,
    grid,
    forecasters,
    cities: new Set(cities),
    futureToleranceMs: FUTURE_TOLERANCE_MS,
    onStored,
  });
  const way = new ForecastWay({ desk, clock, log });
  let rounds: ForecastRounds | undefined;
  return {
    view,
    forecasters,
    way,
    port: {
      verifyToken(token) {
        const issuer = forecasters.ofToken(token);
        return issuer === undefined ? undefined : { issuer };
      },
      submit: ({ body, issuer }) => pushForecasts(desk, { body, sender: issuer }),
      list: (query) => store.list(query),
      scores: (query) => store.scores(query),
    },
    usable: (readings) => rounds?.usable(readings),
    start(engine, readings) {
      const about = { store, readings, stations, cities, grid, utcOffsetMs: offset, clock, log };
      const { baseline } = config.forecasts;
      const begun = new ForecastRounds({ ...about, baseline, onStored, onDay: (today) => view.moveTo(today) });
      rounds = begun;
      engine.subscribe({
        cityHours: (hours) => {
          for (const hour of hours) begun.cityHour(hour);
        },
      });
      begun.start();
    },
    async stop() {
      await way.close();
      await rounds?.stop();
    },
    close: () => store.close(),
  };
}

async function fill(view: ForecastView, store: ForecastStore, from: number): Promise<void> {
  let after: ForecastPosition | undefined;
  for (;;) {
    const page = await store.list({ from, limit: PAGE, ...(after === undefined ? {} : { after }) });
    for (const { city, issuer, issuedAt, forecast } of page) view.add({ city, issuer, issuedAt, days: [forecast] });
    const last = page.at(-1);
    if (last === undefined) return;
    after = { day: last.forecast.day, city: last.city, issuer: last.issuer, issuedAt: last.issuedAt };
  }
}
