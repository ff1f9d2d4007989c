import type { HourGrid } from '../../domain/air/hour-grid.ts';
import { isPollutant, type Parameter } from '../../domain/air/parameter.ts';
import { conditionsIn } from '../../domain/rule/condition.ts';
import { compileCondition } from '../../domain/rule/conditions/compile-condition.ts';
import type { ConditionContext, ForecastLookup } from '../../domain/rule/conditions/compiled.ts';
import { gateOf } from '../../domain/rule/gate.ts';
import { isInstant, type Rule } from '../../domain/rule/rule.ts';
import { leadOf } from './lead.ts';
import { RegionHours } from './region-hours.ts';
import type { RegionMap } from './region-map.ts';
import { RuleWatch } from './rule-watch.ts';

/** Fewer hours are never kept. */
const LEAST_HOURS = 96;

/** Windows long enough for all the rules. */
export function hoursFor(options: {
  readonly rules: readonly Rule[];
  readonly map: RegionMap;
  readonly grid: HourGrid;
  readonly windowHours: number;
  /** Hours that others than the rules look back. */
  readonly atLeast: number;
  readonly forecasts?: ForecastLookup;
}): RegionHours {
  const { rules, map, grid, windowHours } = options;
  const weather = weatherOf(rules);
  // Compiled a first time only to ask how far back the rules look.
  const hours = new RegionHours({ map, grid, weather, hours: 1 });
  const memory = compileWatches({ ...options, hours }).reduce(
    (most, watch) => Math.max(most, watch.memory),
    options.atLeast,
  );
  const needed = Math.max(LEAST_HOURS, windowHours + memory + 1);
  return new RegionHours({ map, grid, weather, hours: Math.ceil(needed / 24) * 24 });
}

/** Every rule on hours made ready for the region. */
export function compileWatches(options: {
  readonly rules: readonly Rule[];
  readonly map: RegionMap;
  readonly grid: HourGrid;
  readonly hours: RegionHours;
  readonly forecasts?: ForecastLookup;
}): RuleWatch[] {
  const { rules, map, grid, hours, forecasts } = options;
  const context: ConditionContext = {
    grid,
    view: hours,
    stations: hours.stationWindows,
    cities: hours.cityWindows,
    pairs: map.pairs,
    historyOf: (level, quantity, days) => hours.historyOf(level, quantity, days),
    ...(forecasts === undefined ? {} : { forecasts }),
  };
  return rules
    .filter((rule) => !isInstant(rule))
    .map((rule) => {
      const only = rule.only === undefined ? undefined : new Set(rule.only);
      return new RuleWatch({
        rule,
        condition: compileCondition(rule.when, context, rule.on),
        subjects: map.count(rule.on),
        isWatched: (subject) => only?.has(map.subject(rule.on, subject).id) ?? true,
        gate: gateOf(rule, grid),
        leadOf,
      });
    });
}

/** Parameters beside the pollutants that some rule looks at. */
export function weatherOf(rules: readonly Rule[]): Parameter[] {
  const wanted = new Set<Parameter>();
  for (const rule of rules) {
    for (const condition of conditionsIn(rule.when)) {
      if (condition.kind === 'upwind') {
        wanted.add('wind_speed');
        wanted.add('wind_dir');
      }
      if (!('quantity' in condition)) continue;
      const { quantity } = condition;
      if (quantity !== 'aqi' && !quantity.startsWith('iaqi.') && !isPollutant(quantity))
        wanted.add(quantity as Parameter);
    }
  }
  return [...wanted];
}
