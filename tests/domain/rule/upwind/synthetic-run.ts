import { PARAMETERS } from '../../../../domain/air/parameter.ts';
import type { RegionView } from '../../../../domain/rule/region-view.ts';
import { Chance } from './chance.ts';
import { type SyntheticMap, syntheticMap } from './synthetic-map.ts';
import { localPool, type Plume, plumeOf, randomSource, type Source } from './synthetic-plume.ts';
import { type SyntheticWind, syntheticWind } from './synthetic-wind.ts';

/**
 * `plume`: one source; `two`: two sources in two cities; `calm`: one source and a calm spell soon after it begins; `local`: one to
 * three pools that go nowhere; `none`: nothing but background.
 */
export type RunKind = 'plume' | 'two' | 'calm' | 'local' | 'none';

/** Two days of an invented region: what its stations report, and what was so. */
export interface SyntheticRun {
  readonly seed: number;
  readonly kind: RunKind;
  readonly map: SyntheticMap;
  readonly view: RegionView;
  readonly plumes: readonly Plume[];
  readonly hours: number;
  /** True wind as an anemometer in the open would see it in the middle of the map, m/s, mean of the hour. */
  readonly speedMS: readonly number[];
  /** PM2.5 without noise, `[station * hours + hour]`. */
  readonly trueUgM3: Float64Array;
}

const HOURS = 48;
const PM25 = PARAMETERS.indexOf('pm25');
const SPEED = PARAMETERS.indexOf('wind_speed');
const DIRECTION = PARAMETERS.indexOf('wind_dir');

export function syntheticRun(seed: number): SyntheticRun {
  const chance = new Chance(seed);
  const map = syntheticMap(chance);
  const draw = chance.uniform();
  const kind: RunKind =
    draw < 0.5 ? 'plume' : draw < 0.65 ? 'two' : draw < 0.75 ? 'calm' : draw < 0.9 ? 'local' : 'none';
  const sources = kind === 'local' || kind === 'none' ? [] : [randomSource(chance, map, HOURS)];
  if (kind === 'two') {
    const second = randomSource(chance, map, HOURS);
    if (second.city !== sources[0]?.city) sources.push(second);
  }
  const calmFrom = kind === 'calm' ? (sources[0]?.from ?? 0) + chance.uniform(2, 5) : undefined;
  const wind = syntheticWind(chance, HOURS, {
    ...(calmFrom === undefined ? {} : { calmFrom }),
    ...(sources[0] === undefined
      ? {}
      : { heading: { at: sources[0].from + 2, to: towardsAnother(chance, map, sources[0]) } }),
  });
  const plumes = sources.map((source) => plumeOf(source, map, wind, HOURS));
  if (kind === 'local')
    for (let left = chance.whole(1, 3); left > 0; left -= 1) plumes.push(localPool(chance, map, HOURS));
  const trueUgM3 = background(chance, map);
  for (const { addedUgM3 } of plumes)
    for (const [i, added] of addedUgM3.entries()) trueUgM3[i] = (trueUgM3[i] ?? 0) + added;
  const pm25 = sensed(chance, trueUgM3);
  // The air that carries is above the anemometers: faster, and turned a little.
  const above = { faster: chance.uniform(0.85, 1.25), turned: chance.normal(0, 5) };
  const winds = anemometers(chance, map, wind, above);
  const parameters = new Map([
    [PM25, pm25],
    [SPEED, winds.speed],
    [DIRECTION, winds.direction],
  ]);
  const view: RegionView = {
    stations: map.stations,
    cities: map.cities,
    stationHour: (station, parameter, hour) =>
      hour < 0 || hour >= HOURS ? Number.NaN : (parameters.get(parameter)?.[station * HOURS + hour] ?? Number.NaN),
    cityHour(city, parameter, hour) {
      const values = (map.cities[city]?.stations ?? [])
        .map((station) => parameters.get(parameter)?.[station * HOURS + hour] ?? Number.NaN)
        .filter((value) => !Number.isNaN(value));
      return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
    },
  };
  const speedMS = Array.from({ length: HOURS }, (_, hour) => {
    let sum = 0;
    for (let part = 0; part < 4; part += 1) sum += wind.speed(hour - 0.875 + part / 4);
    return sum / 4 / above.faster;
  });
  return { seed, kind, map, view, plumes, hours: HOURS, speedMS, trueUgM3 };
}

/** Direction from a source to another city within 90 km, give or take; most ways of a random wind lead out of the map. */
function towardsAnother(chance: Chance, map: SyntheticMap, source: Source): number {
  const others = map.centres.filter(({ x, y }, city) => {
    const away = Math.hypot(x - source.x, y - source.y);
    return city !== source.city && away <= 90;
  });
  const other = others[chance.whole(0, others.length - 1)];
  if (other === undefined) return chance.uniform(0, 360);
  return (Math.atan2(other.x - source.x, other.y - source.y) * 180) / Math.PI + chance.normal(0, 12);
}

/** A regional level (in every fifth run a haze) with a course of the day, a gradient, and every city's own. */
function background(chance: Chance, map: SyntheticMap): Float64Array {
  const values = new Float64Array(map.stations.length * HOURS);
  const level = chance.chance(0.2) ? chance.uniform(80, 160) : chance.uniform(15, 60);
  const slope = { x: chance.normal(0, 0.15) / 75, y: chance.normal(0, 0.15) / 75 };
  const day = chance.uniform(0.05, 0.3);
  const start = chance.uniform(0, 24);
  const urban = map.cities.map(() => chance.uniform(0, 15));
  let drift = 0;
  for (let hour = 0; hour < HOURS; hour += 1) {
    drift = 0.95 * drift + chance.normal(0, 0.03);
    const course = 1 + day * Math.sin(((hour + start) * Math.PI) / 12) + drift;
    for (let station = 0; station < map.stations.length; station += 1) {
      const place = 1 + slope.x * (map.xKm[station] ?? 0) + slope.y * (map.yKm[station] ?? 0);
      const own = (urban[map.cityOf[station] ?? 0] ?? 0) * (1 + 0.6 * Math.sin(((hour + start) * Math.PI) / 6));
      values[station * HOURS + hour] = Math.max(2, level * place * course + own);
    }
  }
  return values;
}

/** Noise of 6 % and 3 µg/m³, every instrument off by some percent, 4 % of the hours missing, some lone spikes. */
function sensed(chance: Chance, truth: Float64Array): Float64Array {
  const values = new Float64Array(truth.length);
  let gain = 1;
  for (let i = 0; i < truth.length; i += 1) {
    if (i % HOURS === 0) gain = chance.normal(1, 0.04);
    const value = (truth[i] ?? 0) * gain * (1 + chance.normal(0, 0.06)) + chance.normal(0, 3);
    const spike = chance.chance(0.0005) ? chance.uniform(100, 400) : 0;
    values[i] = chance.chance(0.04) ? Number.NaN : Math.max(0, Math.round(value + spike));
  }
  return values;
}

/** What the anemometers say: sheltered, turned, noisy, sometimes borrowed from the next, stuck, or not there. */
function anemometers(
  chance: Chance,
  map: SyntheticMap,
  wind: SyntheticWind,
  above: { readonly faster: number; readonly turned: number },
): { readonly speed: Float64Array; readonly direction: Float64Array } {
  const count = map.stations.length;
  const speed = new Float64Array(count * HOURS).fill(Number.NaN);
  const direction = new Float64Array(count * HOURS).fill(Number.NaN);
  const shared = chance.chance(0.3);
  const stuck = chance.chance(0.3) ? chance.whole(0, count - 1) : -1;
  const dead = chance.chance(0.2) ? chance.whole(0, count - 1) : -1;
  for (let station = 0; station < count; station += 1) {
    const borrowed = shared && station > 0 && map.cityOf[station] === map.cityOf[station - 1] && chance.chance(0.6);
    const has = chance.chance(0.85);
    const factor = chance.uniform(0.65, 1.1);
    const off = chance.normal(0, 8);
    const stuckAt = Math.round(chance.uniform(0, 359));
    for (let hour = 0; hour < HOURS; hour += 1) {
      const i = station * HOURS + hour;
      if (borrowed) {
        speed[i] = speed[i - HOURS] ?? Number.NaN;
        direction[i] = direction[i - HOURS] ?? Number.NaN;
        continue;
      }
      if (!has || chance.chance(0.04)) continue;
      const [east, north] = wind.at(map.xKm[station] ?? 0, map.yKm[station] ?? 0, hour - 0.5);
      const trueSpeed = Math.hypot(east, north) / 3.6 / above.faster;
      const seen = Math.max(0, trueSpeed * factor + chance.normal(0, 0.25));
      const from = (Math.atan2(-east, -north) * 180) / Math.PI + above.turned + off + chance.normal(0, 10);
      speed[i] = station === dead || seen < 0.3 ? 0 : Math.round(seen * 10) / 10;
      direction[i] =
        station === stuck ? stuckAt : Math.round((((seen < 0.3 ? chance.uniform(0, 360) : from) % 360) + 360) % 360);
    }
  }
  return { speed, direction };
}
