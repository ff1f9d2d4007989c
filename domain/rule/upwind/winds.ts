import { PARAMETERS } from '../../air/parameter.ts';
import type { RegionView } from '../region-view.ts';
import type { Surroundings } from './surroundings.ts';

const SPEED = PARAMETERS.indexOf('wind_speed');
const DIRECTION = PARAMETERS.indexOf('wind_dir');
const RADIANS = Math.PI / 180;

/** Below this (m/s) a vane points anywhere: calm with a direction is calm. */
const CALM_M_S = 0.5;
/** Anemometers that disagree with the mean of their hour by more than this are left out, where at least `CONSENSUS` agree. */
const OUTLIER_COS = Math.cos(75 * RADIANS);
const CONSENSUS = 4;
const STUCK_HOURS = 12;
const STUCK_VALID = 8;
/** Winds that are reported as one of 16 compass points repeat honestly for long. */
const COMPASS_POINT = 22.5;

/**
 * Usable winds around a station, one row an hour (row 0 is the judged hour, row n the hour n before), one column an anemometer:
 * km/h towards east and north, NaN where there is none, and the scalar speed.
 */
export interface Winds {
  readonly rows: number;
  readonly columns: number;
  readonly xKm: Float64Array;
  readonly yKm: Float64Array;
  readonly eastKmH: Float64Array;
  readonly northKmH: Float64Array;
  readonly speedKmH: Float64Array;
}

/**
 * UPW-9: the winds of a station and its surroundings. Left out: stuck vanes and cups, stations that repeat another's weather (it
 * counts once, at the nearest), and vanes that point against all others of the hour.
 */
export function windsAround(
  view: RegionView,
  at: { readonly station: number; readonly around: Surroundings; readonly hour: number; readonly rows: number },
): Winds {
  const { station, around, hour, rows } = at;
  const honest: number[] = [];
  const stuck: number[] = [];
  const signatures = new Set<number>();
  for (let i = -1; i < around.stations.length; i += 1) {
    const place = i < 0 ? station : (around.stations[i] ?? station);
    const signature = weatherSignature(view, place, hour, rows);
    if (Number.isNaN(signature) || signatures.has(signature)) continue;
    signatures.add(signature);
    (isStuck(view, place, hour) ? stuck : honest).push(i);
  }
  // Where all repeat themselves it is the weather, or the way it was written down.
  const places = honest.length > 0 ? honest : stuck;
  const columns = places.length;
  const winds: Winds = {
    rows,
    columns,
    xKm: Float64Array.from(places, (i) => (i < 0 ? 0 : (around.eastKm[i] ?? 0))),
    yKm: Float64Array.from(places, (i) => (i < 0 ? 0 : (around.northKm[i] ?? 0))),
    eastKmH: new Float64Array(rows * columns),
    northKmH: new Float64Array(rows * columns),
    speedKmH: new Float64Array(rows * columns),
  };
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const i = places[column] ?? -1;
      const place = i < 0 ? station : (around.stations[i] ?? station);
      const speed = view.stationHour(place, SPEED, hour - row);
      const direction = view.stationHour(place, DIRECTION, hour - row);
      const usable = speed >= 0 && direction >= 0 && direction <= 360;
      const kmH = usable ? (speed < CALM_M_S ? 0 : speed * 3.6) : Number.NaN;
      const cell = row * columns + column;
      // The direction is where it comes FROM.
      winds.eastKmH[cell] = -kmH * Math.sin(direction * RADIANS);
      winds.northKmH[cell] = -kmH * Math.cos(direction * RADIANS);
      winds.speedKmH[cell] = usable ? speed * 3.6 : Number.NaN;
    }
    dropOutliers(winds, row);
  }
  return winds;
}

/** The same figure for stations that report the same weather hour by hour; NaN without any wind. */
function weatherSignature(view: RegionView, place: number, hour: number, rows: number): number {
  let [sum, hours] = [0, 0];
  for (let row = 0; row < rows; row += 1) {
    const speed = view.stationHour(place, SPEED, hour - row);
    const direction = view.stationHour(place, DIRECTION, hour - row);
    if (Number.isNaN(speed) || Number.isNaN(direction)) continue;
    sum += (row + 1.618) * (speed + 0.1 * Math.PI) * (direction + Math.E);
    hours += 1;
  }
  return hours === 0 ? Number.NaN : sum;
}

function isStuck(view: RegionView, place: number, hour: number): boolean {
  const now = view.stationHour(place, DIRECTION, hour);
  const vane = repeats(view, place, DIRECTION, hour, now % COMPASS_POINT === 0 ? 2 * STUCK_HOURS : STUCK_HOURS);
  return vane || repeats(view, place, SPEED, hour, STUCK_HOURS);
}

/** Whether every valid hour of so many says the same, to the last digit. */
function repeats(view: RegionView, place: number, parameter: number, hour: number, hours: number): boolean {
  let [first, valid] = [Number.NaN, 0];
  for (let back = 0; back < hours; back += 1) {
    const value = view.stationHour(place, parameter, hour - back);
    if (Number.isNaN(value)) continue;
    if (valid > 0 && value !== first) return false;
    first = value;
    valid += 1;
  }
  return valid * STUCK_HOURS >= hours * STUCK_VALID;
}

function dropOutliers(winds: Winds, row: number): void {
  const { columns, eastKmH, northKmH } = winds;
  let [x, y, count] = [0, 0, 0];
  for (let cell = row * columns; cell < (row + 1) * columns; cell += 1) {
    const length = Math.hypot(eastKmH[cell] ?? 0, northKmH[cell] ?? 0);
    if (!(length > 0)) continue;
    x += (eastKmH[cell] ?? 0) / length;
    y += (northKmH[cell] ?? 0) / length;
    count += 1;
  }
  const mean = Math.hypot(x, y);
  if (count < CONSENSUS || mean < count / 2) return;
  for (let cell = row * columns; cell < (row + 1) * columns; cell += 1) {
    const [east, north] = [eastKmH[cell] ?? 0, northKmH[cell] ?? 0];
    const length = Math.hypot(east, north);
    if (!(length > 0) || east * x + north * y >= OUTLIER_COS * length * mean) continue;
    eastKmH[cell] = northKmH[cell] = winds.speedKmH[cell] = Number.NaN;
  }
}
