import type { Values } from '../../domain/air/reading.ts';
import { CITIES, type ClusterStation } from './cluster-map.ts';
import { type Random, STREAM } from './random.ts';
import type { Weather } from './weather.ts';

const SIZE_OF_CITY: ReadonlyMap<string, number> = new Map(CITIES.map((city) => [city.id, city.size]));
/** Below this, m/s, a vane does not turn: calm air has no direction. */
const CALM_MS = 0.3;

/**
 * What a station measures in the hour: air that flows in, the city's own traffic and heating under the mixed layer, the
 * plume (µg/m³ of particles at this place), regional haze, and noise. Rounded as stations send: µg/m³ whole, CO and
 * weather to 0.1.
 */
export function stationValues(
  random: Random,
  station: ClusterStation,
  hour: number,
  weather: Weather,
  plumeUgM3: number,
): Values {
  const { mixing, sun, phase } = weather;
  const who = station.index;
  const wind = stationWind(random, who, hour, weather);
  // exp of a small normal number: a factor around 1.
  const noise = (parameter: number, spread: number) =>
    Math.exp(spread * random.normal(STREAM.value, who * 16 + parameter, hour));
  const place =
    Math.exp(0.1 * random.normal(STREAM.stationLevel, who, 0)) *
    (1 + 0.1 * random.smooth(STREAM.stationDrift, who, hour / 7));
  const activity = (station.background ? 0.25 : 1) * (SIZE_OF_CITY.get(station.city) ?? 1) * place;
  const ventilation = mixing * (0.45 + 0.2 * Math.min(wind.speedMs, 5));
  const urban = (activity * (0.45 + 0.75 * trafficAt(weather.hourOfDay))) / Math.max(0.42, ventilation);

  const haze = phase.hazeUgM3 * (0.7 + 0.5 * nearness(station));
  const pm25 = (22 + 6 * weather.inflow + 12 * urban + haze) * noise(0, 0.07) + plumeUgM3 * noise(0, 0.05);
  const dust = Math.max(0, wind.speedMs - 5) * 4;
  const coarse = (6 + 13 * urban + dust + 0.12 * haze) * noise(1, 0.15) + 0.15 * plumeUgM3;
  const no2 = (7 + 15 * urban + 0.06 * plumeUgM3) * noise(2, 0.1);
  const so2 = (5 + 3 * urban + 0.12 * plumeUgM3) * noise(3, 0.12);
  const co = (0.35 + 0.28 * urban + 0.003 * (plumeUgM3 + haze)) * noise(4, 0.06);
  // Sunlight makes ozone of what traffic emits; at night and beside roads NO takes it away.
  const o3 = (42 + 105 * sun + (station.background ? 12 : 0) - 0.75 * no2 * (1 - 0.7 * sun)) * noise(5, 0.06);

  const whole25 = Math.max(1, Math.round(pm25));
  return {
    pm25: whole25,
    pm10: Math.max(whole25, Math.round(pm25 + coarse)),
    so2: Math.max(1, Math.round(so2)),
    no2: Math.max(1, Math.round(no2)),
    co: Math.max(0.1, tenths(co)),
    o3: Math.max(2, Math.round(o3)),
    wind_speed: tenths(wind.speedMs),
    ...(tenths(wind.speedMs) < CALM_MS ? {} : { wind_dir: Math.round(wind.fromDeg) % 360 }),
    temp: tenths(weather.tempC + 0.5 * random.normal(STREAM.value, who * 16 + 6, hour)),
    rh: Math.round(
      Math.min(100, Math.max(12, weather.rhPercent + 2 * random.normal(STREAM.value, who * 16 + 7, hour))),
    ),
    pressure: tenths(weather.pressureHpa + 0.3 * random.normal(STREAM.value, who * 16 + 8, hour)),
  };
}

/** 0 at night to 1 in the rush hours, about 8 and 18 o'clock. */
function trafficAt(hourOfDay: number): number {
  const rush = (at: number, width: number) => Math.exp(-(((hourOfDay - at) / width) ** 2));
  return Math.min(1, rush(8, 2) + rush(18.2, 2.6) + 0.45 * rush(13, 4));
}

/** 1 in the middle of the region, where stagnant air is oldest, to 0 at its corners. */
function nearness(station: ClusterStation): number {
  return Math.max(0, 1 - Math.hypot(station.xKm - 215, station.yKm - 135) / 200);
}

function stationWind(
  random: Random,
  who: number,
  hour: number,
  weather: Weather,
): { speedMs: number; fromDeg: number } {
  const exposure = 1 + 0.18 * random.normal(STREAM.stationWind, who, 0);
  const scatter = 0.08 + 0.06 * Math.hypot(weather.eastMs, weather.northMs);
  const east = weather.eastMs * exposure + scatter * random.normal(STREAM.stationWind, who + 1000, hour);
  const north = weather.northMs * exposure + scatter * random.normal(STREAM.stationWind, who + 2000, hour);
  return { speedMs: Math.hypot(east, north), fromDeg: ((Math.atan2(-east, -north) * 180) / Math.PI + 360) % 360 };
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
