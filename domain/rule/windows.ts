import { aqiOfIaqi, dailyIaqi, hourlyIaqi } from '../air/aqi-number.ts';
import { MEANS_NEEDED, O3_8H_LIMIT } from '../air/daily-maximum-8h.ts';
import type { HourGrid } from '../air/hour-grid.ts';
import { type HourRing, MISSING } from '../air/hour-ring.ts';
import { isPollutant, type Parameter, POLLUTANTS, type Pollutant } from '../air/parameter.ts';
import { DAY, EIGHT_HOURS } from '../air/sliding-means.ts';
import type { Averaging, Quantity } from './quantity.ts';

/** A quantity of a numbered subject in a numbered hour, in its unit; NaN when missing. */
export type Series = (subject: number, hour: number) => number;

/** What can be asked of the hours of stations or of cities: concentrations and indices over the averaging times of rules. */
export class Windows {
  readonly ring: HourRing;
  readonly #grid: HourGrid;
  readonly #columns: ReadonlyMap<Parameter, number>;
  readonly #series = new Map<string, Series>();

  constructor(options: { readonly ring: HourRing; readonly grid: HourGrid; readonly columns: readonly Parameter[] }) {
    this.ring = options.ring;
    this.#grid = options.grid;
    this.#columns = new Map(options.columns.map((parameter, column) => [parameter, column]));
  }

  /** Place of a parameter in the ring; undefined when it is not kept. */
  column(parameter: Parameter): number | undefined {
    return this.#columns.get(parameter);
  }

  /** Whether any pollutant of the hour is there. */
  heard(subject: number, hour: number): boolean {
    for (const pollutant of POLLUTANTS) {
      const column = this.#columns.get(pollutant);
      if (column !== undefined && this.ring.get(subject, column, hour) !== MISSING) return true;
    }
    return false;
  }

  /** The function that gives a quantity over an averaging time; `instant` is not of hours and is refused. */
  series(quantity: Quantity, over: Averaging): Series {
    if (over === 'instant') throw new RangeError('instants are not in the windows of hours');
    const key = `${quantity}/${over}`;
    let series = this.#series.get(key);
    if (series === undefined) {
      if (quantity === 'aqi') series = this.#remembered(this.#aqi(over));
      else if (quantity.startsWith('iaqi.')) series = this.#iaqi(quantity.slice('iaqi.'.length) as Pollutant, over);
      else series = this.#mean(quantity as Parameter, over);
      this.#series.set(key, series);
    }
    return series;
  }

  /** Rules ask for the same index one after the other: the last answer holds until a value changes. */
  #remembered(series: Series): Series {
    const { ring } = this;
    let subject = -1;
    let hour = 0;
    let changes = -1;
    let answer = Number.NaN;
    return (askedSubject, askedHour) => {
      if (askedSubject !== subject || askedHour !== hour || ring.changes !== changes) {
        answer = series(askedSubject, askedHour);
        subject = askedSubject;
        hour = askedHour;
        changes = ring.changes;
      }
      return answer;
    };
  }

  #mean(parameter: Parameter, over: Averaging): Series {
    const column = this.#columns.get(parameter);
    const { ring } = this;
    if (column === undefined) return () => Number.NaN;
    if (over === 'hour') return (subject, hour) => ring.value(subject, column, hour);
    if (over === '8h') return (subject, hour) => ring.mean(subject, column, hour, EIGHT_HOURS);
    if (over === '24h') return (subject, hour) => ring.mean(subject, column, hour, DAY);
    return (subject, hour) => ring.mean(subject, column, lastOfDay(hour), DAY);
  }

  /** Of one pollutant: hourly items for hours, daily items for 24 h and the day, where O3 is the largest 8 h mean. */
  #iaqi(pollutant: Pollutant, over: Averaging): Series {
    const grid = this.#grid;
    if (over === 'hour') {
      const mean = this.#mean(pollutant, 'hour');
      return (subject, hour) => hourlyIaqi(grid.editionOf(hour), pollutant, mean(subject, hour));
    }
    if (over === '8h') {
      const mean = this.#mean(pollutant, '8h');
      if (pollutant !== 'o3') return () => Number.NaN;
      return (subject, hour) => dailyIaqi(grid.editionOf(hour), 'o3', mean(subject, hour));
    }
    if (pollutant === 'o3') return this.#ozone(over === 'day' ? lastOfDay : same);
    const mean = this.#mean(pollutant, over);
    const at = over === 'day' ? lastOfDay : same;
    return (subject, hour) => dailyIaqi(grid.editionOf(at(hour)), pollutant, mean(subject, hour));
  }

  /** By the largest of the 17 whole 8 h means of 24 hours (HJ 663: 14 of them, or one above the limit), in 2012 also the largest hour. */
  #ozone(at: (hour: number) => number): Series {
    const grid = this.#grid;
    const column = this.#columns.get('o3');
    if (column === undefined) return () => Number.NaN;
    const { ring } = this;
    return (subject, hour) => {
      const last = at(hour);
      let mean8h = Number.NaN;
      let means = 0;
      for (let end = last - 16; end <= last; end += 1) {
        const mean = ring.mean(subject, column, end, EIGHT_HOURS);
        if (Number.isNaN(mean)) continue;
        means += 1;
        if (!(mean <= mean8h)) mean8h = mean;
      }
      if (means < MEANS_NEEDED && !(mean8h > O3_8H_LIMIT)) mean8h = Number.NaN;
      let hourly = Number.NaN;
      let hours = 0;
      for (let end = last - 23; end <= last; end += 1) {
        const value = ring.value(subject, column, end);
        if (!(value >= 0)) continue;
        hours += 1;
        if (!(value <= hourly)) hourly = value;
      }
      return dailyIaqi(grid.editionOf(last), 'o3', mean8h, hours >= DAY.atLeast ? hourly : Number.NaN);
    };
  }

  #aqi(over: Averaging): Series {
    const grid = this.#grid;
    if (over === '8h') return () => Number.NaN;
    const parts = new Map(POLLUTANTS.map((pollutant) => [pollutant, this.#iaqi(pollutant, over)]));
    const at = over === 'day' ? lastOfDay : same;
    let askedSubject = 0;
    let askedHour = 0;
    const iaqiOf = (pollutant: Pollutant) => parts.get(pollutant)?.(askedSubject, askedHour) ?? Number.NaN;
    return (subject, hour) => {
      askedSubject = subject;
      askedHour = hour;
      return aqiOfIaqi(grid.editionOf(at(hour)), iaqiOf);
    };
  }
}

/** The last hour of the newest natural day that is over when the hour ends. */
function lastOfDay(hour: number): number {
  return Math.floor(hour / 24) * 24;
}

function same(hour: number): number {
  return hour;
}

/** Whether a quantity can be asked over an averaging time. */
export function isMeaningful(quantity: Quantity, over: Averaging): boolean {
  if (quantity === 'aqi') return over !== '8h' && over !== 'instant';
  if (quantity.startsWith('iaqi.')) return over !== 'instant' && (over !== '8h' || quantity === 'iaqi.o3');
  return over === 'hour' || over === 'instant' || isPollutant(quantity);
}
