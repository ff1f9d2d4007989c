import { HourGrid } from '../../../../domain/air/hour-grid.ts';
import { HourRing, thousandths } from '../../../../domain/air/hour-ring.ts';
import { PARAMETERS, type Parameter, POLLUTANTS } from '../../../../domain/air/parameter.ts';
import type { Values } from '../../../../domain/air/reading.ts';
import { Condition, type ConditionInput } from '../../../../domain/rule/condition.ts';
import { compileCondition } from '../../../../domain/rule/conditions/compile-condition.ts';
import type { Compiled, ConditionContext, ForecastLookup, Level } from '../../../../domain/rule/conditions/compiled.ts';
import { SameHourHistory } from '../../../../domain/rule/statistics/same-hour-history.ts';
import { Windows } from '../../../../domain/rule/windows.ts';

const HOURS = 120;

/** A region of numbered cities with two stations each, all by the hour; stations 2c and 2c+1 belong to city c. */
export class SmallRegion {
  readonly grid = new HourGrid({ utcOffsetMs: 8 * 3_600_000 });
  readonly context: ConditionContext;
  readonly history = new SameHourHistory(30);

  constructor(options: {
    readonly cities: number;
    readonly neighbours?: readonly (readonly [number, number])[];
    readonly operators?: readonly string[];
    readonly forecasts?: ForecastLookup;
  }) {
    const { grid } = this;
    const { cities, neighbours = [], operators = [], forecasts } = options;
    const windows = (subjects: number, columns: readonly Parameter[]) =>
      new Windows({ ring: new HourRing({ subjects, columns: columns.length, hours: HOURS }), grid, columns });
    const stations = windows(cities * 2, PARAMETERS);
    const cityWindows = windows(cities, POLLUTANTS);
    const of = (list: Windows) => (subject: number, parameter: number, hour: number) =>
      list.ring.value(subject, list.column(PARAMETERS[parameter] as Parameter) ?? 0, hour);
    this.context = {
      grid,
      stations,
      cities: cityWindows,
      pairs: neighbours.map(([from, to]) => ({ from, to })),
      ...(forecasts === undefined ? {} : { forecasts }),
      historyOf: () => this.history,
      view: {
        stations: Array.from({ length: cities * 2 }, (_, n) => ({
          id: `s${n}`,
          name: `s${n}`,
          city: `c${Math.floor(n / 2)}`,
          lon: 100,
          lat: 30,
          background: false,
          periodLabel: 'end' as const,
          ...(operators[n] === undefined ? {} : { operator: operators[n] }),
        })),
        cities: Array.from({ length: cities }, (_, c) => ({
          id: `c${c}`,
          stations: [2 * c, 2 * c + 1],
          neighbours: neighbours.flatMap(([a, b]) => (a === c ? [b] : b === c ? [a] : [])),
        })),
        stationHour: of(stations),
        cityHour: of(cityWindows),
      },
    };
  }

  station(station: number, hour: number, values: Values): this {
    return this.#put(this.context.stations, station, hour, values);
  }

  city(city: number, hour: number, values: Values): this {
    return this.#put(this.context.cities, city, hour, values);
  }

  compile(condition: ConditionInput, level: Level): Compiled {
    return compileCondition(Condition.parse(condition), this.context, level);
  }

  #put(windows: Windows, subject: number, hour: number, values: Values): this {
    for (const [parameter, value] of Object.entries(values)) {
      windows.ring.put(subject, windows.column(parameter as Parameter) ?? 0, hour, thousandths(value));
    }
    return this;
  }
}
