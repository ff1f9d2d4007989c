import { formatIso } from '../../domain/time.ts';
import type { AlertView, LiveMessage } from '../contract.ts';
import type { AlertRecord } from '../deps.ts';

export function alertView(alert: AlertRecord): AlertView {
  const { subject, message, raisedAt, returnedAt } = alert;
  return {
    id: alert.id,
    rule: alert.rule,
    subject: { kind: subject.kind, id: subject.id },
    priority: alert.priority,
    state: alert.state,
    raisedAt: formatIso(raisedAt),
    returnedAt: returnedAt === null ? null : formatIso(returnedAt),
    value: alert.value,
    limit: alert.limit,
    quantity: alert.quantity,
    message: { zh: message.zh, en: message.en },
    reason: alert.reason,
    shadow: alert.shadow,
    seq: alert.seq,
  };
}

/** The event that brought the alert to where it stands. */
export function alertEventMessage(alert: AlertRecord): LiveMessage {
  return { lane: 'event', type: 'alert', seq: alert.seq, event: `alert.${alert.state}`, data: alertView(alert) };
}
