import type { Winds } from './winds.ts';

/** A quarter of an hour: 1 to 5 km in the winds that count. */
export const STEP_HOURS = 0.25;

/** Why a path is shorter than asked. */
export type PathEnd = 'no_wind' | 'calm_wind';

/**
 * Where the air that arrives in the judged hour came from, km east and north of the target, every `STEP_HOURS` back in time; point 0 is
 * the target. The sums run from there: resultant and scalar way of the air, km.
 */
export interface BackPath {
  readonly xKm: Float64Array;
  readonly yKm: Float64Array;
  readonly scalarKm: Float64Array;
  /** How many points there are. */
  readonly points: number;
  /** What ended it early. */
  readonly end?: PathEnd;
  /** The wind at the target in the judged hour, where there is any. */
  readonly now?: { readonly speedMS: number; readonly fromDegrees: number };
}

/** Two anemometers that are both nearer than this weigh nearly the same, so that one does not rule. */
const SOFT_KM = 10;

/**
 * A pseudo-back-trajectory: the winds, weighted by the inverse square of their distance (softened),
 * followed backward. Indicative, not a meteorological trajectory. It ends where the mean wind is below `minWindKmH` (UPW-4).
 */
export function backPath(winds: Winds, options: { readonly hours: number; readonly minWindKmH: number }): BackPath {
  const steps = Math.round(options.hours / STEP_HOURS);
  const xKm = new Float64Array(steps + 1);
  const yKm = new Float64Array(steps + 1);
  const scalarKm = new Float64Array(steps + 1);
  const weights = new Float64Array(winds.columns);
  let points = 1;
  let end: PathEnd | undefined;
  let now: BackPath['now'];
  for (let step = 0; step < steps; step += 1) {
    const [x, y] = [xKm[step] ?? 0, yKm[step] ?? 0];
    weigh(winds, x, y, weights);
    const back = (step + 0.5) * STEP_HOURS;
    const row = Math.floor(back);
    const newer = meanOf(winds, row, weights);
    const older = meanOf(winds, row + 1, weights);
    if (step === 0 && newer !== undefined) now = { speedMS: newer.speed / 3.6, fromDegrees: fromDegrees(newer) };
    if (newer === undefined || older === undefined) end = 'no_wind';
    else if (isCalm(winds, row, newer, options.minWindKmH) || isCalm(winds, row + 1, older, options.minWindKmH))
      end = 'calm_wind';
    if (newer === undefined || older === undefined || end !== undefined) break;
    const share = back - row;
    xKm[step + 1] = x - STEP_HOURS * (newer.east + share * (older.east - newer.east));
    yKm[step + 1] = y - STEP_HOURS * (newer.north + share * (older.north - newer.north));
    scalarKm[step + 1] = (scalarKm[step] ?? 0) + STEP_HOURS * (newer.speed + share * (older.speed - newer.speed));
    points += 1;
  }
  return { xKm, yKm, scalarKm, points, ...(end === undefined ? {} : { end }), ...(now === undefined ? {} : { now }) };
}

function weigh(winds: Winds, x: number, y: number, weights: Float64Array): void {
  for (let column = 0; column < winds.columns; column += 1) {
    const east = (winds.xKm[column] ?? 0) - x;
    const north = (winds.yKm[column] ?? 0) - y;
    weights[column] = 1 / (east * east + north * north + SOFT_KM * SOFT_KM);
  }
}

/** UPW-4: where the air is, or over the region as a whole: there the resultant, so that vanes that turn about count as calm. */
function isCalm(winds: Winds, row: number, local: MeanWind, minWindKmH: number): boolean {
  if (local.speed < minWindKmH) return true;
  const region = meanOf(winds, row, new Float64Array(winds.columns).fill(1));
  return region === undefined || Math.hypot(region.east, region.north) < minWindKmH;
}

function fromDegrees({ east, north }: MeanWind): number {
  return ((Math.atan2(-east, -north) * 180) / Math.PI + 360) % 360;
}

interface MeanWind {
  readonly east: number;
  readonly north: number;
  /** Scalar mean, km/h. */
  readonly speed: number;
}

function meanOf(winds: Winds, row: number, weights: Float64Array): MeanWind | undefined {
  if (row >= winds.rows) return undefined;
  let [east, north, speed, weight] = [0, 0, 0, 0];
  for (let column = 0; column < winds.columns; column += 1) {
    const cell = row * winds.columns + column;
    const here = winds.eastKmH[cell] ?? Number.NaN;
    if (Number.isNaN(here)) continue;
    const share = weights[column] ?? 0;
    east += share * here;
    north += share * (winds.northKmH[cell] ?? 0);
    speed += share * (winds.speedKmH[cell] ?? 0);
    weight += share;
  }
  return weight === 0 ? undefined : { east: east / weight, north: north / weight, speed: speed / weight };
}
