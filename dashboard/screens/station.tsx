import { useRoute } from 'preact-iso';
import { AlertRow } from '../parts/alert-row.tsx';
import { DataName } from '../parts/data-name.tsx';
import { Failure } from '../parts/failure.tsx';
import { HistoryPanel } from '../parts/history-panel.tsx';
import { Icon } from '../parts/icon.tsx';
import { StationFacts } from '../parts/station-facts.tsx';
import { useAlertList } from '../parts/use-alert-list.ts';
import { useChartQuery } from '../parts/use-chart-query.ts';
import { csvAddress } from '../query/history.ts';
import { clockMinute } from '../state/clock.ts';
import { cityName, regionLoaded, stationById } from '../state/region.ts';
import { words } from '../words/language.ts';

const HOUR_MS = 3_600_000;

/** `/stations/:id`: what it is, what it measures now, its past, its alerts, and its data to take away. */
export function Station() {
  const id = useRoute().params['id'] ?? '';
  const { quantity, hours, onChange } = useChartQuery('pm25', 48);
  const said = words.value;
  const own = useAlertList({ state: null, priority: null, subject: `station:${id}`, cursor: null });
  const station = stationById.value.get(id);
  if (station === undefined) {
    return (
      <div class="one-column">
        <section class="panel">
          <p class="empty">{regionLoaded.value ? said.stations.unknown(id) : said.chart.loading}</p>
          <p class="empty">
            <a href="/stations">{said.stations.back}</a>
          </p>
        </section>
      </div>
    );
  }
  const toMs = Math.ceil(clockMinute.value / HOUR_MS) * HOUR_MS;
  return (
    <div class="one-column station-page">
      <p class="crumbs">
        <a href="/stations">{said.stations.title}</a> / <DataName text={cityName(station.city)} />
      </p>
      <header class="page-head">
        <h1>
          <DataName text={station.name} />
        </h1>
        <a class="button push" href={csvAddress(id, toMs - hours * HOUR_MS, toMs + 1000)} download={`${id}.csv`}>
          <Icon name="download" /> {said.stations.csv} · {said.chart.hours(hours)}
        </a>
      </header>
      <StationFacts station={station} quantity={quantity} onQuantity={(q) => onChange({ q })} />
      <HistoryPanel
        subject={{ kind: 'station', id }}
        name={station.name}
        beside={{ subject: { kind: 'city', id: station.city }, name: cityName(station.city) }}
        quantity={quantity}
        hours={hours}
        onChange={onChange}
      />
      <section class="panel alert-panel" aria-labelledby="station-alerts">
        <header class="panel-head">
          <h2 id="station-alerts">{said.stations.alerts}</h2>
        </header>
        {own.error === null ? null : <Failure what={said.errors.alerts} error={own.error} retry={own.reload} />}
        {own.items.length === 0 && !own.loading ? <p class="empty">{said.alerts.noneHere}</p> : null}
        <ol class="alert-list">
          {own.items.map((alert) => (
            <AlertRow key={alert.id} alert={alert} long />
          ))}
        </ol>
      </section>
    </div>
  );
}
