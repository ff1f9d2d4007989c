import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BASELINE, type Forecast } from '../../../domain/forecast/forecast.ts';
import { ForecastView } from '../../../domain/forecast/forecast-view.ts';
import { perfectForecasts } from '../../../domain/forecast/perfect-forecasts.ts';

const ISSUERS = ['province', 'bureau'];
const NAMES = [...ISSUERS, BASELINE, 'stranger'];

const forecasts = fc
  .uniqueArray(
    fc.record({
      city: fc.constantFrom('a', 'b'),
      issuer: fc.constantFrom(...NAMES),
      issuedAt: fc.integer({ min: 0, max: 40 }),
      from: fc.integer({ min: 100, max: 104 }),
      days: fc.integer({ min: 1, max: 4 }),
      aqi: fc.option(fc.integer({ min: 0, max: 500 })),
    }),
    { selector: ({ city, issuer, issuedAt }) => `${city} ${issuer} ${issuedAt}`, maxLength: 60 },
  )
  .map((all) =>
    all.map(
      ({ from, days, aqi, ...who }): Forecast => ({
        ...who,
        days: Array.from({ length: days }, (_, ahead) => {
          const aqiBasis = aqi === null ? null : ('given' as const);
          return { day: from + ahead, aqi, aqiBasis, values: { pm25: who.issuedAt }, primary: [] };
        }),
      }),
    ),
  );
const query = fc.record({
  city: fc.constantFrom('a', 'b'),
  day: fc.integer({ min: 98, max: 110 }),
  asOf: fc.integer({ min: -1, max: 41 }),
});

function viewOf(all: readonly Forecast[], keepDays = 2): ForecastView {
  const view = new ForecastView({ issuers: ISSUERS, keepDays });
  for (const forecast of all) view.add(forecast);
  return view;
}

describe('the view of forecasts', () => {
  it('[FCS-10] never answers with what was issued later, and answers as if that did not exist', () => {
    fc.assert(
      fc.property(forecasts, query, (all, asked) => {
        const known = all.filter(({ issuedAt }) => issuedAt <= asked.asOf);
        const answer = viewOf(all).forecast(asked);
        expect(answer).toEqual(viewOf(known).forecast(asked));
        expect(answer?.issuedAt ?? asked.asOf).toBeLessThanOrEqual(asked.asOf);
      }),
    );
  });

  it('[FCS-11] does not depend on the order of arrival, nor on what comes twice', () => {
    fc.assert(
      fc.property(forecasts, fc.infiniteStream(fc.integer()), query, (all, keys, asked) => {
        const shuffled = all
          .map((forecast) => ({ forecast, key: keys.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ forecast }) => forecast);
        expect(viewOf([...shuffled, ...shuffled.slice(0, 5)]).forecast(asked)).toEqual(viewOf(all).forecast(asked));
      }),
    );
  });

  it('[FCS-12] answers with the newest issue of the first issuer of the order, `baseline` last, a stranger never', () => {
    fc.assert(
      fc.property(forecasts, query, (all, asked) => {
        const rank = (issuer: string) => [...ISSUERS, BASELINE].indexOf(issuer);
        const [best] = all
          .filter(({ city, issuedAt }) => city === asked.city && issuedAt <= asked.asOf)
          .filter(({ issuer, days }) => rank(issuer) >= 0 && days.some(({ day }) => day === asked.day))
          .sort((a, b) => rank(a.issuer) - rank(b.issuer) || b.issuedAt - a.issuedAt);
        const answer = viewOf(all).forecast(asked);
        expect(answer && [answer.issuer, answer.issuedAt]).toEqual(best && [best.issuer, best.issuedAt]);
      }),
    );
  });

  it('[FCS-12] finds whom a rule names, listed or not', () => {
    const day = { day: 100, aqi: 7, aqiBasis: 'given' as const, values: { o3_8h: 160 }, primary: [] };
    const view = viewOf([{ city: 'a', issuer: 'stranger', issuedAt: 1, days: [day] }]);
    expect(view.forecast({ city: 'a', day: 100, asOf: 5 })).toBeUndefined();
    const found = view.forecast({ city: 'a', day: 100, asOf: 5, issuer: 'stranger' });
    expect(found).toEqual({ issuer: 'stranger', issuedAt: 1, values: { aqi: 7, o3: 160, o3_8h: 160 } });
  });

  it('[FCS-13] forgets what lies too far behind, and keeps no more than so many issues', () => {
    fc.assert(
      fc.property(forecasts, query, fc.integer({ min: 98, max: 108 }), (all, asked, today) => {
        const [before, after] = [viewOf(all), viewOf([])];
        before.moveTo(today);
        after.moveTo(today);
        for (const forecast of all) after.add(forecast);
        const expected = asked.day < today - 2 ? undefined : viewOf(all).forecast(asked);
        expect(before.forecast(asked)).toEqual(expected);
        expect(after.forecast(asked)).toEqual(expected);
      }),
    );
    const view = new ForecastView({ issuers: ISSUERS, mostIssues: 3 });
    for (const issuedAt of [5, 1, 4, 2, 3]) {
      const day = { day: 100, aqi: issuedAt, aqiBasis: 'given' as const, values: {}, primary: [] };
      view.add({ city: 'a', issuer: 'bureau', issuedAt, days: [day] });
    }
    expect(view.forecast({ city: 'a', day: 100, asOf: 2 })).toBeUndefined();
    expect(view.forecast({ city: 'a', day: 100, asOf: 3 })).toMatchObject({ issuedAt: 3 });
  });

  it('[FCS-14] a perfect forecast is called so, whoever is asked for', () => {
    const lookup = perfectForecasts([{ city: 'a', day: 100, values: { aqi: 301 } }]);
    const asked = { city: 'a', day: 100, asOf: 9 };
    expect(lookup.forecast(asked)).toEqual({ issuer: 'perfect', issuedAt: 9, values: { aqi: 301 } });
    expect(lookup.forecast({ ...asked, issuer: 'bureau' })?.issuer).toBe('perfect');
    expect(lookup.forecast({ ...asked, day: 101 })).toBeUndefined();
  });
});
