import { INDUSTRIAL_SOURCE } from './cluster-map.ts';
import type { Weather } from './weather.ts';

/** What the source emitted during one hour, carried by the wind since. */
export interface Puff {
  readonly xKm: number;
  readonly yKm: number;
  readonly sigmaKm: number;
  /** What is left of it, tonnes. */
  readonly massT: number;
}

/** A puff older than this has left the region or is too thin to matter. */
const MAX_AGE_HOURS = 40;
const KM_PER_MS_HOUR = 3.6;
const FIRST_SIGMA_KM = 9;
/** Growth across the wind per km travelled, and by turbulence per root hour even when calm. */
const SIGMA_PER_KM = 0.12;
const SIGMA_PER_ROOT_HOUR_KM = 3;
/** Depth of the mixed air on an average day, m. */
const MIXED_DEPTH_M = 800;

/** Every puff as it lies at the middle of the hour that ends at `hour`, newest first. */
export function puffsAt(weatherOf: (hour: number) => Weather, hour: number): Puff[] {
  const puffs: Puff[] = [];
  // How far air moved, and what of it stayed, from the start of an hour to now; the newest hour is half over.
  let eastKm = 0;
  let northKm = 0;
  let pathKm = 0;
  let kept = 1;
  for (let age = 0; age < MAX_AGE_HOURS; age++) {
    const weather = weatherOf(hour - age);
    const hours = age === 0 ? 0.5 : 1;
    const east = weather.eastMs * KM_PER_MS_HOUR * hours;
    const north = weather.northMs * KM_PER_MS_HOUR * hours;
    const path = Math.hypot(east, north);
    const removed = weather.phase.removalPerHour * hours;
    // Emitted throughout its hour, a puff has on average gone half of that hour's way.
    puffs.push({
      xKm: INDUSTRIAL_SOURCE.xKm + eastKm + east / 2,
      yKm: INDUSTRIAL_SOURCE.yKm + northKm + north / 2,
      sigmaKm: Math.hypot(
        FIRST_SIGMA_KM,
        SIGMA_PER_KM * (pathKm + path / 2),
        SIGMA_PER_ROOT_HOUR_KM * Math.sqrt(age + hours / 2),
      ),
      massT: weather.phase.emissionTph * hours * kept * (1 - removed / 2),
    });
    eastKm += east;
    northKm += north;
    pathKm += path;
    kept *= 1 - removed;
  }
  return puffs;
}

/** µg/m³ at a point: the sum of all puffs, each a Gaussian in the plane and evenly mixed upwards. */
export function plumeAt(puffs: readonly Puff[], mixing: number, xKm: number, yKm: number): number {
  let perKm2 = 0;
  for (const puff of puffs) {
    const variance = puff.sigmaKm ** 2;
    const squared = (xKm - puff.xKm) ** 2 + (yKm - puff.yKm) ** 2;
    if (squared < 18 * variance)
      perKm2 += (puff.massT * Math.exp(-squared / (2 * variance))) / (2 * Math.PI * variance);
  }
  // t/km² over m = 1e12 µg / (1e6 m² · m)
  return (perKm2 * 1e6) / (MIXED_DEPTH_M * mixing);
}
