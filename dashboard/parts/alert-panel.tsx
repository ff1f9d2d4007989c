import { dayTime } from '../format/beijing-time.ts';
import { alerts, alertsError, alertsLoaded, loadAlerts, newestRaised, openCounts } from '../state/alerts.ts';
import { words } from '../words/language.ts';
import { alertPlace } from './alert-place.ts';
import { AlertRow } from './alert-row.tsx';
import { Failure } from './failure.tsx';

/** Rows beside the overview: enough for a bad day; the rest is one click away. */
const SHOWN = 60;

/** The side column: open alerts by urgency, then what returned last. */
export function AlertPanel() {
  const { alerts: said, errors } = words.value;
  const list = alerts.value;
  const open = openCounts.value.reduce((sum, count) => sum + count, 0);
  const last = list.find((alert) => alert.state === 'returned');
  const error = alertsError.value;
  return (
    <section class="panel alert-panel" aria-labelledby="alert-panel-title">
      <header class="panel-head">
        <h2 id="alert-panel-title">{said.title}</h2>
        <span class="quiet">{said.order}</span>
        <a class="button push" href="/alerts">
          {said.all}
        </a>
      </header>
      {error === null ? null : <Failure what={errors.alerts} error={error} retry={() => void loadAlerts(0)} />}
      {open === 0 && alertsLoaded.value ? (
        <p class="empty">
          {last?.returnedAt ? said.noneLast(dayTime(Date.parse(last.returnedAt)), alertPlace(last).name) : said.none}
        </p>
      ) : null}
      <ol class="alert-list scroll" aria-labelledby="alert-panel-title">
        {list.slice(0, SHOWN).map((alert) => (
          <AlertRow key={alert.id} alert={alert} fresh={alert.id === newestRaised.value?.id} />
        ))}
      </ol>
    </section>
  );
}
