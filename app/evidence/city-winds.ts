import type { HourGrid } from '../../domain/air/hour-grid.ts';
import type { Reading } from '../../domain/air/reading.ts';

/** The mean wind of a city's stations in one hour. */
export interface CityWind {
  readonly city: string;
  /** End of the hour, epoch ms. */
  readonly at: number;
  /** Length of the mean of the stations' wind vectors, m/s. */
  readonly speed: number;
  /** Degrees it comes from; null in a calm. */
  readonly from: number | null;
  readonly stations: number;
}

const DEGREE = Math.PI / 180;
/** m/s; a weaker mean has no direction. */
const CALM = 0.05;

/** Of every city and hour with wind in (from, to], in order of time and city; parts of an hour count each. */
export function cityWinds(
  readings: readonly Reading[],
  { from, to, grid }: { readonly from: number; readonly to: number; readonly grid: HourGrid },
): CityWind[] {
  const sums = new Map<string, Sum>();
  for (const { station, city, at: end, periodS, values } of readings) {
    const { wind_speed: speed, wind_dir: direction } = values;
    if (periodS === 0 || periodS > 3600 || speed === undefined || direction === undefined) continue;
    const at = grid.endOf(grid.hourOf(end, periodS));
    if (at <= from || at > to) continue;
    const key = `${at} ${city}`;
    const sum = sums.get(key) ?? { city, at, east: 0, north: 0, parts: 0, stations: new Set<string>() };
    sums.set(key, sum);
    sum.east += speed * Math.sin(direction * DEGREE);
    sum.north += speed * Math.cos(direction * DEGREE);
    sum.parts += 1;
    sum.stations.add(station);
  }
  return [...sums.values()]
    .sort((a, b) => a.at - b.at || (a.city < b.city ? -1 : 1))
    .map(({ city, at, east, north, parts, stations }) => {
      const speed = Math.hypot(east, north) / parts;
      const degrees = (Math.atan2(east, north) / DEGREE + 360) % 360;
      return { city, at, speed, from: speed < CALM ? null : degrees, stations: stations.size };
    });
}

/** Sums of the vectors that point to where the wind comes from, m/s. */
interface Sum {
  readonly city: string;
  readonly at: number;
  east: number;
  north: number;
  parts: number;
  readonly stations: Set<string>;
}
