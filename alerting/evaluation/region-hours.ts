import { type CityHour, cityHour } from '../../domain/air/city-hour.ts';
import type { HourGrid } from '../../domain/air/hour-grid.ts';
import { HOUR_S } from '../../domain/air/hour-mean.ts';
import { HourRing, MISSING, thousandths } from '../../domain/air/hour-ring.ts';
import { PARAMETERS, type Parameter, POLLUTANTS } from '../../domain/air/parameter.ts';
import { PartHours } from '../../domain/air/part-hours.ts';
import { type ReadValues, readValues } from '../../domain/air/read-values.ts';
import type { Reading, Values } from '../../domain/air/reading.ts';
import type { Quantity } from '../../domain/rule/quantity.ts';
import type { RegionView } from '../../domain/rule/region-view.ts';
import { SameHourHistory } from '../../domain/rule/statistics/same-hour-history.ts';
import { type Series, Windows } from '../../domain/rule/windows.ts';
import type { RegionMap } from './region-map.ts';

/** What a reading did to its hour. */
export interface Entered {
  /** A kept value is another one now. */
  readonly changed: boolean;
  /** The station has said all about the hour that it can. */
  readonly complete: boolean;
  /** Its parts are not kept any more: the hour must be read from the store again. */
  readonly recall: boolean;
}

const PARTIAL = 1;
const BY_PARTS = 2;
const HOURLY = 3;

/** The newest hours of every station and city of a region: the values that rules look at. */
export class RegionHours implements RegionView {
  readonly stationWindows: Windows;
  readonly cityWindows: Windows;
  readonly #map: RegionMap;
  readonly #grid: HourGrid;
  readonly #columns: readonly Parameter[];
  readonly #parts: PartHours;
  /** How much of each station's hour is there: the hour times four plus the state; in step with the ring. */
  readonly #states: Int32Array;
  readonly #read: ReadValues;
  readonly #row: Int32Array;
  /** Place in the ring of a parameter by its place in PARAMETERS; -1 when not kept. */
  readonly #stationColumn: readonly number[];
  readonly #cityColumn: readonly number[];
  readonly #histories: History[] = [];

  constructor(options: {
    readonly map: RegionMap;
    readonly grid: HourGrid;
    /** Beside the pollutants. */
    readonly weather: readonly Parameter[];
    readonly hours: number;
  }) {
    const { map, grid, hours } = options;
    this.#map = map;
    this.#grid = grid;
    this.#columns = [...POLLUTANTS, ...options.weather];
    const columns = this.#columns;
    const subjects = map.stations.length;
    const ring = new HourRing({ subjects, columns: columns.length, hours });
    this.stationWindows = new Windows({ ring, grid, columns });
    const cityRing = new HourRing({ subjects: map.cities.length, columns: POLLUTANTS.length, hours });
    this.cityWindows = new Windows({ ring: cityRing, grid, columns: POLLUTANTS });
    this.#parts = new PartHours({ grid, columns, stations: subjects });
    this.#states = new Int32Array(subjects * hours).fill(MISSING);
    this.#read = readValues(columns);
    this.#row = new Int32Array(columns.length);
    this.#stationColumn = PARAMETERS.map((parameter) => columns.indexOf(parameter));
    this.#cityColumn = PARAMETERS.map((parameter) => (POLLUTANTS as readonly Parameter[]).indexOf(parameter));
  }

  /** Hours of many days of a quantity of stations or cities, kept up from now on. */
  historyOf(level: 'station' | 'city', quantity: Quantity, days: number): SameHourHistory {
    const known = this.#histories.find((one) => one.level === level && one.quantity === quantity && one.days === days);
    if (known !== undefined) return known.history;
    const windows = level === 'station' ? this.stationWindows : this.cityWindows;
    const history = new SameHourHistory(days);
    this.#histories.push({ level, quantity, days, history, series: windows.series(quantity, 'hour') });
    return history;
  }

  /** How many hours back values must be read to fill windows and histories. */
  get memory(): number {
    return this.#histories.reduce((most, { days }) => Math.max(most, days * 24 + 24), this.stationWindows.ring.hours);
  }

  get keepsCityHistory(): boolean {
    return this.#histories.some(({ level }) => level === 'city');
  }

  #remember(level: 'station' | 'city', subject: number, hour: number): void {
    for (const one of this.#histories)
      if (one.level === level) one.history.put(subject, hour, one.series(subject, hour));
  }

  /** Hours that the windows hold. */
  get hours(): number {
    return this.stationWindows.ring.hours;
  }

  get stations() {
    return this.#map.stations;
  }

  get cities() {
    return this.#map.cities;
  }

  stationHour(station: number, parameter: number, hour: number): number {
    const column = this.#stationColumn[parameter] ?? -1;
    return column < 0 ? Number.NaN : this.stationWindows.ring.value(station, column, hour);
  }

  cityHour(city: number, parameter: number, hour: number): number {
    const column = this.#cityColumn[parameter] ?? -1;
    return column < 0 ? Number.NaN : this.cityWindows.ring.value(city, column, hour);
  }

  /** Whether the station has said all about the hour that it can. */
  isComplete(station: number, hour: number): boolean {
    return this.#state(station, hour) >= BY_PARTS;
  }

  /** Whether anything was heard of the hour that is not in the means yet. */
  isPartial(station: number, hour: number): boolean {
    return this.#state(station, hour) === PARTIAL;
  }

  enter(station: number, hour: number, reading: Reading): Entered {
    if (reading.periodS === HOUR_S) {
      const changed = this.#putHourly(station, hour, reading);
      this.#setState(station, hour, HOURLY);
      return changed ? CHANGED : SAME;
    }
    const state = this.#state(station, hour);
    if (state === HOURLY) return SAME;
    const entered = this.#parts.enter(station, hour, reading);
    if (entered === 'unknown') return RECALL;
    if (entered === 'ignored') return state === BY_PARTS ? SAME : OPEN;
    if (entered === 'open' && state !== BY_PARTS) {
      this.#setState(station, hour, PARTIAL);
      return OPEN;
    }
    this.#setState(station, hour, BY_PARTS);
    return this.putParts(station, hour) ? CHANGED : SAME;
  }

  /** Puts the mean of the parts that are there; whether that changed a value. */
  putParts(station: number, hour: number): boolean {
    if (!this.#parts.has(station, hour)) return false;
    const { ring } = this.stationWindows;
    const row = this.#row;
    for (let column = 0; column < row.length; column += 1) row[column] = this.#parts.mean(station, hour, column);
    return this.#putRow(station, hour, ring, row);
  }

  /** Puts an hour whose mean was computed elsewhere; whether that changed a value. */
  putHour(station: number, hour: number, values: Values): boolean {
    const row = this.#row;
    for (const [column, parameter] of this.#columns.entries()) {
      const value = values[parameter];
      row[column] = value === undefined ? MISSING : thousandths(value);
    }
    return this.#putRow(station, hour, this.stationWindows.ring, row);
  }

  /** Computes the city's hour from its stations; whether that changed a value. */
  putCity(city: number, hour: number): boolean {
    const stations = this.#map.cities[city]?.stations ?? NOBODY;
    const from = this.stationWindows.ring;
    const to = this.cityWindows.ring;
    let changed = false;
    for (let column = 0; column < POLLUTANTS.length; column += 1) {
      let sum = 0;
      let count = 0;
      for (const station of stations) {
        const value = from.get(station, column, hour);
        if (value < 0) continue;
        sum += value;
        count += 1;
      }
      if (to.put(city, column, hour, count === 0 ? MISSING : Math.round(sum / count))) changed = true;
    }
    if (changed && this.#histories.length > 0) this.#remember('city', city, hour);
    return changed;
  }

  /** The city's hour as everybody is told it. */
  cityReport(city: number, hour: number): CityHour {
    const { id = '', stations = NOBODY } = this.#map.cities[city] ?? {};
    return cityHour({
      city: id,
      at: this.#grid.endOf(hour),
      hours: stations.map((station) => this.#values(station, hour)),
    });
  }

  #values(station: number, hour: number): Values {
    const values: Partial<Record<Parameter, number>> = {};
    for (const [column, parameter] of POLLUTANTS.entries()) {
      const value = this.stationWindows.ring.value(station, column, hour);
      if (!Number.isNaN(value)) values[parameter] = value;
    }
    return values;
  }

  #putHourly(station: number, hour: number, reading: Reading): boolean {
    const { ring } = this.stationWindows;
    const row = this.#row;
    this.#read(reading, row, 0);
    return this.#putRow(station, hour, ring, row);
  }

  #putRow(station: number, hour: number, ring: HourRing, row: Int32Array): boolean {
    const changed = ring.putRow(station, hour, row);
    if (changed && this.#histories.length > 0) this.#remember('station', station, hour);
    return changed;
  }

  #state(station: number, hour: number): number {
    const state = (this.#states[this.#place(station, hour)] ?? MISSING) - hour * 4;
    return state > 0 && state < 4 ? state : 0;
  }

  #setState(station: number, hour: number, state: number): void {
    this.#states[this.#place(station, hour)] = hour * 4 + state;
  }

  #place(station: number, hour: number): number {
    const { hours } = this.stationWindows.ring;
    const slot = hour % hours;
    return station * hours + (slot < 0 ? slot + hours : slot);
  }
}

interface History {
  readonly level: 'station' | 'city';
  readonly quantity: Quantity;
  readonly days: number;
  readonly history: SameHourHistory;
  readonly series: Series;
}

const CHANGED: Entered = { changed: true, complete: true, recall: false };
const SAME: Entered = { changed: false, complete: true, recall: false };
const OPEN: Entered = { changed: false, complete: false, recall: false };
const RECALL: Entered = { changed: false, complete: false, recall: true };
const NOBODY: readonly number[] = Object.freeze([]);
