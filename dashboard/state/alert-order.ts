import type { AlertView } from '../../api/contract.ts';

/** Open before returned, then priority (1 first), then newest first; the id settles ties so that rows never swap by themselves. */
export function compareAlerts(a: AlertView, b: AlertView): number {
  if (a.state !== b.state) return a.state === 'raised' ? -1 : 1;
  if (a.priority !== b.priority) return a.priority - b.priority;
  const newer = Date.parse(b.raisedAt) - Date.parse(a.raisedAt);
  return newer !== 0 ? newer : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
