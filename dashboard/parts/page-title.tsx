import { useEffect } from 'preact/hooks';
import { newestRaised, openCounts } from '../state/alerts.ts';
import { language, words } from '../words/language.ts';
import { alertPlace } from './alert-place.ts';

/** What the page says without being looked at: the tab's title counts open alerts, and a screen reader hears each new one. */
export function PageTitle() {
  const { product, alerts } = words.value;
  const counts = openCounts.value;
  const open = counts.reduce((sum, count) => sum + count, 0);
  const worst = counts.findIndex((count) => count > 0) + 1;
  const title = open === 0 ? product : `(${open}) ${alerts.priority(worst)} ${alerts.title} · ${product}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  const alert = newestRaised.value;
  return (
    <div class="visually-hidden" role="status" data-live="alerts">
      {alert === null ? '' : alerts.announce(alert.priority, alertPlace(alert).name, alert.message[language.value])}
    </div>
  );
}
