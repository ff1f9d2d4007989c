import { z } from 'zod';

const Position = z.tuple([z.number(), z.number()]).rest(z.number());
const Ring = z.array(Position).min(4);
const Feature = z.object({
  type: z.literal('Feature'),
  properties: z.record(z.string(), z.unknown()).nullable(),
  geometry: z.discriminatedUnion('type', [
    z.object({ type: z.literal('Polygon'), coordinates: z.array(Ring) }),
    z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(Ring)) }),
  ]),
});

/** A FeatureCollection of polygons (RFC 7946), degrees WGS 84; anything more in it is left out. */
export const CityBorders = z.object({ type: z.literal('FeatureCollection'), features: z.array(Feature) });
export type CityBorders = z.infer<typeof CityBorders>;

/** A closed line of [longitude, latitude], degrees. */
export type Line = readonly (readonly [number, number, ...number[]])[];

/** Every ring of the features for which `isIt` says yes. */
export function ringsOf(
  borders: CityBorders,
  isIt: (properties: Readonly<Record<string, unknown>>) => boolean,
): Line[] {
  return borders.features
    .filter(({ properties }) => isIt(properties ?? {}))
    .flatMap(({ geometry }) => (geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat()));
}
