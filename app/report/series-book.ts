import type { CityHour } from '../../domain/air/city-hour.ts';
import { isParameter, type Parameter } from '../../domain/air/parameter.ts';
import type { Reading } from '../../domain/air/reading.ts';
import type { Subject } from '../../domain/rule/subject.ts';

const HOUR_MS = 3_600_000;

/** A point of a curve: end of the hour (epoch ms) and value. */
export type Point = readonly [at: number, value: number];

/** The hours of a replay as curves are drawn from them: what rules look at, of stations and cities, and the cities' AQI. */
export class SeriesBook {
  readonly #parameters: ReadonlySet<Parameter>;
  readonly #series = new Map<string, Map<number, number>>();

  /** `quantities`: those that rules look at; others are not kept. */
  constructor(quantities: Iterable<string>) {
    this.#parameters = new Set([...quantities].filter((name) => isParameter(name)));
  }

  usable(readings: readonly Reading[]): void {
    for (const { station, at, values } of readings) {
      for (const parameter of this.#parameters) {
        const value = values[parameter];
        if (value !== undefined) this.#put(`station:${station}:${parameter}`, at, value);
      }
    }
  }

  closed(hours: readonly CityHour[]): void {
    for (const { city, at, index, concentrations } of hours) {
      if (index.aqi !== null) this.#put(`city:${city}:aqi`, at, index.aqi);
      for (const [name, value] of Object.entries(concentrations)) {
        if (typeof value === 'number' && this.#parameters.has(name as Parameter))
          this.#put(`city:${city}:${name}`, at, value);
      }
    }
  }

  /** A published city-day, at the end of the day. */
  day(city: string, endAt: number, aqi: number): void {
    if (!Number.isNaN(aqi)) this.#put(`city:${city}:aqi`, endAt, aqi);
  }

  /** What can be shown of the subject in (from, to], and which quantity that is: the one asked for, else the AQI. */
  curve(subject: Subject, quantity: string, span: { readonly from: number; readonly to: number }) {
    const id = subject.kind === 'pair' ? (subject.id.split('>')[1] ?? '') : subject.id;
    const kind = subject.kind === 'pair' ? 'city' : subject.kind;
    for (const shown of [quantity, 'aqi', 'pm25']) {
      const series = this.#series.get(`${kind}:${id}:${shown}`);
      if (series === undefined) continue;
      const points: Point[] = [];
      for (let at = span.from; at <= span.to; at += HOUR_MS) {
        const value = series.get(at);
        if (value !== undefined) points.push([at, value]);
      }
      if (points.length > 1) return { quantity: shown, points };
    }
    return undefined;
  }

  /** Ends of all hours or days in which the city's AQI is known. */
  known(city: string): Iterable<number> {
    return this.#series.get(`city:${city}:aqi`)?.keys() ?? [];
  }

  #put(key: string, at: number, value: number): void {
    const series = this.#series.get(key) ?? new Map<number, number>();
    series.set(at, value);
    this.#series.set(key, series);
  }
}
