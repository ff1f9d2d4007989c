import type { Line } from './geojson.ts';

const KM_PER_DEGREE = 111.32;

/** The borders of one city. */
export interface Shape {
  readonly id: string;
  readonly rings: readonly Line[];
}

/**
 * Which shapes share a border: their lines run within `toleranceKm` of each other at two places further apart than twice that, so that a
 * common corner alone does not count. Symmetric; each list in the order of `shapes`.
 */
export function touching(shapes: readonly Shape[], toleranceKm: number): ReadonlyMap<string, readonly string[]> {
  const outlines = shapes.map((shape) => outlineOf(shape, toleranceKm));
  const found = new Map<string, string[]>(shapes.map(({ id }) => [id, []]));
  for (const [index, a] of outlines.entries()) {
    for (const b of outlines.slice(index + 1)) {
      if (!overlap(a.box, b.box) || !(shareBorder(a, b, toleranceKm) || shareBorder(b, a, toleranceKm))) continue;
      found.get(a.id)?.push(b.id);
      found.get(b.id)?.push(a.id);
    }
  }
  const place = new Map(shapes.map(({ id }, index) => [id, index]));
  for (const list of found.values()) list.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
  return found;
}

type Point = readonly [number, number];
type Box = readonly [west: number, south: number, east: number, north: number];
interface Segment {
  readonly from: Point;
  readonly to: Point;
  readonly box: Box;
}
interface Outline {
  readonly id: string;
  readonly points: readonly Point[];
  readonly segments: readonly Segment[];
  readonly box: Box;
}

/** On a plane in km; east-west shrinks with the latitude, by one factor for all shapes within a degree band would tear borders apart. */
function outlineOf({ id, rings }: Shape, margin: number): Outline {
  const lines = rings.map((ring) => ring.map(([lon, lat]) => plane(lon, lat)));
  const segments = lines.flatMap((line) =>
    line.slice(1).map((to, index) => {
      const from = line[index] ?? to;
      return { from, to, box: boxOf([from, to], margin) };
    }),
  );
  const points = lines.flat();
  return { id, points, segments, box: boxOf(points, margin) };
}

/** Sinusoidal projection: a point has one place, whichever shape it belongs to. */
function plane(lon: number, lat: number): Point {
  return [lon * Math.cos((lat * Math.PI) / 180) * KM_PER_DEGREE, lat * KM_PER_DEGREE];
}

function boxOf(points: readonly Point[], margin: number): Box {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    box[0] = Math.min(box[0], x - margin);
    box[1] = Math.min(box[1], y - margin);
    box[2] = Math.max(box[2], x + margin);
    box[3] = Math.max(box[3], y + margin);
  }
  return box;
}

function overlap(a: Box, b: Box): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}

function shareBorder(a: Outline, b: Outline, toleranceKm: number): boolean {
  const segments = b.segments.filter(({ box }) => overlap(box, a.box));
  let first: Point | undefined;
  for (const point of a.points) {
    if (
      !inside(point, b.box) ||
      !segments.some((segment) => inside(point, segment.box) && distance(point, segment) <= toleranceKm)
    )
      continue;
    first ??= point;
    if (Math.hypot(point[0] - first[0], point[1] - first[1]) > 2 * toleranceKm) return true;
  }
  return false;
}

function inside([x, y]: Point, box: Box): boolean {
  return x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3];
}

function distance([x, y]: Point, { from, to }: Segment): number {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - from[0]) * dx + (y - from[1]) * dy) / square));
  return Math.hypot(x - from[0] - along * dx, y - from[1] - along * dy);
}
