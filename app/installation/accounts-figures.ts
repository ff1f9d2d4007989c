import type { MetricFamily } from '../../api/deps.ts';
import type { Absence } from '../../ingest/accounts/station-accounts.ts';

/** What `/metrics` shows of the books of the stations. */
export function accountsFigures(absent: readonly Absence[]): MetricFamily[] {
  const gauge = (name: string, help: string, value: number): MetricFamily => {
    return { name: `lianfang_stations_${name}`, help, type: 'gauge', samples: [{ value }] };
  };
  return [
    gauge('absent', 'Registered stations without data for two of their intervals, or ever.', absent.length),
    gauge(
      'never_reported',
      'Those of them of which no reading was ever stored.',
      absent.filter(({ since }) => since === null).length,
    ),
  ];
}
