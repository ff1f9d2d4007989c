import { type CityBorders, type Line, ringsOf } from '../../../domain/agreement/geojson.ts';
import type { City } from '../../../domain/agreement/jurisdiction.ts';
import { categoryOf } from '../../../domain/air/category.ts';
import type { Station } from '../../../domain/air/station.ts';
import type { Grade } from '../../../domain/grade/grade.ts';
import { escaped } from '../../report/html.ts';
import type { CityWind } from '../city-winds.ts';

const WIDTH = 760;
const MARGIN = 46;
const TALLEST = 620;

export interface RegionScene {
  readonly cities: readonly City[];
  readonly stations: readonly Station[];
  readonly borders?: CityBorders;
  /** AQI of stations and cities in the hour that is drawn, by id; absent: not known. */
  readonly aqiOfStation: ReadonlyMap<string, number>;
  readonly aqiOfCity: ReadonlyMap<string, number>;
  readonly gradeOfCity: ReadonlyMap<string, Grade>;
  readonly winds: readonly CityWind[];
}

type Point = readonly [x: number, y: number];

/** A region in one hour as a drawing: borders where there are any, stations and cities by their AQI, grades, and the wind. */
export function regionDrawing(scene: RegionScene): string {
  const rings = scene.borders === undefined ? [] : ringsOf(scene.borders, () => true);
  const { place, height } = projection(scene.stations, rings);
  const drawn = [
    ...rings.map((ring) => `<path class="border" d="${pathOf(ring.map(([lon, lat]) => place(lon, lat)))}"/>`),
    ...scene.stations.map((station) => stationDot(station, scene, place(station.lon, station.lat))),
    ...scene.cities.map((city) => cityMark(city, scene, place)),
  ];
  return [
    `<svg class="map" role="img" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">`,
    '<title>地图 Map</title>',
    ...drawn,
    '</svg>',
  ].join('');
}

/** Degrees to pixels, north up; a degree of longitude is shortened as at the middle of the region. */
function projection(stations: readonly Station[], rings: readonly Line[]) {
  const points = [...stations.map(({ lon, lat }) => [lon, lat] as const), ...rings.flat()];
  const [lons, lats] = [points.map(([lon]) => lon ?? 0), points.map(([, lat]) => lat ?? 0)];
  const [west, east] = [least(lons), -least(lons.map((lon) => -lon))];
  const [south, north] = [least(lats), -least(lats.map((lat) => -lat))];
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const inside = WIDTH - 2 * MARGIN;
  const scale = Math.min(
    inside / Math.max(0.01, (east - west) * squeeze),
    (TALLEST - 2 * MARGIN) / Math.max(0.01, north - south),
  );
  return {
    height: Math.round((north - south) * scale + 2 * MARGIN),
    place: (lon: number, lat: number): Point => [
      MARGIN + (lon - west) * squeeze * scale,
      MARGIN + (north - lat) * scale,
    ],
  };
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}

function stationDot({ id, name }: Station, { aqiOfStation }: RegionScene, [x, y]: Point): string {
  const aqi = aqiOfStation.get(id);
  const title = `<title>${escaped(name)} (${escaped(id)}) AQI ${aqi ?? '–'}</title>`;
  return `<circle class="station" cx="${fixed(x)}" cy="${fixed(y)}" r="3.5" fill="${colourOf(aqi)}">${title}</circle>`;
}

function cityMark(city: City, scene: RegionScene, place: (lon: number, lat: number) => Point): string {
  const own = scene.stations.filter((station) => station.city === city.id);
  if (own.length === 0) return '';
  const mean = (pick: (station: Station) => number) => own.reduce((sum, one) => sum + pick(one), 0) / own.length;
  const [x, y] = place(
    mean(({ lon }) => lon),
    mean(({ lat }) => lat),
  );
  const aqi = scene.aqiOfCity.get(city.id);
  const grade = scene.gradeOfCity.get(city.id) ?? 'none';
  const name = (language: 'zh' | 'en') => `<tspan lang="${language}">${escaped(city.name[language])}</tspan>`;
  return [
    `<circle class="ring g-${grade}" cx="${fixed(x)}" cy="${fixed(y)}" r="14"/>`,
    `<circle cx="${fixed(x)}" cy="${fixed(y)}" r="10" fill="${colourOf(aqi)}"/>`,
    windArrow(
      scene.winds.find((wind) => wind.city === city.id),
      [x, y],
    ),
    `<text x="${fixed(x)}" y="${fixed(y + 28)}" text-anchor="middle">${name('zh')}${name('en')} ${aqi ?? '–'}</text>`,
  ].join('');
}

/** Points to where the wind goes; a metre a second is 7 pixels long. */
function windArrow(wind: CityWind | undefined, [x, y]: Point): string {
  if (wind === undefined || wind.from === null) return '';
  const radians = ((wind.from + 180) * Math.PI) / 180;
  const length = 14 + Math.min(8, wind.speed) * 7;
  const [dx, dy] = [Math.sin(radians), -Math.cos(radians)];
  const [tipX, tipY] = [x + dx * length, y + dy * length];
  const wing = (side: number) => `${fixed(tipX - dx * 7 + side * dy * 4)} ${fixed(tipY - dy * 7 - side * dx * 4)}`;
  const title = `<title>${wind.speed.toFixed(1)} m/s ← ${wind.from.toFixed(0)}°</title>`;
  return `<path class="wind" d="M${fixed(x)} ${fixed(y)}L${fixed(tipX)} ${fixed(tipY)}M${wing(1)}L${fixed(tipX)} ${fixed(tipY)}L${wing(-1)}">${title}</path>`;
}

function pathOf(points: readonly Point[]): string {
  return `${points.map(([x, y], n) => `${n === 0 ? 'M' : 'L'}${fixed(x)} ${fixed(y)}`).join('')}Z`;
}

function colourOf(aqi: number | undefined): string {
  return (aqi === undefined ? undefined : categoryOf(aqi)?.colour) ?? '#9aa3ab';
}

function fixed(value: number): string {
  return String(Math.round(value * 10) / 10);
}
