/**
 * What quality control costs a reading, CPU time: `node tests/ingest/quality/measure-desk.ts`. 1,700 stations over 6 by 6 degrees, 14
 * neighbours each on average, values without a fault; medians of seven rounds.
 */
import type { Reading } from '../../../domain/air/reading.ts';
import { station } from '../samples.ts';
import { deskOf, HOUR_MS, NOON, type RegionOptions } from './region.ts';

const STATIONS = 1_700;
const ROUNDS = 7;

let seed = 42;
function random(): number {
  seed = (seed * 1_103_515_245 + 12_345) & 0x7fff_ffff;
  return seed / 0x7fff_ffff;
}

const stations = Array.from({ length: STATIONS }, (_, id) =>
  station({ id: `s${id}`, lon: 113 + random() * 6, lat: 36 + random() * 6 }),
);
const dated = stations.flatMap(({ id }) =>
  (['pm25', 'pm10', 'so2', 'no2', 'co', 'o3'] as const).map((parameter) => ({
    ...{
      station: id,
      parameter,
      valid_from: 0,
      factor: 1,
      offset: 0,
      reason: 'routine',
      calibrated_at: NOON - HOUR_MS,
    },
  })),
);

function reading(place: number, at: number, periodS: number): Reading {
  const level = (from: number, spread: number) => Math.round((from + random() * spread) * 10) / 10;
  const values = {
    ...{
      pm25: level(50, 10),
      pm10: level(90, 10),
      so2: level(10, 5),
      no2: level(40, 5),
      co: level(1, 0.3),
      o3: level(30, 8),
    },
    ...{
      wind_speed: level(3, 1),
      wind_dir: level(0, 359),
      temp: level(4, 1),
      rh: level(60, 5),
      pressure: level(1020, 1),
    },
  };
  return { station: `s${place}`, city: 'c', at, periodS, values, flags: {} };
}

const minutes = Array.from({ length: 100 }, (_, minute) =>
  stations.map((_, place) => reading(place, NOON + minute * 60_000, 60)),
);
const hours = Array.from({ length: 60 }, (_, hour) =>
  stations.map((_, place) => reading(place, NOON + hour * HOUR_MS, 3600)),
);

/** Microseconds of CPU a reading. */
function cost(options: RegionOptions, batches: readonly (readonly Reading[])[]): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const { desk } = deskOf(options);
    const before = process.cpuUsage();
    for (const batch of batches) desk.take(batch);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / (batches.length * STATIONS);
  });
  return rounds.sort((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN;
}

const { desk } = deskOf({ stations });
const before = process.memoryUsage().arrayBuffers;
for (const batch of hours) desk.take(batch);
const bytes = (process.memoryUsage().arrayBuffers - before) / STATIONS;

console.log(`minute           ${cost({ stations }, minutes).toFixed(2)} µs`);
console.log(
  `minute, dated    ${cost({ stations, calibrations: dated }, minutes).toFixed(2)} µs  (calibration dates of six instruments)`,
);
console.log(`hour             ${cost({ stations }, hours).toFixed(2)} µs  (with the comparison among stations)`);
console.log(
  `hour, alone      ${cost({ stations, limits: { neighbours: { within_km: 0.001 } } }, hours).toFixed(2)} µs`,
);
console.log(`history          ${(bytes / 1000).toFixed(1)} kB a station`);
