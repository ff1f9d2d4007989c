import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import { citiesOf } from '../../domain/agreement/jurisdiction.ts';
import type { Ring } from '../../domain/cap/public-warning.ts';
import { readBordersFile } from '../config/borders-file.ts';

/**
 * Outer borders of the cities as the agreement's `geometry` has them; none where it has none. `path`: the agreement's file, or the folder of
 * its versions.
 */
export function cityRings(agreement: AgreementFile, path: string): ReadonlyMap<string, readonly Ring[]> {
  const { geometry, jurisdictions } = agreement;
  const rings = new Map<string, readonly Ring[]>();
  if (geometry === undefined) return rings;
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  const borders = readBordersFile(resolve(folder, geometry.file));
  if ('unreadable' in borders) return rings;
  for (const { id, code, name } of citiesOf(jurisdictions)) {
    const wanted = { code, id, name: name.zh }[geometry.holds];
    const shapes = borders.features
      .filter(({ properties }) => String(properties?.[geometry.property]) === wanted)
      .flatMap(({ geometry: shape }) => (shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates));
    // A hole in a city belongs to it: receivers of CAP know no holes.
    const outer = shapes.flatMap(([ring]) =>
      ring === undefined ? [] : [ring.map(([lon, lat]) => [lon, lat] as const)],
    );
    rings.set(id, outer.filter(isDrawable));
  }
  return rings;
}

/** CAP 1.2, 3.2.4: closed, of four points at least. */
function isDrawable(ring: Ring): boolean {
  const [first, last] = [ring[0], ring.at(-1)];
  return ring.length >= 4 && first?.[0] === last?.[0] && first?.[1] === last?.[1];
}
