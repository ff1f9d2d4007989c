import type { HourGrid } from '../../air/hour-grid.ts';
import type { Judgement } from '../judgement.ts';
import type { Quantity } from '../quantity.ts';
import type { RegionView } from '../region-view.ts';
import type { SameHourHistory } from '../statistics/same-hour-history.ts';
import type { Windows } from '../windows.ts';

/** True, false, unknown as numbers: no allocation on the way of every reading. */
export const TRUE = 1;
export const FALSE = 0;
export const UNKNOWN = -1;
export type Tri = typeof TRUE | typeof FALSE | typeof UNKNOWN;

/** A condition made ready for a region: its limits and series are looked up once. Subjects are numbered at its level. */
export interface Compiled {
  /** `open`: whether its alert is open; then the clearing limit decides. */
  truth(subject: number, hour: number, open: boolean): Tri;
  /** The same decision with what it looked at. */
  judge(subject: number, hour: number, open: boolean): Judgement;
  /** `region`: it looks at others than its subject, so it is judged when the whole region's hour is closed. */
  readonly reach: 'own' | 'region';
  /** How many hours before the judged one it looks back. */
  readonly lookback: number;
}

export type Level = 'station' | 'city' | 'region' | 'pair';

/** What is forecast for a city and a day, as known at an instant: no look ahead. */
export interface ForecastLookup {
  /** `day`: days since local 1970-01-01. The newest issue at or before `asOf`, by the order of issuers. */
  forecast(query: {
    readonly city: string;
    readonly day: number;
    readonly asOf: number;
    readonly issuer?: string;
  }):
    | { readonly issuer: string; readonly issuedAt: number; readonly values: Readonly<Record<string, number>> }
    | undefined;
}

/** What conditions are compiled against. */
export interface ConditionContext {
  readonly grid: HourGrid;
  readonly view: RegionView;
  readonly stations: Windows;
  readonly cities: Windows;
  /** Ordered pairs of neighbouring cities: from where the wind may carry, and where to. */
  readonly pairs: readonly { readonly from: number; readonly to: number }[];
  readonly forecasts?: ForecastLookup;
  /** The hours of many days of a quantity, kept from then on; the same one for the same question. */
  readonly historyOf: (level: 'station' | 'city', quantity: Quantity, days: number) => SameHourHistory;
}

/** Whose hours a level's own values are: a pair's are those of the city that receives. */
export function windowsOf(
  context: ConditionContext,
  level: Level,
): { windows: Windows; of: (subject: number) => number } {
  if (level === 'station') return { windows: context.stations, of: same };
  if (level === 'city') return { windows: context.cities, of: same };
  if (level === 'pair') return { windows: context.cities, of: (subject) => context.pairs[subject]?.to ?? -1 };
  throw new RangeError('a region has no values of its own');
}

export function truthName(truth: Tri): Judgement['truth'] {
  return truth === TRUE ? 'true' : truth === FALSE ? 'false' : 'unknown';
}

function same(subject: number): number {
  return subject;
}
