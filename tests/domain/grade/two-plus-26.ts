import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const folder = process.env['LIANFANG_DATA'] ?? new URL('../../../../shared/data', import.meta.url).pathname;
const DAILY = `${folder}/cn_jjj_2plus26_daily_winters1516_1617.csv.gz`;
const CITIES = `${folder}/cn_cities.csv`;
const SHAPES = `${folder}/geo/cn_jjj_2plus26_cities.geojson`;

/** Why the published city-days cannot be read here; null when they can. */
export const absent = [DAILY, CITIES, SHAPES].every(existsSync) ? null : `no published city-days in ${folder}`;

/** A published city-day. */
export interface CityDay {
  readonly date: string;
  readonly city: string;
  readonly aqi: number;
  /** Daily means, µg/m³, CO mg/m³; o3 the largest 8 h mean. */
  readonly values: Readonly<Record<'pm25' | 'pm10' | 'so2' | 'no2' | 'co' | 'o3', number>>;
}

function table(text: string): Record<string, string>[] {
  const [head = '', ...lines] = text.trim().split('\n');
  const names = head.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
  });
}

/** Both winters of the 28 cities, by city, in the order of days. */
export function cityDays(): Map<string, CityDay[]> {
  const members = new Set(
    table(readFileSync(CITIES, 'utf8')).flatMap((row) => (row['bth_2plus26'] === '1' ? [row['city']] : [])),
  );
  const found = new Map<string, CityDay[]>();
  for (const row of table(gunzipSync(readFileSync(DAILY)).toString('utf8'))) {
    const { date = '', city = '' } = row;
    if (!members.has(city)) continue;
    const value = (name: string) => Number(row[name]);
    const values = {
      pm25: value('pm25'),
      pm10: value('pm10'),
      so2: value('so2'),
      no2: value('no2'),
      co: value('co'),
      o3: value('o3'),
    };
    const days = found.get(city) ?? [];
    days.push({ date, city, aqi: value('aqi'), values });
    found.set(city, days);
  }
  for (const days of found.values()) days.sort((a, b) => (a.date < b.date ? -1 : 1));
  return found;
}

interface Shape {
  readonly properties: { readonly name: string };
  readonly geometry: { readonly type: string; readonly coordinates: readonly unknown[] };
}

/** Pairs of cities whose outlines share a point to a thousandth of a degree (some 100 m). */
export function borders(): [string, string][] {
  const { features } = JSON.parse(readFileSync(SHAPES, 'utf8')) as { features: Shape[] };
  const outlines = features.map(({ properties, geometry }) => {
    const points = geometry.coordinates.flat(geometry.type === 'MultiPolygon' ? 2 : 1) as [number, number][];
    const places = new Set(points.map(([lon, lat]) => `${lon.toFixed(3)} ${lat.toFixed(3)}`));
    return { city: properties.name.replace(/市$/, ''), places };
  });
  return outlines.flatMap((one, index) =>
    outlines
      .slice(index + 1)
      .filter((other) => !one.places.isDisjointFrom(other.places))
      .map((other): [string, string] => [one.city, other.city]),
  );
}
