import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import { citiesOf } from '../../domain/agreement/jurisdiction.ts';
import type { HourGrid } from '../../domain/air/hour-grid.ts';
import type { Station } from '../../domain/air/station.ts';
import type { ForecastDay, ForecastPosition, ReceivedForecast } from '../../store/forecasts.ts';
import { InfluxTimeseries } from '../../store/influxdb/influx-timeseries.ts';
import { SqliteArrivals } from '../../store/sqlite/sqlite-arrivals.ts';
import { SqliteForecasts } from '../../store/sqlite/sqlite-forecasts.ts';
import { SqliteTimeseries } from '../../store/sqlite/sqlite-timeseries.ts';
import type { ReadingCursor, Timeseries } from '../../store/timeseries.ts';
import type { SentReading } from './readings-csv.ts';
import type { EvidenceSources } from './sources.ts';

const PAGE = 20_000;
const VERSIONS_PAGE = 5_000;
const DAYS_AHEAD = 10;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** The readings that end in [from, to) as they were sent, with their older versions; in order of time. Rejects with `StoreUnavailable`. */
export async function readReadings(
  sources: EvidenceSources,
  stations: readonly Station[],
  span: Span,
): Promise<SentReading[]> {
  const { folder, influxdb } = sources;
  const timeseries: Timeseries =
    influxdb === undefined
      ? SqliteTimeseries.open({ path: join(folder, 'readings.sqlite'), readOnly: true })
      : new InfluxTimeseries(influxdb);
  const arrivals = SqliteArrivals.open({ path: join(folder, 'arrivals.sqlite'), readOnly: true });
  try {
    const sent: SentReading[] = [];
    let after: ReadingCursor | undefined;
    for (;;) {
      const page = await timeseries.read({ ...span, limit: PAGE, ...(after === undefined ? {} : { after }) });
      const marks = await arrivals.marks(page);
      for (const [place, reading] of page.entries()) {
        const lateAt = marks[place]?.lateSince;
        sent.push(lateAt === undefined ? { reading } : { reading, lateAt });
      }
      after = page.at(-1);
      if (page.length < PAGE) break;
    }
    for (const { id } of stations) sent.push(...(await olderVersions(arrivals, id, span)));
    return sent.sort((a, b) => a.reading.at - b.reading.at);
  } finally {
    await arrivals.close();
    await timeseries.close();
  }
}

async function olderVersions(arrivals: SqliteArrivals, station: string, span: Span): Promise<SentReading[]> {
  const found: SentReading[] = [];
  let after: Awaited<ReturnType<SqliteArrivals['versions']>>[number] | undefined;
  for (;;) {
    const query = { station, ...span, limit: VERSIONS_PAGE };
    const page = await arrivals.versions(after === undefined ? query : { ...query, after });
    for (const { reading, replacedAt } of page) if (reading !== null) found.push({ reading, replacedAt });
    after = page.at(-1);
    if (page.length < VERSIONS_PAGE) return found;
  }
}

/** The forecasts of the member cities about the days of the span and those after it; in order of issue. */
export async function readForecasts(
  { folder }: EvidenceSources,
  agreement: AgreementFile,
  { from, to, grid }: Span & { readonly grid: HourGrid },
): Promise<ReceivedForecast[]> {
  const path = join(folder, 'forecasts.sqlite');
  if (!existsSync(path)) return [];
  const store = SqliteForecasts.open({ path, readOnly: true });
  try {
    const cities = new Set(citiesOf(agreement.jurisdictions).map(({ id }) => id));
    const days = { from: grid.dayOf(grid.lastEnded(from)), to: grid.dayOf(grid.lastEnded(to)) + DAYS_AHEAD };
    const issues = new Map<string, ReceivedForecast>();
    let after: ForecastPosition | undefined;
    for (;;) {
      const page = await store.list({ ...days, limit: PAGE, ...(after === undefined ? {} : { after }) });
      for (const day of page) if (cities.has(day.city) && day.issuedAt < to) addDay(issues, day);
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) break;
      after = { day: last.forecast.day, city: last.city, issuer: last.issuer, issuedAt: last.issuedAt };
    }
    return [...issues.values()].sort((a, b) => a.issuedAt - b.issuedAt || (keyOf(a) < keyOf(b) ? -1 : 1));
  } finally {
    await store.close();
  }
}

function addDay(issues: Map<string, ReceivedForecast>, day: ForecastDay): void {
  const { city, issuer, issuedAt, receivedAt, forecast, lead } = day;
  const key = keyOf(day);
  const known = issues.get(key);
  const days = [...(known?.days ?? []), forecast];
  issues.set(key, { city, issuer, issuedAt, receivedAt, issuedDay: forecast.day - lead, days });
}

function keyOf({ city, issuer, issuedAt }: Pick<ReceivedForecast, 'city' | 'issuer' | 'issuedAt'>): string {
  return `${city}\n${issuer}\n${issuedAt}`;
}
