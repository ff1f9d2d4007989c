import type { Station } from '../domain/air/station.ts';
import { formatIso } from '../domain/time.ts';

/** What is published in one measurement; a pure function of its numbers, so every contender gets the same bytes. */
export interface Workload {
  readonly name: string;
  readonly messages: number;
  readonly readingsPerMessage: number;
  readonly stations: number;
  /** Messages offered per second whatever happens; absent: as many as the contender commits (saturation). */
  readonly ratePerS?: number;
}

const CITIES = 8;
/** Far enough in the past that no run reaches the present, where a reading would be refused as future. */
const FIRST_HOUR = Date.UTC(2016, 0, 1);

/** Single readings are hourly; arrays are what a logger sends after a pause, minute by minute. */
export function periodS(workload: Workload): number {
  return workload.readingsPerMessage === 1 ? 3600 : 60;
}

export function benchStations(workload: Workload): Station[] {
  return Array.from({ length: workload.stations }, (_, number) => ({
    id: stationId(number),
    name: `Station ${number}`,
    city: cityId(number),
    lon: 113 + (number % 100) / 100,
    lat: 23 + Math.floor(number / 100) / 100,
    background: false,
    periodLabel: 'end',
  }));
}

/** The topic and the payload (JSON text of the public contract) of message `index`, 0-based. Stations take turns. */
export function messageAt(workload: Workload, index: number): { readonly topic: string; readonly payload: string } {
  const { readingsPerMessage } = workload;
  const { station, first } = placeOf(workload, index);
  const readings = Array.from({ length: readingsPerMessage }, (_, i) => readingAt(workload, station, first + i));
  return {
    topic: `lianfang/v1/${cityId(station)}/${stationId(station)}/readings`,
    payload: JSON.stringify(readingsPerMessage === 1 ? readings[0] : readings),
  };
}

/** What `SELECT SUM(pm25)` must say when the first `messages` messages are stored; whole numbers, so exact. */
export function pm25Sum(workload: Workload, messages: number): number {
  let sum = 0;
  for (let index = 0; index < messages; index++) {
    const { station, first } = placeOf(workload, index);
    for (let i = 0; i < workload.readingsPerMessage; i++) sum += pm25(workload, station, first + i);
  }
  return sum;
}

function placeOf(workload: Workload, index: number): { readonly station: number; readonly first: number } {
  const { stations, readingsPerMessage } = workload;
  return { station: index % stations, first: Math.floor(index / stations) * readingsPerMessage };
}

/** The `count`th reading (0-based) of a station. */
function readingAt(workload: Workload, station: number, count: number): object {
  const period = periodS(workload);
  const fine = pm25(workload, station, count);
  const noise = scatter(station, count);
  return {
    at: formatIso(FIRST_HOUR + (count + 1) * period * 1000),
    period,
    seq: count + 1,
    values: {
      pm25: fine,
      pm10: Math.round(fine * 1.6),
      so2: 8 + (noise % 9),
      no2: 30 + (noise % 40),
      co: (6 + (noise % 12)) / 10,
      o3: 20 + (noise % 90),
      wind_speed: (10 + (noise % 50)) / 10,
      wind_dir: noise % 360,
      temp: (noise % 300) / 10,
      rh: 40 + (noise % 55),
      pressure: 1005 + (noise % 20),
    },
  };
}

/** A wave of three days with scatter, µg/m³: it crosses the limits of the rules now and then, as in a winter. */
function pm25(workload: Workload, station: number, count: number): number {
  const hour = (count * periodS(workload)) / 3600;
  return Math.round(80 + 60 * Math.sin((2 * Math.PI * hour) / 72 + station / 20) + (scatter(station, count) % 24));
}

/** A number in [0, 2^16) without a visible pattern. */
function scatter(station: number, count: number): number {
  return (Math.imul(station * 7919 + count * 104_729 + 1, 2_654_435_761) >>> 16) & 0xffff;
}

function stationId(number: number): string {
  return `s${String(number).padStart(4, '0')}`;
}

function cityId(station: number): string {
  return `c${station % CITIES}`;
}
