import type { HourGrid } from '../air/hour-grid.ts';
import type { Rule } from './rule.ts';

/** Whether a rule watches in an hour: its season and its hours of the day. */
export function gateOf(rule: Pick<Rule, 'season' | 'hours'>, grid: HourGrid): (hour: number) => boolean {
  const { season, hours } = rule;
  if (season === undefined && hours === undefined) return () => true;
  return (hour) => {
    if (hours !== undefined && !inHours(hours, grid.hourOfDay(hour))) return false;
    return season === undefined || inSeason(season, grid.dayName(grid.dayOf(hour)).slice(5));
  };
}

/** Hours end after `from` and not after `to`; `from` after `to` goes over midnight. */
function inHours({ from, to }: { readonly from: number; readonly to: number }, hourOfDay: number): boolean {
  return from < to ? hourOfDay > from && hourOfDay <= to : hourOfDay > from || hourOfDay <= to;
}

function inSeason({ from, to }: { readonly from: string; readonly to: string }, day: string): boolean {
  return from <= to ? day >= from && day <= to : day >= from || day <= to;
}
