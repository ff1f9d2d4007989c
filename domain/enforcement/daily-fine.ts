import type { WorkingCalendar } from '../deadline/working-calendar.ts';

const DAY_MS = 86_400_000;

/** Days that a daily fine was counted for, both inclusive, `YYYY-MM-DD` on the region's clock. */
export type FineSpan = {
  readonly fromDay: string;
  readonly toDay: string;
  readonly days: number;
  readonly yuan: number;
};

/** The day after service: the first that counts (Measures on daily fines 2014, art. 17). */
export function fineFromDay(servedAt: number, calendar: WorkingCalendar): string {
  return dayText(calendar.dayOf(servedAt) + 1);
}

/**
 * What a daily fine comes to when the violation is found to go on at `until`: the original fine for every day from the one after
 * service to that of the recheck (the same, art. 17 to 19). Null while no day counts. Informative: the fine itself is the bureau's.
 */
export function fineSpan(
  order: { readonly servedAt: number; readonly yuanPerDay: number },
  until: number,
  calendar: WorkingCalendar,
): FineSpan | null {
  const first = calendar.dayOf(order.servedAt) + 1;
  const last = calendar.dayOf(until);
  const days = last - first + 1;
  if (days < 1) return null;
  return { fromDay: dayText(first), toDay: dayText(last), days, yuan: days * order.yuanPerDay };
}

function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
