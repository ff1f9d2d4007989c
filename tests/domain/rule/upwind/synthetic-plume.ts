import type { Chance } from './chance.ts';
import type { SyntheticMap } from './synthetic-map.ts';
import type { SyntheticWind } from './synthetic-wind.ts';

/** Where and when something is let out. `strength`: µg/m³ on the axis where the plume is 2 km wide at 3.5 m/s. */
export interface Source {
  readonly city: number;
  readonly x: number;
  readonly y: number;
  readonly from: number;
  readonly hours: number;
  readonly strength: number;
  /** Width gained per km of way. */
  readonly growth: number;
}

/** What one source adds to every station, hour by hour, without noise: `[station * hours + hour]`. */
export interface Plume {
  readonly source: Source;
  readonly addedUgM3: Float64Array;
  /** Mean age of the air from the source that a station measures, hours; 0 where there is none. */
  readonly ageHours: Float64Array;
}

const STEP_H = 0.1;
const REFERENCE_KM = 2;
const REFERENCE_KM_H = 12.6;

export function randomSource(chance: Chance, map: SyntheticMap, hours: number): Source {
  const city = chance.whole(0, map.centres.length - 1);
  const { x, y, radius } = map.centres[city] ?? { x: 0, y: 0, radius: 5 };
  const away = radius * Math.sqrt(chance.uniform());
  const turn = chance.uniform(0, 2 * Math.PI);
  return {
    city,
    x: x + away * Math.cos(turn),
    y: y + away * Math.sin(turn),
    from: chance.uniform(14, hours - 18),
    hours: chance.uniform(4, 14),
    strength: chance.uniform(200, 700),
    growth: chance.uniform(0.07, 0.16),
  };
}

/** Gaussian puffs let out every six minutes, carried by the wind and widening on their way, sampled by the stations. */
export function plumeOf(source: Source, map: SyntheticMap, wind: SyntheticWind, hours: number): Plume {
  const stations = map.stations.length;
  const addedUgM3 = new Float64Array(stations * hours);
  const ageHours = new Float64Array(stations * hours);
  const amount = (source.strength * REFERENCE_KM_H * STEP_H) / (Math.sqrt(2 * Math.PI) * REFERENCE_KM);
  let puffs: { x: number; y: number; width: number; born: number }[] = [];
  for (let step = Math.floor(source.from / STEP_H); step < (hours - 1) / STEP_H; step += 1) {
    const t = step * STEP_H;
    if (t < source.from + source.hours) puffs.push({ x: source.x, y: source.y, width: 1, born: t });
    for (const puff of puffs) {
      const [east, north] = wind.at(puff.x, puff.y, t);
      puff.x += east * STEP_H;
      puff.y += north * STEP_H;
      puff.width += (source.growth * Math.hypot(east, north) + 0.5) * STEP_H;
    }
    puffs = puffs.filter(({ x, y }) => Math.abs(x) < 150 && Math.abs(y) < 150);
    // The hour that ends at n + 1 is number n + 1: t in (n, n + 1].
    const hour = Math.ceil(t + STEP_H / 2);
    for (const { x, y, width, born } of puffs) {
      const peak = amount * (REFERENCE_KM / width) ** 2 * STEP_H;
      for (let station = 0; station < stations; station += 1) {
        const square = ((map.xKm[station] ?? 0) - x) ** 2 + ((map.yKm[station] ?? 0) - y) ** 2;
        if (square > 16 * width * width) continue;
        const added = peak * Math.exp(-square / (2 * width * width));
        const i = station * hours + hour;
        addedUgM3[i] = (addedUgM3[i] ?? 0) + added;
        ageHours[i] = (ageHours[i] ?? 0) + added * (t - born);
      }
    }
  }
  for (let i = 0; i < addedUgM3.length; i += 1) {
    const added = addedUgM3[i] ?? 0;
    if (added > 0) ageHours[i] = (ageHours[i] ?? 0) / added;
  }
  return { source, addedUgM3, ageHours };
}

/** A pool of bad air over one city that goes nowhere. */
export function localPool(chance: Chance, map: SyntheticMap, hours: number): Plume {
  const city = chance.whole(0, map.centres.length - 1);
  const peakAt = chance.uniform(16, hours - 6);
  const lasts = chance.uniform(1.5, 5);
  const strength = chance.uniform(60, 220);
  const addedUgM3 = new Float64Array(map.stations.length * hours);
  for (const [station, of] of map.cityOf.entries()) {
    if (of !== city) continue;
    const share = chance.uniform(0.6, 1.2);
    for (let hour = 0; hour < hours; hour += 1) {
      addedUgM3[station * hours + hour] = strength * share * Math.exp(-(((hour - peakAt) / lasts) ** 2) / 2);
    }
  }
  const { x, y } = map.centres[city] ?? { x: 0, y: 0 };
  const source = { city, x, y, from: peakAt - lasts, hours: 2 * lasts, strength, growth: 0 };
  return { source, addedUgM3, ageHours: new Float64Array(addedUgM3.length) };
}
