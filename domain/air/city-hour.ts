import { cityMean } from './city-mean.ts';
import type { Concentrations } from './concentrations.ts';
import { editionFor } from './edition-for.ts';
import { hourlyIndex } from './hourly-index.ts';
import type { IndexReport } from './index-report.ts';
import type { Values } from './reading.ts';

/** One city in one hour: the mean of its valid stations and the hourly index of that mean. */
export interface CityHour {
  readonly city: string;
  /** End of the hour, epoch ms. */
  readonly at: number;
  readonly concentrations: Concentrations;
  readonly index: IndexReport;
  /** Stations with at least one valid pollutant, of all that count (background stations do not). */
  readonly stations: { readonly valid: number; readonly total: number };
}

/** The edition for an hour stamped by its end: the last hour of a day still belongs to that day. */
export function editionOfHour(at: number) {
  return editionFor(at - 1);
}

/** `hours`: what each counting station measured, undefined for one that did not report; `values` are valid ones only. */
export function cityHour(input: {
  readonly city: string;
  readonly at: number;
  readonly hours: readonly (Values | undefined)[];
}): CityHour {
  const { city, at, hours } = input;
  const mean = cityMean(hours.map((values) => ({ background: false, values: values ?? {} })));
  const index = hourlyIndex(mean.values, editionOfHour(at));
  const valid = Math.max(...Object.values(mean.stations), 0);
  return { city, at, concentrations: mean.values, index, stations: { valid, total: hours.length } };
}
