import type { AlertView, CityState, CityView, StationState, StationView } from '../../api/contract.ts';
import { cityMean } from '../../domain/air/city-mean.ts';
import { hourlyIndex } from '../../domain/air/hourly-index.ts';
import type { Pollutant } from '../../domain/air/parameter.ts';
import { formatIso } from '../../domain/time.ts';

export const HOUR_MS = 3_600_000;

const CITIES = [
  ['jia', '甲市', 'Jia City', 38],
  ['yi', '乙市', 'Yi City', 66],
  ['bing', '丙市', 'Bing City', 118],
  ['ding', '丁市', 'Ding City', 30],
  ['wu', '戊市', 'Wu City', 44],
  ['ji', '己市', 'Ji City', 52],
  ['geng', '庚市', 'Geng City', 26],
  ['xin', '辛市', 'Xin City', 48],
] as const;

/** mulberry32: the same picture at every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const cities: readonly CityView[] = CITIES.map(([id, zh, en]) => ({ id, name: { zh, en }, stations: 7 }));

/** As much of the agreement as names of places need. */
export const agreement = {
  version: '1',
  region: {
    id: 'demo',
    name: { zh: '示例城市群', en: 'Example cluster' },
    utcOffset: '+08:00',
    coordinator: null,
  },
  jurisdictions: CITIES.map(([id, zh, en]) => ({
    id,
    name: { zh, en },
    level: 'city',
    superior: null,
    neighbours: [],
  })),
  roles: [],
  clocks: {},
};

export const stations: readonly StationView[] = CITIES.flatMap(([city, zh], c) =>
  Array.from({ length: 8 }, (_, n) => ({
    id: `${city}-${n + 1}`,
    name: n === 7 ? `${zh} 清洁对照点` : `${zh} ${n + 1} 区`,
    city,
    lon: 100.2 + (c % 4) * 0.9 + (n % 3) * 0.12,
    lat: 20.2 + Math.floor(c / 4) * 1.1 + (n % 4) * 0.1,
    background: n === 7,
    operator: ['绿野监测', '清源运维', '远望环境'][n % 3] ?? '',
    lastAt: null,
  })),
);

/** Stations that are silent, by hours since their last value. */
const SILENT: Readonly<Record<string, number>> = { 'wu-7': 3, 'xin-2': 40, 'geng-5': 2 };

/** What a station measured in the hour that ended at `at`; undefined where it was silent. */
export function valuesOf(station: StationView, at: number, newestHour: number): StationState['values'] | undefined {
  if (newestHour - at < (SILENT[station.id] ?? 0) * HOUR_MS) return undefined;
  const index = stations.indexOf(station);
  const hour = at / HOUR_MS;
  // Two hours nobody measured, for every third station: a gap in each chart.
  if (index % 3 === 0 && (hour % 37 === 5 || hour % 37 === 6)) return undefined;
  const base = CITIES.find(([id]) => id === station.city)?.[3] ?? 40;
  const random = chance(index * 7919 + hour);
  const day = Math.sin(((hour + 2) / 24) * 2 * Math.PI);
  const slow = Math.sin(hour / 19 + index / 9);
  const pm25 = Math.max(
    3,
    Math.round(base * (1 + 0.25 * day + 0.3 * slow) + random() * 14 - (station.background ? 14 : 0)),
  );
  return {
    pm25,
    pm10: Math.round(pm25 * 1.4 + 12 + random() * 12),
    so2: Math.round(6 + random() * 9),
    no2: Math.round(28 + 14 * day + random() * 10),
    co: Math.round((0.5 + pm25 / 160 + random() * 0.2) * 10) / 10,
    o3: Math.max(4, Math.round(46 - 36 * day + random() * 12)),
    wind_speed: Math.round((1.4 + random() * 3) * 10) / 10,
    wind_dir: Math.round(200 + 50 * slow + random() * 20),
    temp: Math.round((6 - 5 * day + random()) * 10) / 10,
    rh: Math.round(58 + 20 * day),
    pressure: Math.round(1018 + 5 * slow),
  };
}

export function stationStateAt(station: StationView, newestHour: number): StationState | undefined {
  const at = newestHour - (SILENT[station.id] ?? 0) * HOUR_MS;
  const values = valuesOf(station, at, newestHour);
  if (values === undefined) return undefined;
  const { aqi, level, primary } = hourlyIndex(values, '2026');
  const suspect = station.id === 'bing-4' ? { flags: { o3: 'C' as const } } : {};
  return {
    station: station.id,
    at: formatIso(at),
    interval: 3600,
    values,
    ...suspect,
    aqi,
    level,
    primary: [...primary],
  };
}

/** City hour: mean of the stations that measured, and the index of that. */
export function cityHour(city: string, at: number, newestHour: number) {
  const means = stations
    .filter((station) => station.city === city)
    .map((station) => ({ background: station.background, values: valuesOf(station, at, newestHour) ?? {} }));
  const mean = cityMean(means);
  const concentrations: Partial<Record<Pollutant, number>> = {};
  for (const [name, value] of Object.entries(mean.values)) {
    if (value !== undefined) concentrations[name as Pollutant] = Math.round(value * 10) / 10;
  }
  const { aqi, level, primary, iaqi } = hourlyIndex(concentrations, '2026');
  const known: Partial<Record<Pollutant, number>> = {};
  for (const [name, value] of Object.entries(iaqi)) if (value !== null) known[name as Pollutant] = value;
  return {
    at: formatIso(at),
    standard: 'HJ 633-2026' as const,
    aqi,
    level,
    primary: [...primary],
    iaqi: known,
    concentrations,
    stations: { valid: mean.stations.pm25, total: mean.of },
  };
}

export function cityStateAt(city: string, newestHour: number): CityState {
  const { iaqi: _, ...state } = cityHour(city, newestHour, newestHour);
  const before = cityHour(city, newestHour - HOUR_MS, newestHour).aqi ?? 0;
  const change = (state.aqi ?? 0) - before;
  return { city, ...state, trend: Math.abs(change) < 5 ? 'steady' : change > 0 ? 'up' : 'down' };
}

/** One alert of the invented region; `n` numbers it in the ledger. */
export function alertOf(n: number, raisedAt: number, change: Partial<AlertView> = {}): AlertView {
  return {
    id: `alert-${n}`,
    rule: 'city-pm25-high',
    subject: { kind: 'city', id: 'bing' },
    priority: 2,
    state: 'raised',
    raisedAt: formatIso(raisedAt),
    returnedAt: null,
    value: 168,
    limit: 150,
    quantity: 'pm25',
    message: { zh: '丙市 PM₂.₅ 小时均值连续 2 h 超过 150', en: 'Bing City: hourly PM₂.₅ above 150 for 2 h' },
    reason: 'above',
    shadow: false,
    seq: n,
    ...change,
  };
}

/** What stood open, and what had returned, when the page was opened. */
export function firstAlerts(newestHour: number): AlertView[] {
  const ago = (hours: number) => newestHour - hours * HOUR_MS;
  return [
    alertOf(71, ago(5), {
      priority: 1,
      subject: { kind: 'station', id: 'bing-3' },
      quantity: 'aqi',
      value: 312,
      limit: 300,
      message: { zh: '丙市 3 区 AQI 312，严重污染', en: 'Bing 3: AQI 312, severely polluted' },
    }),
    alertOf(72, ago(3)),
    alertOf(73, ago(2), {
      priority: 3,
      subject: { kind: 'station', id: 'wu-7' },
      rule: 'station-pm10-high',
      quantity: 'pm10',
      value: 251,
      limit: 250,
      message: { zh: '戊市 7 区 PM₁₀ 251 μg/m³，超过 250', en: 'Wu 7: PM₁₀ 251 μg/m³, above 250' },
    }),
    alertOf(74, ago(1), {
      priority: 3,
      subject: { kind: 'city', id: 'yi' },
      quantity: 'iaqi.pm10',
      value: 121,
      limit: 100,
      message: { zh: '乙市 PM₁₀ 分指数超过 100', en: 'Yi City: PM₁₀ sub-index above 100' },
    }),
    ...Array.from({ length: 60 }, (_, n) =>
      alertOf(70 - n, ago(30 + n), {
        priority: 2 + (n % 3),
        state: 'returned',
        returnedAt: formatIso(ago(26 + n)),
        subject: { kind: 'city', id: CITIES[n % 8]?.[0] ?? 'jia' },
        quantity: 'o3',
        value: 172 + n,
        limit: 160,
        message: { zh: `${CITIES[n % 8]?.[1]} O₃ 小时均值超过 160`, en: `${CITIES[n % 8]?.[2]}: hourly O₃ above 160` },
      }),
    ),
  ];
}
