import type { IndexView, ReadingView } from '../../api/contract.ts';
import { isoBeijing } from '../format/beijing-time.ts';
import type { Quantity } from '../format/quantity.ts';
import { fetchJson } from './fetch-json.ts';
import type { Page } from './pages.ts';
import { allPages } from './pages.ts';
import { search } from './search.ts';
import type { Subject } from './subject.ts';

/** Values of one subject by period end, epoch ms. `null` is a stated NA. */
export type History = ReadonlyMap<number, Readonly<Partial<Record<Quantity, number | null>>>>;

const HOUR_S = 3600;

/**
 * Hourly history of one subject in [fromMs, toMs). A city has its index and its mean concentrations; a station has readings, and
 * its index is another question, so it is asked only when `quantity` is `aqi`. Throws RequestFailed.
 */
export async function loadHistory(
  subject: Subject,
  quantity: Quantity,
  fromMs: number,
  toMs: number,
): Promise<History> {
  const window = { from: isoBeijing(fromMs), to: isoBeijing(toMs), limit: 1000 };
  if (subject.kind === 'city' || quantity === 'aqi') {
    const items = await allPages<IndexView>((cursor) =>
      fetchJson<Page<IndexView>>(
        `/api/v1/indices${search({ [subject.kind]: subject.id, report: 'hourly', ...window, cursor })}`,
      ),
    );
    return new Map(items.map((item) => [Date.parse(item.at), { ...item.concentrations, aqi: item.aqi }]));
  }
  const items = await allPages<ReadingView>((cursor) =>
    fetchJson<Page<ReadingView>>(`/api/v1/readings${search({ station: subject.id, ...window, cursor })}`),
  );
  // A station may send minutes beside hours: the chart's step is the hour where there are hours.
  const hourly = items.some((item) => item.period === HOUR_S);
  const kept = hourly ? items.filter((item) => item.period === HOUR_S) : items;
  return new Map(kept.map((item) => [Date.parse(item.at), item.values]));
}

/** The address of the same readings as CSV. */
export function csvAddress(station: string, fromMs: number, toMs: number): string {
  return `/api/v1/readings${search({ station, from: isoBeijing(fromMs), to: isoBeijing(toMs), format: 'csv' })}`;
}
