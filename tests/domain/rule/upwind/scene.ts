import { PARAMETERS } from '../../../../domain/air/parameter.ts';
import type { ConditionOf } from '../../../../domain/rule/condition.ts';
import type { Judgement } from '../../../../domain/rule/judgement.ts';
import type { RegionView } from '../../../../domain/rule/region-view.ts';
import { upwind } from '../../../../domain/rule/upwind/upwind.ts';
import type { UpwindTarget } from '../../../../domain/rule/upwind/upwind-target.ts';
import { laidOut } from './synthetic-map.ts';

/** Km east and north of the middle. c0 is the target; c1 is 30 km north of it, c2 70 km north, c3 40 km east, c4 40 km south. */
const CENTRES = [
  [0, 0],
  [0, 30],
  [0, 70],
  [40, 0],
  [0, -40],
] as const;
const [PER_CITY, HOURS] = [3, 60];
const PM25 = PARAMETERS.indexOf('pm25');
const SPEED = PARAMETERS.indexOf('wind_speed');
const DIRECTION = PARAMETERS.indexOf('wind_dir');

/** The hour that is judged; the plume has come by then and has left c1 (30 km at 3 m/s) three hours before. */
export const NOW = 50;

export const LEAF: ConditionOf<'upwind'> = {
  kind: 'upwind',
  quantity: 'pm25',
  above: 75,
  within_degrees: 30,
  within_hours: 6,
  within_km: 100,
  min_wind: 1,
  min_confidence: 0.5,
};

export interface Scene {
  /** PM2.5 added to a city's stations in an hour. */
  readonly added?: (city: number, hour: number) => number;
  readonly haze?: (hour: number) => number;
  /** m/s and degrees from, by station (three a city, in order) and hour. */
  readonly wind?: (station: number, hour: number) => readonly [speed: number, from: number];
  readonly pm25?: (station: number, hour: number, value: number) => number;
  readonly backgrounds?: readonly number[];
  readonly leaf?: Partial<typeof LEAF>;
  readonly target?: UpwindTarget;
  readonly hour?: number;
}

/** A northerly plume from c1: 200 µg/m³ more there for eight hours, 70 more at the target three hours later. */
export function fromNorth(city: number, hour: number): number {
  const pulse = (start: number) => (hour >= start && hour < start + 8 ? 1 : 0);
  return city === 1 ? 200 * pulse(45) : city === 0 ? 70 * pulse(48) : 0;
}

/** Numbers that repeat no pattern of stations and hours, -1..1. */
function ripple(station: number, hour: number): number {
  return Math.sin(station * 12.9898 + hour * 78.233);
}

/** The wind of every scene that says no other: 3 m/s from the north, each vane a little different. */
export function northerly(station: number, hour: number, speed = 3): readonly [number, number] {
  return [speed + 0.2 * ripple(station, hour), (360 + 6 * ripple(hour, station)) % 360];
}

export function judged(scene: Scene): Judgement {
  const { added = fromNorth, haze = () => 30, wind = northerly, backgrounds = [] } = scene;
  const stations = CENTRES.length * PER_CITY;
  const places = Array.from({ length: stations }, (_, i) => {
    const [x, y] = CENTRES[Math.floor(i / PER_CITY)] ?? [0, 0];
    return { x: x + 3 * ((i % PER_CITY) - 1), y: y + 2 * (i % 2) };
  });
  const map = laidOut({
    xKm: places.map(({ x }) => x),
    yKm: places.map(({ y }) => y),
    cityOf: places.map((_, i) => Math.floor(i / PER_CITY)),
    backgrounds: places.map((_, i) => backgrounds.includes(i)),
    centres: CENTRES.map(([x, y]) => ({ x, y, radius: 4 })),
    middle: { lon: 112, lat: 35 },
  });
  const view: RegionView = {
    stations: map.stations,
    cities: map.cities,
    stationHour(station, parameter, hour) {
      if (hour < 0 || hour >= HOURS) return Number.NaN;
      if (parameter === SPEED) return wind(station, hour)[0];
      if (parameter === DIRECTION) return wind(station, hour)[1];
      if (parameter !== PM25) return Number.NaN;
      const value = haze(hour) + added(Math.floor(station / PER_CITY), hour) + 2 * ripple(station, hour);
      return scene.pm25?.(station, hour, value) ?? value;
    },
    cityHour: () => Number.NaN,
  };
  return upwind({ ...LEAF, ...scene.leaf }, view)(scene.target ?? { kind: 'city', city: 0 }, scene.hour ?? NOW);
}
