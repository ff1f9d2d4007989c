import { type BackPath, STEP_HOURS } from './back-path.ts';

/** How the air could have come from a place: how long before, how far off the way, and how steady the wind was. */
export interface Way {
  readonly lagHours: number;
  /** Angle at the target between the place and the way, degrees. */
  readonly offDegrees: number;
  /** Resultant over scalar way, 0..1. */
  readonly steadiness: number;
  /** Scalar mean speed, m/s, and the direction of the vector mean (from), degrees. */
  readonly speedMS: number;
  readonly fromDegrees: number;
}

/** The way along the path that comes nearest to a place (km from the target); undefined when the path does not get there. */
export function wayFrom(path: BackPath, eastKm: number, northKm: number): Way | undefined {
  let square = eastKm * eastKm + northKm * northKm;
  let [nearest, share] = [0, 0];
  for (let point = 0; point + 1 < path.points; point += 1) {
    const [x, y] = [path.xKm[point] ?? 0, path.yKm[point] ?? 0];
    const [stepX, stepY] = [(path.xKm[point + 1] ?? 0) - x, (path.yKm[point + 1] ?? 0) - y];
    const length = stepX * stepX + stepY * stepY;
    const along = length === 0 ? 0 : ((eastKm - x) * stepX + (northKm - y) * stepY) / length;
    // Beyond the end of the path, by more than a step: not reached.
    const last = point + 2 === path.points;
    if (last && along > 2) continue;
    const clipped = Math.min(1, Math.max(0, along));
    const away = (eastKm - x - clipped * stepX) ** 2 + (northKm - y - clipped * stepY) ** 2;
    if (away >= square) continue;
    square = away;
    nearest = point;
    share = clipped;
  }
  if (nearest + share === 0) return undefined;
  const x = between(path.xKm, nearest, share);
  const y = between(path.yKm, nearest, share);
  const scalarKm = between(path.scalarKm, nearest, share);
  const resultantKm = Math.hypot(x, y);
  const lagHours = (nearest + share) * STEP_HOURS;
  return {
    lagHours,
    offDegrees: (Math.atan2(Math.sqrt(square), resultantKm) * 180) / Math.PI,
    steadiness: Math.min(1, resultantKm / scalarKm),
    speedMS: scalarKm / lagHours / 3.6,
    fromDegrees: ((Math.atan2(x, y) * 180) / Math.PI + 360) % 360,
  };
}

function between(values: Float64Array, point: number, share: number): number {
  const from = values[point] ?? 0;
  return share === 0 ? from : from + share * ((values[point + 1] ?? from) - from);
}
