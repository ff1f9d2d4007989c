import type { Station } from '../../domain/air/station.ts';

/**
 * The invented cluster: 8 cities with 8 stations each on a plane of about 300 x 220 km. It lies in the open sea of the
 * Gulf of Guinea, near 0° N 0° E, so that nobody can take it for a real place. City names are the Heavenly Stems 甲 to
 * 辛, the Chinese A, B, C.
 */
export const KM_PER_DEGREE = 111.32;

export interface City {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  /** East and north of 0° E 0° N, km. */
  readonly xKm: number;
  readonly yKm: number;
  /** How much it emits, 1 = the average of the eight. */
  readonly size: number;
}

export const CITIES: readonly City[] = [
  { id: 'jia', name: '甲市', nameEn: 'Jia City', xKm: 54, yKm: 178, size: 1.15 },
  { id: 'yi', name: '乙市', nameEn: 'Yi City', xKm: 126, yKm: 192, size: 1.05 },
  { id: 'bing', name: '丙市', nameEn: 'Bing City', xKm: 203, yKm: 181, size: 1.1 },
  { id: 'ding', name: '丁市', nameEn: 'Ding City', xKm: 284, yKm: 190, size: 0.9 },
  { id: 'wu', name: '戊市', nameEn: 'Wu City', xKm: 62, yKm: 72, size: 0.95 },
  { id: 'ji', name: '己市', nameEn: 'Ji City', xKm: 136, yKm: 80, size: 1 },
  { id: 'geng', name: '庚市', nameEn: 'Geng City', xKm: 206, yKm: 67, size: 0.95 },
  { id: 'xin', name: '辛市', nameEn: 'Xin City', xKm: 278, yKm: 84, size: 0.9 },
];

/** The industrial estate in the east of 乙市, between its stations 1 and 4 and 70 km upwind of 丙市 in a west wind. */
export const INDUSTRIAL_SOURCE = { city: 'yi', xKm: 129, yKm: 190.5 } as const;

export interface ClusterStation extends Station {
  readonly nameEn: string;
  readonly operator: string;
  readonly xKm: number;
  readonly yKm: number;
  /** Counts over the cluster from 0. */
  readonly index: number;
}

export const STATIONS_PER_CITY = 8;
const OPERATORS = ['青桐监测', '白石环境', '朗川运维'];
/** Degrees of a sunflower's seeds: stations spread evenly over the city without a grid. */
const GOLDEN_ANGLE = 137.508;

export const STATIONS: readonly ClusterStation[] = CITIES.flatMap((city, cityIndex) =>
  Array.from({ length: STATIONS_PER_CITY }, (_, n) => stationOf(city, cityIndex, n)),
);

function stationOf(city: City, cityIndex: number, n: number): ClusterStation {
  const background = n === STATIONS_PER_CITY - 1;
  const angle = ((cityIndex * 47 + n * GOLDEN_ANGLE) * Math.PI) / 180;
  const distanceKm = background ? 24 : 2.5 + 3.6 * Math.sqrt(n);
  const xKm = city.xKm + distanceKm * Math.sin(angle);
  const yKm = city.yKm + distanceKm * Math.cos(angle);
  const index = cityIndex * STATIONS_PER_CITY + n;
  return {
    id: `${city.id}-${n + 1}`,
    name: background ? `${city.name}对照点` : `${city.name} ${n + 1} 区`,
    nameEn: background
      ? `${city.nameEn.replace(' City', '')} background`
      : `${city.nameEn.replace(' City', '')}-${n + 1}`,
    city: city.id,
    lon: round4(xKm / KM_PER_DEGREE),
    lat: round4(yKm / KM_PER_DEGREE),
    background,
    operator: OPERATORS[index % OPERATORS.length] ?? '',
    periodLabel: 'end',
    xKm,
    yKm,
    index,
  };
}

function round4(degrees: number): number {
  return Math.round(degrees * 1e4) / 1e4;
}
