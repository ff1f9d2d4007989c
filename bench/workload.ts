import type { Station } from '../domain/air/station.ts';
import { formatIso } from '../domain/time.ts';

/** What is published in one measurement; a pure function of its numbers, so every contender gets the same bytes. */
export interface Workload {
  readonly name: string;
  readonly messages: number;
  readonly readingsPerMessage: number;
  readonly stations: number;
  /** Minutes (60) are what loggers send by the thousand; hours (3600) cost more, as they are compared with others in space and time. */
  readonly periodS: number;
  /** End of the period before the first, epoch ms. Readings older than the agreement's window would be late ones, which cost more. */
  readonly from: number;
  /** Messages offered per second whatever happens; absent: as many as the contender commits (saturation). */
  readonly ratePerS?: number;
}

const CITIES = 8;
const HOUR_MS = 3_600_000;

/** From when the readings must be for the last one to have ended by `now`, on the hour; epoch ms. */
export function startOf(workload: Omit<Workload, 'from'>, now: number): number {
  const { messages, stations, readingsPerMessage, periodS } = workload;
  const each = Math.ceil(messages / stations) * readingsPerMessage;
  return Math.floor((now - each * periodS * 1000) / HOUR_MS) * HOUR_MS;
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
  const period = workload.periodS;
  const fine = pm25(workload, station, count);
  const noise = scatter(station, count);
  return {
    at: formatIso(workload.from + (count + 1) * period * 1000),
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
  const hour = (count * workload.periodS) / 3600;
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
