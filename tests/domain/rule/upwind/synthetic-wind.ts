import type { Chance } from './chance.ts';

/** The air's true motion: km/h east and north at a place (km) and a time (hours). Blows TO, unlike what stations report. */
export interface SyntheticWind {
  at(x: number, y: number, t: number): readonly [east: number, north: number];
  /** m/s at the middle of the map. */
  speed(t: number): number;
}

/**
 * A region's wind that turns and freshens: a base direction with a steady turn and a random walk, in a fifth of the runs a front; a
 * calm spell in every third run; at one hour it may be made to head somewhere (degrees TO); direction and speed differ across the map by a gradient.
 */
export function syntheticWind(
  chance: Chance,
  hours: number,
  options: { readonly calmFrom?: number; readonly heading?: { readonly at: number; readonly to: number } } = {},
): SyntheticWind {
  const turn = chance.normal(0, 4);
  const front = chance.chance(0.2)
    ? { at: chance.uniform(8, hours), by: chance.uniform(50, 120) * (chance.chance(0.5) ? 1 : -1) }
    : undefined;
  const spell = {
    from: options.calmFrom ?? chance.uniform(4, hours),
    hours: chance.uniform(3, 8),
    is: options.calmFrom !== undefined || chance.chance(0.33),
  };
  const base = chance.uniform(1.8, 7);
  const shear = { direction: chance.normal(0, 0.1), speed: chance.normal(0, 0.1), along: chance.uniform(0, 360) };
  const directions: number[] = [];
  const speeds: number[] = [];
  let direction = chance.uniform(0, 360);
  let drift = 0;
  for (let hour = 0; hour <= hours + 1; hour += 1) {
    drift = 0.8 * drift + chance.normal(0, 4);
    direction += turn + drift;
    const passed = front === undefined ? 0 : front.by * Math.min(1, Math.max(0, (hour - front.at) / 2));
    directions.push(direction + passed);
    const gusty = base * Math.exp(chance.normal(0, 0.12));
    const calm = spell.is && hour >= spell.from && hour < spell.from + spell.hours;
    speeds.push(calm ? chance.uniform(0.05, 0.6) : gusty);
  }
  const { heading } = options;
  if (heading !== undefined) {
    const off = heading.to - (directions[Math.round(heading.at)] ?? 0);
    for (const [hour, was] of directions.entries()) directions[hour] = was + off;
  }
  const between = (values: readonly number[], t: number) => {
    const i = Math.max(0, Math.min(values.length - 2, Math.floor(t)));
    const from = values[i] ?? 0;
    return from + ((values[i + 1] ?? from) - from) * Math.max(0, Math.min(1, t - i));
  };
  const along = (shear.along * Math.PI) / 180;
  return {
    at(x, y, t) {
      const across = (x * Math.cos(along) + y * Math.sin(along)) / 50;
      const to = ((between(directions, t) + shear.direction * across * 57.3) * Math.PI) / 180;
      const kmH = 3.6 * between(speeds, t) * Math.max(0.5, 1 + shear.speed * across);
      return [kmH * Math.sin(to), kmH * Math.cos(to)];
    },
    speed: (t) => between(speeds, t),
  };
}
