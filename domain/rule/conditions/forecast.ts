import type { ConditionOf } from '../condition.ts';
import type { Judgement } from '../judgement.ts';
import { type Compiled, type ConditionContext, FALSE, TRUE, type Tri, truthName, UNKNOWN } from './compiled.ts';

/** CON-6: every one of `days` days from `day` days ahead is forecast above the limit, by what was issued when the hour ended. */
export function forecast(leaf: ConditionOf<'forecast'>, context: ConditionContext): Compiled {
  const { forecasts, grid, view } = context;
  const judge = (subject: number, hour: number): Judgement & { readonly tri: Tri } => {
    const city = view.cities[subject]?.id ?? '';
    const issuers = new Set<string>();
    let least = Number.POSITIVE_INFINITY;
    for (let day = leaf.day; day < leaf.day + leaf.days; day += 1) {
      const known = forecasts?.forecast({
        city,
        day: grid.dayOf(hour) + day,
        asOf: grid.endOf(hour),
        ...(leaf.issuer === undefined ? {} : { issuer: leaf.issuer }),
      });
      const value = known?.values[leaf.quantity];
      if (known === undefined || value === undefined) return { ...result(UNKNOWN, 'no_forecast'), tri: UNKNOWN };
      issuers.add(known.issuer);
      least = Math.min(least, value);
    }
    const tri = least > leaf.above ? TRUE : FALSE;
    const found = result(tri, tri === TRUE ? 'forecast_above' : 'forecast_not_above');
    return { ...found, value: least, facts: { issuers: [...issuers], day: leaf.day, days: leaf.days }, tri };
  };
  const result = (tri: Tri, reason: string): Judgement => ({
    kind: 'forecast',
    truth: truthName(tri),
    reason,
    quantity: leaf.quantity,
    over: 'day',
    limit: leaf.above,
  });
  return {
    reach: 'region',
    lookback: 0,
    truth: (subject, hour) => judge(subject, hour).tri,
    judge(subject, hour) {
      const { tri: _, ...judgement } = judge(subject, hour);
      return judgement;
    },
  };
}
