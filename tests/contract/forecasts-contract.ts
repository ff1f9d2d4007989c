import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DayForecast } from '../../domain/forecast/forecast.ts';
import { addScores, NO_SCORES, scoreOf } from '../../domain/forecast/score.ts';
import type { ForecastStore, ReceivedForecast } from '../../store/forecasts.ts';

const DAY_MS = 86_400_000;

export function day(number: number, aqi: number | null): DayForecast {
  return { day: number, aqi, aqiBasis: aqi === null ? null : 'given', values: { pm25: 35.5 }, primary: ['pm25'] };
}

/** Issued at the begin of the day `issuedDay` (UTC), received at once. */
export function issue(
  issuer: string,
  issuedDay: number,
  aqis: readonly (number | null)[],
  more: Partial<ReceivedForecast> = {},
): ReceivedForecast {
  const issuedAt = issuedDay * DAY_MS;
  const days = aqis.map((aqi, lead) => day(issuedDay + lead, aqi));
  return { city: 'a', issuer, issuedAt, issuedDay, receivedAt: issuedAt, days, ...more };
}

export function observed(city: string, number: number, aqi: number | null) {
  return { city, day: number, aqi, endAt: (number + 1) * DAY_MS };
}

/** What every store of forecasts does; `open` gives an empty one. */
export function forecastsContract(name: string, open: () => ForecastStore): void {
  describe(name, () => {
    it('[FCS-3] keeps every issue, knows a repeated one, and refuses to change one', async () => {
      const store = open();
      const first = issue('bureau', 100, [120, 180]);
      expect(await store.add([first, first])).toEqual(['new', 'same']);
      expect(await store.add([{ ...first, receivedAt: 5 }])).toEqual(['same']);
      expect(await store.add([issue('bureau', 100, [120, 181]), issue('bureau', 101, [90])])).toEqual([
        'conflict',
        'new',
      ]);
      const all = await store.list({ limit: 10 });
      expect(all.map(({ forecast, issuedAt, lead }) => [forecast.day, issuedAt / DAY_MS, lead, forecast.aqi])).toEqual([
        [100, 100, 0, 120],
        [101, 100, 1, 180],
        [101, 101, 0, 90],
      ]);
      expect(all[0]).toEqual({
        city: 'a',
        issuer: 'bureau',
        issuedAt: first.issuedAt,
        receivedAt: first.receivedAt,
        lead: 0,
        forecast: first.days[0],
        observed: null,
      });
      expect(await store.newestIssue('bureau', 'a')).toBe(101 * DAY_MS);
      expect(await store.newestIssue('bureau', 'b')).toBeUndefined();
      await store.close();
    });

    it('[FCS-4] keeps several issuers side by side and finds them by city, day and issuer, page by page', async () => {
      const store = open();
      await store.add([
        issue('bureau', 100, [1, 2, 3]),
        issue('province', 100, [4, 5, 6]),
        issue('bureau', 100, [7], { city: 'b' }),
      ]);
      const aqis = async (query: Partial<Parameters<ForecastStore['list']>[0]>) =>
        (await store.list({ limit: 10, ...query })).map(({ forecast }) => forecast.aqi);
      expect(await aqis({})).toEqual([1, 4, 7, 2, 5, 3, 6]);
      expect(await aqis({ city: 'a', from: 101, to: 101 })).toEqual([2, 5]);
      expect(await aqis({ issuer: 'bureau', to: 100 })).toEqual([1, 7]);
      expect(
        await aqis({ limit: 2, after: { day: 100, city: 'a', issuer: 'province', issuedAt: 100 * DAY_MS } }),
      ).toEqual([7, 2]);
      await store.close();
    });

    it('[FCS-33] does not score what came after the day was over, nor what has no AQI', async () => {
      const store = open();
      await store.add([
        issue('late', 100, [200], { receivedAt: 101 * DAY_MS }),
        issue('silent', 100, [null]),
        issue('bureau', 100, [210], { receivedAt: 101 * DAY_MS - 1 }),
      ]);
      expect(await store.observe([observed('a', 100, 220)])).toBe(1);
      expect((await store.scores({})).map(({ issuer }) => issuer)).toEqual(['bureau']);
      expect((await store.list({ issuer: 'bureau', limit: 1 }))[0]?.observed).toBe(220);
      await store.close();
    });

    it('[FCS-34] sums up by issuer, lead and span of days', async () => {
      const store = open();
      await store.add([issue('bureau', 100, [210, 220]), issue('bureau', 101, [190]), issue('x', 100, [210])]);
      await store.observe([observed('a', 100, 205), observed('a', 101, 205), observed('b', 100, 400)]);
      const of = async (query: Parameters<ForecastStore['scores']>[0]) =>
        (await store.scores(query)).map(({ issuer, lead, sums }) => [issuer, lead, sums.forecasts, sums.error]);
      expect(await of({})).toEqual([
        ['bureau', 0, 2, -10],
        ['bureau', 1, 1, 15],
        ['x', 0, 1, 5],
      ]);
      expect(await of({ issuer: 'bureau', lead: 0, from: 101 })).toEqual([['bureau', 0, 1, -15]]);
      expect(await of({ to: 99 })).toEqual([]);
      await store.close();
    });

    it('[FCS-35] whatever is observed and observed again, the running sums are those computed from scratch', async () => {
      const aqi = fc.option(fc.integer({ min: 100, max: 350 }), { freq: 5 });
      const issues = fc.array(
        fc.record({
          issuer: fc.constantFrom('bureau', 'baseline'),
          city: fc.constantFrom('a', 'b'),
          issuedDay: fc.integer({ min: 100, max: 103 }),
          aqis: fc.array(aqi, { minLength: 1, maxLength: 4 }),
          lateMs: fc.constantFrom(0, DAY_MS, 2 * DAY_MS),
        }),
        { maxLength: 12 },
      );
      const steps = fc.array(
        fc.record({ city: fc.constantFrom('a', 'b'), day: fc.integer({ min: 100, max: 106 }), aqi }),
        { maxLength: 25 },
      );
      await fc.assert(
        fc.asyncProperty(issues, steps, async (all, observations) => {
          const store = open();
          for (const { issuer, city, issuedDay, aqis, lateMs } of all) {
            await store.add([issue(issuer, issuedDay, aqis, { city, receivedAt: issuedDay * DAY_MS + lateMs })]);
          }
          const truth = new Map<string, number | null>();
          for (const { city, day: number, aqi: value } of observations) {
            truth.set(`${city} ${number}`, value);
            await store.observe([observed(city, number, value)]);
            expect(await store.observe([observed(city, number, value)])).toBe(0);
          }
          const fresh = new Map<string, typeof NO_SCORES>();
          for (const { city, issuer, lead, forecast, receivedAt } of await store.list({ limit: 1_000 })) {
            const value = truth.get(`${city} ${forecast.day}`) ?? null;
            if (value === null || forecast.aqi === null || receivedAt >= (forecast.day + 1) * DAY_MS) continue;
            const key = `${issuer} ${lead}`;
            fresh.set(key, addScores(fresh.get(key) ?? NO_SCORES, scoreOf(forecast.aqi, value)));
          }
          const kept = (await store.scores({})).map(({ issuer, lead, sums }) => [`${issuer} ${lead}`, sums] as const);
          expect(new Map(kept)).toEqual(fresh);
          await store.close();
        }),
        { numRuns: 60 },
      );
    });
  });
}
