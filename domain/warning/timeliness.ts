import type { Warning } from './warning.ts';

/** How a city kept its clocks in one warning. Counts are of obligations that were not voided; worst is in ms after the due time. */
export type CityTimeliness = {
  readonly city: string;
  readonly owed: number;
  readonly kept: number;
  readonly keptLate: number;
  /** Overdue and not kept to this day. */
  readonly missed: number;
  /** Steps told to superiors. */
  readonly escalations: number;
  readonly worstDelayMs: number;
};

/** Timeliness of every city as of `now` (epoch ms), sorted by id; silence in a consultation counts as missed. */
export function timelinessOf({ cities, clocks }: Pick<Warning, 'cities' | 'clocks'>, now: number): CityTimeliness[] {
  return Object.keys(cities)
    .sort()
    .map((city) => {
      const closed = clocks.closed.filter(({ by }) => by === city);
      const overdue = clocks.open.filter(({ by, dueAt }) => by === city && dueAt <= now);
      const missedVoid = closed.filter(({ outcome, fired }) => outcome === 'void' && fired > 0);
      const kept = closed.filter(({ outcome }) => outcome === 'kept').length;
      const late = closed.filter(({ outcome }) => outcome === 'kept_late');
      const missed = overdue.length + missedVoid.length;
      const delays = [
        ...[...late, ...missedVoid].map(({ dueAt, closedAt }) => closedAt - dueAt),
        ...overdue.map(({ dueAt }) => now - dueAt),
      ];
      return {
        city,
        owed: kept + late.length + missed,
        kept,
        keptLate: late.length,
        missed,
        escalations: [...closed, ...overdue].reduce((sum, { fired }) => sum + fired, 0),
        worstDelayMs: Math.max(0, ...delays),
      };
    });
}
