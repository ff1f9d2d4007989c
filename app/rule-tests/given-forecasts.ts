import type { HourGrid } from '../../domain/air/hour-grid.ts';
import type { ForecastLookup } from '../../domain/rule/conditions/compiled.ts';
import type { RuleTest } from './rule-test-file.ts';

/** The forecasts of a test: of each city and day the newest issue that is known at the time asked about. */
export function givenForecasts(
  forecasts: RuleTest['forecasts'],
  { start, grid }: { readonly start: number; readonly grid: HourGrid },
): ForecastLookup {
  const issues = forecasts.map(({ on, hour, issuer, days }) => {
    const issuedAt = start + hour * 3_600_000;
    return { city: on, issuer, issuedAt, from: grid.dayOf(grid.lastEnded(issuedAt) + 1), days: Object.entries(days) };
  });
  return {
    forecast({ city, day, asOf, issuer }) {
      const known = issues
        .filter((one) => one.city === city && one.issuedAt <= asOf && (issuer === undefined || one.issuer === issuer))
        .flatMap((one) => {
          const values = one.days.flatMap(([name, list]) => {
            const value = list[day - one.from];
            return value === undefined ? [] : [[name, value] as const];
          });
          return values.length === 0 ? [] : [{ ...one, values: Object.fromEntries(values) }];
        })
        .sort((a, b) => a.issuedAt - b.issuedAt)
        .at(-1);
      return known && { issuer: known.issuer, issuedAt: known.issuedAt, values: known.values };
    },
  };
}
