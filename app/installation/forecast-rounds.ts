import type { ReadingSource } from '../../api/deps.ts';
import { stationHours } from '../../api/indices/station-hours.ts';
import { cityMean } from '../../domain/air/city-mean.ts';
import type { HourGrid } from '../../domain/air/hour-grid.ts';
import type { Reading } from '../../domain/air/reading.ts';
import type { Station } from '../../domain/air/station.ts';
import type { Clock } from '../../domain/clock.ts';
import { baselineForecast } from '../../domain/forecast/baseline.ts';
import { dayName, dayOfInstant, endOfDay } from '../../domain/forecast/day-number.ts';
import { BASELINE, type Forecast } from '../../domain/forecast/forecast.ts';
import { observedAqi, type StationHourValues } from '../../domain/forecast/observed-aqi.ts';
import type { Log } from '../../ingest/log.ts';
import type { ForecastStore, ReceivedForecast } from '../../store/forecasts.ts';
import { CityHourRing } from './city-hour-ring.ts';

export interface ForecastRoundsOptions {
  readonly store: ForecastStore;
  /** Usable readings. */
  readonly readings: ReadingSource;
  readonly stations: readonly Station[];
  readonly cities: readonly string[];
  readonly grid: HourGrid;
  readonly utcOffsetMs: number;
  /** Whether a baseline is made. */
  readonly baseline: boolean;
  readonly onStored: (forecasts: readonly Forecast[]) => void;
  /** Called every round with the day that it is. */
  readonly onDay: (today: number) => void;
  readonly clock: Clock;
  readonly log: Log;
}

const HOUR_MS = 3_600_000;
/** Minutes into the hour by which its data are there as a rule; what comes later is scored again in the next round. */
const ROUND_AT_MS = 20 * 60_000;
/** The baseline is made anew at 0, 6, 12 and 18 o'clock. */
const BASELINE_HOURS = 6;
const SHAPE_HOURS = 8 * 24;
/** Looked at anew after every start. */
const DAYS_BACK = 7;

/**
 * Once an hour: makes the baseline when it is due, and scores the days that are over and those that late readings have changed. A round
 * that fails loses nothing, the next one does it.
 */
export class ForecastRounds {
  readonly #options: ForecastRoundsOptions;
  readonly #ring: CityHourRing;
  /** Days to be scored, also anew. */
  readonly #due = new Set<number>();
  #scoredThrough: number;
  #isFilled = false;
  #refused = '';
  #cancelTimer: (() => void) | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: ForecastRoundsOptions) {
    this.#options = options;
    this.#ring = new CityHourRing({ grid: options.grid, hours: SHAPE_HOURS });
    this.#scoredThrough = this.#today() - DAYS_BACK - 1;
  }

  /** The first round at once. */
  start(): void {
    this.#running = this.#round();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer?.();
    await this.#running;
  }

  /** A city's hour was closed, or corrected. */
  cityHour(hour: Parameters<CityHourRing['enter']>[0]): void {
    this.#ring.enter(hour);
  }

  /** Readings that may be used: those of days that are over change what their forecasts are scored against. */
  usable(readings: readonly Reading[]): void {
    const { grid } = this.#options;
    const midnight = endOfDay(this.#today() - 1, grid);
    for (const { at, periodS } of readings) if (at <= midnight) this.#due.add(grid.dayOf(grid.hourOf(at, periodS)));
  }

  async #round(): Promise<void> {
    const { clock, log, onDay } = this.#options;
    onDay(this.#today());
    try {
      await this.#fill();
      await this.#makeBaseline();
      await this.#scoreDue();
    } catch (error) {
      log.warn({ err: error }, 'forecasts are not scored, or no baseline was made; it is tried again in an hour');
    }
    if (this.#stopped) return;
    const now = clock.now();
    const begun = this.#options.grid.endOf(this.#options.grid.lastEnded(now));
    const next = begun + ROUND_AT_MS > now ? begun + ROUND_AT_MS : begun + HOUR_MS + ROUND_AT_MS;
    this.#cancelTimer = clock.after(next - now, () => this.start());
  }

  /** Hours from before the start; afterwards the engine tells of each. */
  async #fill(): Promise<void> {
    if (this.#isFilled || !this.#options.baseline) return;
    const { grid, clock } = this.#options;
    const last = grid.lastEnded(clock.now());
    for await (const { at, byCity } of this.#hours(last - SHAPE_HOURS + 1, last)) {
      for (const [city, stations] of byCity) {
        const means = cityMean(stations.map(({ values }) => ({ background: false, values })));
        this.#ring.enter({ city, at, concentrations: means.values });
      }
      if (this.#stopped) return;
    }
    this.#isFilled = true;
  }

  async #makeBaseline(): Promise<void> {
    const { baseline, cities, grid, clock, store, onStored, log } = this.#options;
    if (!baseline || this.#stopped) return;
    const issuedAt = clock.now();
    const lastHour = grid.lastEnded(issuedAt);
    const since = grid.endOf(lastHour - (((lastHour % BASELINE_HOURS) + BASELINE_HOURS) % BASELINE_HOURS));
    const made: ReceivedForecast[] = [];
    const refused: Record<string, string> = {};
    for (const city of cities) {
      if (((await store.newestIssue(BASELINE, city)) ?? 0) >= since) continue;
      const forecast = baselineForecast({ hours: this.#ring.series(city, lastHour), lastHour, grid });
      if (!forecast.ok) refused[city] = forecast.reason;
      else {
        const issued = { city, issuer: BASELINE, issuedAt, issuedDay: this.#today(), receivedAt: issuedAt };
        made.push({ ...issued, days: forecast.days });
      }
    }
    if (made.length > 0) {
      await store.add(made);
      onStored(made);
    }
    const told = JSON.stringify(refused);
    if (told !== this.#refused && told !== '{}') {
      log.info({ refused }, 'no baseline forecast for these cities yet: too little is known');
    }
    this.#refused = told;
  }

  async #scoreDue(): Promise<void> {
    const { store } = this.#options;
    const yesterday = this.#today() - 1;
    for (let day = this.#scoredThrough + 1; day <= yesterday; day += 1) this.#due.add(day);
    this.#scoredThrough = Math.max(this.#scoredThrough, yesterday);
    for (const day of [...this.#due].sort((a, b) => a - b)) {
      if (this.#stopped) return;
      if (day > yesterday) continue;
      // Before the reading: what comes meanwhile makes it due again.
      this.#due.delete(day);
      try {
        const [forecast] = await store.list({ from: day, to: day, limit: 1 });
        if (forecast !== undefined) await this.#score(day);
      } catch (error) {
        this.#due.add(day);
        throw error;
      }
    }
  }

  async #score(day: number): Promise<void> {
    const { grid, cities, store, log } = this.#options;
    const byCity = new Map<string, StationHourValues[]>();
    for await (const { byCity: hour } of this.#hours(day * 24 + 1, day * 24 + 24)) {
      for (const [city, stations] of hour) byCity.set(city, [...(byCity.get(city) ?? []), ...stations]);
    }
    const endAt = endOfDay(day, grid);
    const observed = cities.map((city) => ({ city, day, endAt, aqi: observedAqi(byCity.get(city) ?? [], day, grid) }));
    const changed = await store.observe(observed);
    if (changed > 0) log.info({ day: dayName(day), forecasts: changed }, 'forecasts of a day are scored');
  }

  /** What the counting stations measured in these hours (inclusive), city by city. */
  async *#hours(first: number, last: number) {
    const { grid, stations, readings, utcOffsetMs } = this.#options;
    const cityOf = new Map(stations.filter(({ background }) => !background).map(({ id, city }) => [id, city]));
    if (cityOf.size === 0) return;
    const range = { from: grid.endOf(first), to: grid.endOf(last) + 1, stations: [...cityOf.keys()] };
    for await (const { at, values } of stationHours({ readings, utcOffsetMs }, range)) {
      const hour = grid.hourOf(at, 3600);
      const measured = [...values].map(([station, ofStation]) => ({ station, hour, values: ofStation }));
      yield { at, byCity: Map.groupBy(measured, ({ station }) => cityOf.get(station) ?? '') };
    }
  }

  #today(): number {
    return dayOfInstant(this.#options.clock.now(), this.#options.grid);
  }
}
