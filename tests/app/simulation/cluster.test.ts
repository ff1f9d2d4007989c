import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cluster, createCluster, DEFAULT_EPISODE_START_MS } from '../../../app/simulation/cluster.ts';
import { INDUSTRIAL_SOURCE } from '../../../app/simulation/cluster-map.ts';
import { hoursSinceOnset, REPEAT_HOURS } from '../../../app/simulation/episode.ts';
import { plumeAt, puffsAt } from '../../../app/simulation/plume.ts';
import { cityHour } from '../../../domain/air/city-hour.ts';
import { POLLUTANTS } from '../../../domain/air/parameter.ts';
import type { Values } from '../../../domain/air/reading.ts';
import { hourOf, parseIso } from '../../../domain/time.ts';

const HOUR_MS = 3_600_000;
const ONSET = Date.parse('2026-11-20T06:00:00+08:00');

const ordinaryHour = fc.integer({ min: 48, max: REPEAT_HOURS - 1 });
const anyHour = fc.integer({ min: 400_000, max: 600_000 });
const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

/** City AQI by city id, from the stations that count. */
function aqiAt(cluster: Cluster, at: number): Map<string, number> {
  const background = new Set(cluster.stations.filter((station) => station.background).map((station) => station.id));
  const readings = cluster.readingsAt(at).filter((reading) => !background.has(reading.station));
  return new Map(
    cluster.cities.map(({ id }) => {
      const hours = readings.filter((reading) => reading.city === id).map((reading) => reading.payload.values);
      return [id, cityHour({ city: id, at, hours }).index.aqi ?? Number.NaN];
    }),
  );
}

describe('the invented cluster', () => {
  it('has 8 cities with 8 stations each, one of them background, on 300 x 220 km', () => {
    const { cities, stations } = createCluster({ seed: 1 });
    expect(cities.map((city) => city.name).join('')).toBe('甲市乙市丙市丁市戊市己市庚市辛市');
    expect(new Set(stations.map((station) => station.id)).size).toBe(64);
    for (const city of cities) {
      const own = stations.filter((station) => station.city === city.id);
      expect(own).toHaveLength(8);
      expect(own.filter((station) => station.background)).toHaveLength(1);
      expect(new Set(own.map((station) => station.operator)).size).toBe(3);
    }
    const spread = (values: number[]) => Math.max(...values) - Math.min(...values);
    expect(spread(stations.map((station) => station.xKm))).toBeLessThan(310);
    expect(spread(stations.map((station) => station.yKm))).toBeLessThan(220);
    expect(stations[18]).toMatchObject({ id: 'bing-3', name: '丙市 3 区', nameEn: 'Bing-3', city: 'bing' });
  });

  it('says the same for the same seed and hour, whatever was asked before', () => {
    fc.assert(
      fc.property(seeds, anyHour, fc.array(anyHour, { maxLength: 4 }), (seed, hour, others) => {
        const asked = createCluster({ seed });
        for (const other of others) asked.readingsAt(other * HOUR_MS);
        expect(asked.readingsAt(hour * HOUR_MS)).toEqual(createCluster({ seed }).readingsAt(hour * HOUR_MS));
      }),
      { numRuns: 25 },
    );
  });

  it('says the same as ever: a change of the model changes this hash and must be meant', () => {
    const cluster = createCluster({ seed: 1 });
    const hash = createHash('sha256');
    for (let n = 1; n <= 24; n++)
      hash.update(JSON.stringify(cluster.readingsAt(DEFAULT_EPISODE_START_MS + n * HOUR_MS)));
    expect(hash.digest('hex')).toMatchInlineSnapshot(
      `"3acfd45b45f5fb05c9c741036dcd0357c19ae11ee05443fbf1b3773db75e1c5e"`,
    );
  });

  it('differs between seeds, and refuses a time that is no whole hour', () => {
    const at = DEFAULT_EPISODE_START_MS;
    expect(createCluster({ seed: 1 }).readingsAt(at)).not.toEqual(createCluster({ seed: 2 }).readingsAt(at));
    expect(() => createCluster({ seed: 1 }).readingsAt(at + 1)).toThrow(RangeError);
  });

  it('sends plausible values, rounded as stations send', () => {
    const limits: Readonly<Record<keyof Values, readonly [number, number]>> = {
      pm25: [1, 600],
      pm10: [1, 800],
      so2: [1, 150],
      no2: [1, 200],
      co: [0.1, 6],
      o3: [2, 260],
      wind_speed: [0, 20],
      wind_dir: [0, 359],
      temp: [-15, 40],
      rh: [12, 100],
      pressure: [985, 1040],
      dew_point: [0, 0],
      rain: [0, 0],
    };
    fc.assert(
      fc.property(seeds, anyHour, (seed, hour) => {
        for (const { payload } of createCluster({ seed }).readingsAt(hour * HOUR_MS)) {
          expect(parseIso(payload.at)).toBe(hour * HOUR_MS);
          const { values } = payload;
          expect(values.pm25).toBeLessThanOrEqual(values.pm10 ?? 0);
          for (const [name, value] of Object.entries(values) as [keyof Values, number][]) {
            const [least, most] = limits[name];
            expect(value, name).toBeGreaterThanOrEqual(least);
            expect(value, name).toBeLessThanOrEqual(most);
            const scale = ['co', 'wind_speed', 'temp', 'pressure'].includes(name) ? 10 : 1;
            expect(Math.round(value * scale) / scale, name).toBe(value);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('has, on ordinary days, ozone by day, traffic in the rush hours and wind that calms down now and then', () => {
    const cluster = createCluster({ seed: 3, episodeStartMs: ONSET });
    const hours: { hourOfDay: number; values: Values }[] = Array.from({ length: 24 * 120 }, (_, n) => n)
      .filter((n) => n % REPEAT_HOURS >= 48)
      .map((n) => {
        const at = ONSET + n * HOUR_MS;
        return { hourOfDay: hourOf(at), values: cluster.readingsAt(at)[0]?.payload.values ?? {} };
      });
    const mean = (name: 'o3' | 'no2', hourOfDay: number) => {
      const values = hours.filter((hour) => hour.hourOfDay === hourOfDay).map((hour) => hour.values[name] ?? 0);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    expect(mean('o3', 14)).toBeGreaterThan(2 * mean('o3', 5));
    expect(mean('no2', 8)).toBeGreaterThan(1.3 * mean('no2', 3));
    expect(mean('no2', 19)).toBeGreaterThan(1.3 * mean('no2', 14));
    const calm = hours.filter(({ values }) => (values.wind_speed ?? 0) < 0.3);
    expect(calm.length).toBeGreaterThan(24);
    expect(calm.length).toBeLessThan(24 * 30);
    expect(calm.every(({ values }) => values.wind_dir === undefined)).toBe(true);
  });
});

describe('the plume', () => {
  it('arrives downwind, not upwind', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 7, max: 12 }), (seed, since) => {
        const cluster = createCluster({ seed, episodeStartMs: ONSET });
        const weatherOf = (hour: number) => cluster.weatherAt(hour * HOUR_MS);
        const hour = ONSET / HOUR_MS + since;
        const puffs = puffsAt(weatherOf, hour);
        const { eastMs, northMs, mixing } = weatherOf(hour);
        const along = 40 / Math.hypot(eastMs, northMs);
        const at = (sign: number) =>
          plumeAt(
            puffs,
            mixing,
            INDUSTRIAL_SOURCE.xKm + sign * along * eastMs,
            INDUSTRIAL_SOURCE.yKm + sign * along * northMs,
          );
        expect(at(1)).toBeGreaterThan(30);
        expect(at(-1)).toBeLessThan(0.05 * at(1));
      }),
      { numRuns: 40 },
    );
  });

  it('keeps the mass that was emitted until rain takes it', () => {
    const cluster = createCluster({ seed: 5, episodeStartMs: ONSET });
    const weatherOf = (hour: number) => cluster.weatherAt(hour * HOUR_MS);
    const massAt = (since: number) =>
      puffsAt(weatherOf, ONSET / HOUR_MS + since).reduce((sum, puff) => sum + puff.massT, 0);
    expect(massAt(16)).toBeGreaterThan(massAt(8));
    expect(massAt(40)).toBeLessThan(0.15 * massAt(32));
  });

  it('is a fraction of the city air on ordinary days', () => {
    fc.assert(
      fc.property(seeds, ordinaryHour, (seed, since) => {
        const cluster = createCluster({ seed, episodeStartMs: ONSET });
        const hour = ONSET / HOUR_MS + since;
        const weatherOf = (at: number) => cluster.weatherAt(at * HOUR_MS);
        const puffs = puffsAt(weatherOf, hour);
        const { mixing } = weatherOf(hour);
        for (const city of cluster.cities) expect(plumeAt(puffs, mixing, city.xKm, city.yKm)).toBeLessThan(25);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the episode', () => {
  // Other seasons and other hours of the day, so that no onset depends on a lucky afternoon.
  for (const [seed, onset] of [
    [1, '2026-11-20T06:00:00+08:00'],
    [2, '2026-11-21T17:00:00+08:00'],
    [3, '2027-02-03T23:00:00+08:00'],
    [4, '2027-06-14T12:00:00+08:00'],
  ] as const) {
    it(`lifts 丙市 above 200 within 8 to 12 h, then neighbours, and is over within 40 h (seed ${seed}, ${onset})`, () => {
      const start = Date.parse(onset);
      const cluster = createCluster({ seed, episodeStartMs: start });
      const hourly = Array.from({ length: 73 }, (_, n) => aqiAt(cluster, start + (n - 24) * HOUR_MS));
      const at = (hour: number) => hourly[hour + 24] as Map<string, number>;
      for (let hour = -24; hour <= 0; hour++) for (const aqi of at(hour).values()) expect(aqi).toBeLessThan(105);
      const firstAbove200 = (city: string) => {
        for (let hour = 0; hour <= 48; hour++) if ((at(hour).get(city) ?? 0) > 200) return hour;
        return Number.POSITIVE_INFINITY;
      };
      expect(firstAbove200('bing')).toBeGreaterThanOrEqual(8);
      expect(firstAbove200('bing')).toBeLessThanOrEqual(12);
      const neighbours = ['ding', 'geng', 'xin', 'ji'].map(firstAbove200);
      for (const hour of neighbours) expect(hour).toBeGreaterThan(firstAbove200('bing') + 3);
      expect(neighbours.filter((hour) => hour <= 21).length).toBeGreaterThanOrEqual(3);
      for (let hour = 40; hour <= 48; hour++) for (const aqi of at(hour).values()) expect(aqi).toBeLessThan(100);
    });
  }

  it('comes back every five days, before and after the onset that was asked for', () => {
    expect(hoursSinceOnset(1000, 1000)).toBe(0);
    expect(hoursSinceOnset(999, 1000)).toBe(REPEAT_HOURS - 1);
    expect(hoursSinceOnset(1000 + 3 * REPEAT_HOURS + 7.5, 1000)).toBe(7.5);
    const cluster = createCluster({ seed: 1, episodeStartMs: ONSET });
    for (const cycles of [-2, 0, 3]) {
      expect(aqiAt(cluster, ONSET + (cycles * REPEAT_HOURS + 15) * HOUR_MS).get('bing')).toBeGreaterThan(200);
    }
  });
});

describe('incidents', () => {
  const cluster = createCluster({ seed: 1, episodeStartMs: ONSET });
  const at = (since: number) => cluster.readingsAt(ONSET + since * HOUR_MS);
  const valuesOf = (station: string, since: number) =>
    at(since).find((reading) => reading.station === station)?.payload.values;

  it('geng-5 is silent from hour 6 to 10, and nobody else is', () => {
    for (let since = 0; since < REPEAT_HOURS; since++) {
      const silent = since >= 6 && since < 11;
      expect(at(since)).toHaveLength(silent ? 63 : 64);
      expect(valuesOf('geng-5', since) === undefined).toBe(silent);
    }
  });

  it('the NO2 of ding-6 is stuck for 14 hours', () => {
    const no2 = (since: number) => valuesOf('ding-6', since)?.no2;
    expect(new Set(Array.from({ length: 14 }, (_, n) => no2(40 + n)))).toEqual(new Set([27]));
    expect(new Set(Array.from({ length: 14 }, (_, n) => no2(60 + n))).size).toBeGreaterThan(5);
  });

  it('about one ozone value in 150 is missing, and no other pollutant ever', () => {
    let missing = 0;
    let all = 0;
    for (let since = 0; since < REPEAT_HOURS; since++) {
      for (const { payload } of at(since)) {
        all += 1;
        for (const name of POLLUTANTS) if (payload.values[name] === undefined) expect(name).toBe('o3');
        if (payload.values.o3 === undefined) missing += 1;
      }
    }
    expect(all / missing).toBeGreaterThan(75);
    expect(all / missing).toBeLessThan(300);
  });
});
