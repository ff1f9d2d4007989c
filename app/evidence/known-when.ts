import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import type { HourGrid } from '../../domain/air/hour-grid.ts';
import { ForecastView } from '../../domain/forecast/forecast-view.ts';
import type { ReceivedForecast } from '../../store/forecasts.ts';

const HOUR_MS = 3_600_000;
const ALL_DAYS = 100_000;

interface KnownWhen {
  readonly agreement: Pick<AgreementFile, 'forecasts'>;
  readonly grid: HourGrid;
  /** End of each hour through which all was judged, and when that was recorded; in order. */
  readonly closings: readonly { readonly through: number; readonly recordedAt: number }[];
}

/** The forecasts as rules saw them hour by hour: one that came after an hour was judged is not seen by that hour (FCS-10). */
export function forecastsKnownWhen(
  forecasts: readonly ReceivedForecast[],
  { agreement, grid, closings }: KnownWhen,
): ForecastView {
  const view = new ForecastView({
    issuers: agreement.forecasts.issuers,
    keepDays: ALL_DAYS,
    mostIssues: Number.POSITIVE_INFINITY,
  });
  const ordered = forecasts.toSorted((a, b) => a.issuedAt - b.issuedAt);
  for (const [place, forecast] of ordered.entries()) {
    const { issuedAt, receivedAt } = forecast;
    const first = grid.endOf(Math.ceil((issuedAt - grid.endOf(0)) / HOUR_MS));
    // The first hour whose judgement was recorded after it had come; without a record it was in time.
    const seenBy = closings.find(({ through, recordedAt }) => through >= issuedAt && recordedAt >= receivedAt);
    const isInTime = seenBy === undefined || seenBy.through <= first || receivedAt <= first;
    // Among those of an hour they keep their order, and come before what was issued in that hour.
    view.add(isInTime ? forecast : { ...forecast, issuedAt: seenBy.through - HOUR_MS + 1 + (place % 1_000) });
  }
  return view;
}
