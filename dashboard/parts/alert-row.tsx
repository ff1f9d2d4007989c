import type { AlertView } from '../../api/contract.ts';
import { spanText } from '../format/age.ts';
import { dayTime } from '../format/beijing-time.ts';
import { alertQuantity, valueText, withUnit } from '../format/quantity.ts';
import { clockMinute } from '../state/clock.ts';
import { language, words } from '../words/language.ts';
import { alertPlace } from './alert-place.ts';
import { DataName } from './data-name.tsx';
import { PriorityMark } from './priority-mark.tsx';

/** A withdrawn alert did not end: it should never have been raised. */
const STATE_MARK = { raised: '', returned: '✓ ', withdrawn: '✕ ' } as const;

interface AlertRowProps {
  readonly alert: AlertView;
  /** Raised while the page looks on: it may draw the eye for three seconds. */
  readonly fresh?: boolean;
  /** The full list also says which rule decided, and why. */
  readonly long?: boolean;
}

/** One alert: how urgent, what, where, by how much, since when, and whether it still lasts. */
export function AlertRow({ alert, fresh = false, long = false }: AlertRowProps) {
  const all = words.value;
  const { alerts } = all;
  // A reason this page has no words for yet is better shown as its code than left out.
  const reasons: Readonly<Record<string, string>> = alerts.reasons;
  const place = alertPlace(alert);
  const { label, quantity } = alertQuantity(alert.quantity, all);
  const figure = (number: number | null, text: (number: number) => string) => (number === null ? '–' : text(number));
  const value = figure(alert.value, (number) => (quantity === null ? String(number) : valueText(quantity, number)));
  const limit = figure(alert.limit, (number) => (quantity === null ? String(number) : withUnit(quantity, number)));
  const raisedMs = Date.parse(alert.raisedAt);
  const endMs = alert.returnedAt === null ? clockMinute.value : Date.parse(alert.returnedAt);
  return (
    <li
      class={`alert alert-${alert.priority} ${alert.state === 'raised' ? 'raised' : 'returned'}${fresh ? ' fresh' : ''}`}
      data-alert={alert.id}
    >
      <PriorityMark priority={alert.priority} />
      <div class="alert-what">
        <a href={place.href} class="alert-title">
          <DataName text={alert.message[language.value]} />
        </a>
        <p class="quiet">
          <DataName text={place.name} /> · {label} <b class="number">{value}</b> / {alerts.limit}{' '}
          <span class="number">{limit}</span>
        </p>
        {long ? (
          <p class="quiet">
            {alerts.rule} <DataName text={alert.rule} /> · {alerts.reason}{' '}
            <DataName text={reasons[alert.reason] ?? alert.reason} />
          </p>
        ) : null}
      </div>
      <div class="alert-when">
        <b>{STATE_MARK[alert.state] + alerts[alert.state]}</b>
        <span class="quiet number">{dayTime(raisedMs)}</span>
        <span class="quiet number">{alerts.lasted(spanText(endMs - raisedMs, all.age))}</span>
      </div>
    </li>
  );
}
