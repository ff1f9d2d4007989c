import type { Station } from '../domain/air/station.ts';
import { formatIso } from '../domain/time.ts';

/** An instant a second of each station, which enters no hourly mean and so costs the rules engine little: what is published is a function of the message's number and the first second. */
export interface OutageWorkload {
  readonly stations: number;
  /** The second before the first readings end, epoch ms. */
  readonly firstAt: number;
}

/** Those of the demonstration's agreement. */
const CITIES = ['jia', 'yi', 'bing', 'ding', 'wu', 'ji', 'geng', 'xin'];

export function outageStations({ stations }: OutageWorkload): Station[] {
  return Array.from({ length: stations }, (_, n) => ({
    id: idOf(n),
    name: `Station ${n}`,
    city: cityOf(n),
    // 3 to 4 km apart: as dense as a region is, not as a street.
    lon: 111 + (n % 100) * 0.03,
    lat: 22 + Math.floor(n / 100) * 0.04,
    background: false,
    periodLabel: 'end',
  }));
}

/** Message `n`, 0-based; stations take turns. */
export function outageMessage(
  workload: OutageWorkload,
  n: number,
): { readonly topic: string; readonly payload: string } {
  const { stations, firstAt } = workload;
  const station = n % stations;
  const count = Math.floor(n / stations) + 1;
  const fine = outagePm25(n);
  const values = {
    pm25: fine,
    pm10: fine + 39,
    so2: 8 + (n % 9),
    no2: 30 + (n % 40),
    co: (6 + (n % 12)) / 10,
    o3: 20 + (n % 90),
    wind_speed: (10 + (n % 50)) / 10,
    wind_dir: n % 360,
    temp: (n % 300) / 10,
    rh: 40 + (n % 55),
    pressure: 1_005 + (n % 20),
  };
  return {
    topic: `lianfang/v1/${cityOf(station)}/${idOf(station)}/readings`,
    payload: JSON.stringify({ at: formatIso(firstAt + count * 1_000), period: 0, seq: count, values }),
  };
}

/** A whole number, so that sums are exact. */
export function outagePm25(n: number): number {
  return 10 + ((Math.imul(n + 1, 2_654_435_761) >>> 16) % 200);
}

function idOf(n: number): string {
  return `s${String(n).padStart(5, '0')}`;
}

function cityOf(station: number): string {
  return CITIES[station % CITIES.length] ?? '';
}
