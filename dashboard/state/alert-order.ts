import type { AlertView } from '../../api/contract.ts';

/** Open before all others, then priority (1 first), then newest first; the id settles ties so that rows never swap by themselves. */
export function compareAlerts(a: AlertView, b: AlertView): number {
  const [isOpenA, isOpenB] = [a.state === 'raised', b.state === 'raised'];
  if (isOpenA !== isOpenB) return isOpenA ? -1 : 1;
  if (a.priority !== b.priority) return a.priority - b.priority;
  const newer = Date.parse(b.raisedAt) - Date.parse(a.raisedAt);
  return newer !== 0 ? newer : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
