import { openCounts } from '../state/alerts.ts';
import { words } from '../words/language.ts';
import { PriorityMark } from './priority-mark.tsx';

/** Open alerts by priority, in the header of every page; leads to the list. */
export function AlertCounts() {
  const { header } = words.value;
  const counts = openCounts.value;
  const said = counts.flatMap((count, index) => (count > 0 ? [header.openByPriority(index + 1, count)] : []));
  const label = said.length === 0 ? header.noneOpen : `${header.openAlerts}: ${said.join(', ')}`;
  return (
    <a class="alert-counts" href="/alerts?state=raised" aria-label={label}>
      {counts.map((count, index) => (count > 0 ? <PriorityMark priority={index + 1} count={count} /> : null))}
      <span class="quiet wide-only">{said.length === 0 ? header.noneOpen : header.openAlerts}</span>
      {said.length === 0 ? <span class="quiet narrow-only">0</span> : null}
    </a>
  );
}
