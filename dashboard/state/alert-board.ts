import type { AlertView } from '../../api/contract.ts';

/** Alerts by id; each as its newest event left it. Events and HTTP answers may come in any order: the ledger sequence decides. */
export class AlertBoard {
  readonly #alerts = new Map<string, AlertView>();

  /** True when the alert is new to the page or newer than what it has. */
  put(alert: AlertView): boolean {
    const known = this.#alerts.get(alert.id);
    if (known !== undefined && known.seq >= alert.seq) return false;
    this.#alerts.set(alert.id, alert);
    return true;
  }

  /** Takes a full answer read at ledger sequence `readAt`: what it does not name is gone, except what came later by event. */
  replace(alerts: readonly AlertView[], readAt: number): void {
    const named = new Set(alerts.map((alert) => alert.id));
    for (const [id, alert] of this.#alerts) if (!named.has(id) && alert.seq <= readAt) this.#alerts.delete(id);
    for (const alert of alerts) this.put(alert);
  }

  /** Drops the longest-returned ones beyond `keep`: a page may stay open for months. */
  trim(keep = 200): void {
    const returned = [...this.#alerts.values()].filter((alert) => alert.state !== 'raised');
    if (returned.length <= keep) return;
    returned.sort((a, b) => a.seq - b.seq);
    for (const alert of returned.slice(0, returned.length - keep)) this.#alerts.delete(alert.id);
  }

  clear(): void {
    this.#alerts.clear();
  }

  all(): AlertView[] {
    return [...this.#alerts.values()];
  }

  /** Open alerts by priority; index 0 is priority 1. */
  openCounts(): readonly [number, number, number, number] {
    const counts: [number, number, number, number] = [0, 0, 0, 0];
    for (const { state, priority } of this.#alerts.values()) {
      if (state === 'raised' && priority >= 1 && priority <= 4) counts[(priority - 1) as 0 | 1 | 2 | 3] += 1;
    }
    return counts;
  }
}
