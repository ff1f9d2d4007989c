import { AlertPanel } from '../parts/alert-panel.tsx';
import { CityStrip } from '../parts/city-strip.tsx';
import { HistoryPanel } from '../parts/history-panel.tsx';
import { StationTable } from '../parts/station-table.tsx';
import { useChartQuery } from '../parts/use-chart-query.ts';
import { useQuery } from '../parts/use-query.ts';
import { WarningStrip } from '../parts/warning-strip.tsx';
import { parseSubject } from '../query/subject.ts';
import { cities, cityName, stationById } from '../state/region.ts';

/** `/`: is something wrong, where, since when; then the air of every city and the past of one. */
export function Overview() {
  const { query, href } = useQuery();
  const { quantity, hours, onChange } = useChartQuery('aqi', 48);
  const asked = parseSubject(query['chart']);
  const firstCity = cities.value[0]?.id;
  const subject = asked ?? (firstCity === undefined ? null : ({ kind: 'city', id: firstCity } as const));
  const station = subject?.kind === 'station' ? stationById.value.get(subject.id) : undefined;
  return (
    <div class="overview">
      <div class="side">
        <AlertPanel />
      </div>
      <div class="main-column">
        <WarningStrip />
        <CityStrip selected={asked?.kind === 'city' ? asked.id : null} href={href} />
        {subject === null ? null : (
          <HistoryPanel
            subject={subject}
            name={subject.kind === 'city' ? cityName(subject.id) : (station?.name ?? subject.id)}
            beside={
              station === undefined
                ? null
                : { subject: { kind: 'city', id: station.city }, name: cityName(station.city) }
            }
            quantity={quantity}
            hours={hours}
            onChange={onChange}
          />
        )}
        <StationTable chart={{ selected: subject?.kind === 'station' ? subject.id : null }} />
      </div>
    </div>
  );
}
