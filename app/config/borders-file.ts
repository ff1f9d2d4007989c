import { CityBorders } from '../../domain/agreement/geojson.ts';
import { ConfigError } from './fault.ts';
import { readText } from './yaml-file.ts';

/** Reads the GeoJSON of the cities' borders; what keeps it from being used otherwise. */
export function readBordersFile(file: string): CityBorders | { readonly unreadable: string } {
  let content: unknown;
  try {
    content = JSON.parse(readText(file));
  } catch (error) {
    if (error instanceof ConfigError) return { unreadable: error.faults[0]?.message ?? error.message };
    return { unreadable: error instanceof Error ? error.message : String(error) };
  }
  const parsed = CityBorders.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return { unreadable: `it is no FeatureCollection of polygons: ${issue?.path.join('.')}: ${issue?.message}` };
}
