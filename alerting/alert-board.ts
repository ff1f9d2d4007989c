import { type Alert, type AlertEvent, applyAlertEvent, isAlertEvent } from '../domain/alert/alert.ts';
import type { Subject } from '../domain/rule/subject.ts';
import type { LedgerEvent } from '../store/ledger.ts';

/** An alert with the ledger sequence of its newest event. */
export interface AlertRecord extends Alert {
  readonly seq: number;
  /** How many events told of it. */
  readonly events: number;
}

export interface AlertFilter {
  readonly state?: Alert['state'];
  readonly rule?: string;
  readonly subject?: { readonly kind: Subject['kind']; readonly id?: string };
  readonly priority?: number;
  /** Raised in [from, to), epoch ms. */
  readonly from?: number;
  readonly to?: number;
  /** Only alerts whose `seq` is smaller: the cursor of the next page. */
  readonly before?: number;
  readonly limit: number;
}

/** All alerts as the ledger tells them, folded once at start and event by event after that. */
export class AlertBoard {
  readonly #byId = new Map<string, AlertRecord>();

  #lastSeq = 0;

  /** Applies a recorded event; events that are not about alerts pass by. Returns the alert as it now stands. */
  apply(event: LedgerEvent): AlertRecord | undefined {
    this.#lastSeq = Math.max(this.#lastSeq, event.seq);
    if (!isAlertEvent(event)) return undefined;
    const told = event as unknown as AlertEvent;
    const before = this.#byId.get(told.data.alert);
    const record = { ...applyAlertEvent(before, told), seq: event.seq, events: (before?.events ?? 0) + 1 };
    // Deleting first keeps the map in the order of the newest event.
    this.#byId.delete(record.id);
    this.#byId.set(record.id, record);
    return record;
  }

  get(id: string): AlertRecord | undefined {
    return this.#byId.get(id);
  }

  /** Alerts that are open, or were at or after the instant (epoch ms). */
  *since(at: number): Iterable<AlertRecord> {
    for (const alert of this.#byId.values()) {
      if (alert.state === 'raised' || (alert.returnedAt ?? alert.raisedAt) >= at) yield alert;
    }
  }

  /** Ledger sequence of the newest event seen, alerts or not; 0 when there is none. */
  lastSeq(): number {
    return this.#lastSeq;
  }

  /** Alerts whose newest event is after the sequence, oldest first. */
  bySeq(after: number, limit: number): AlertRecord[] {
    const found: AlertRecord[] = [];
    for (const alert of [...this.#byId.values()].reverse()) {
      if (alert.seq <= after) break;
      found.push(alert);
    }
    return found.reverse().slice(0, limit);
  }

  /** Newest event first. */
  list(filter: AlertFilter): AlertRecord[] {
    const found: AlertRecord[] = [];
    for (const alert of [...this.#byId.values()].reverse()) {
      if (found.length >= filter.limit) break;
      if (matches(alert, filter)) found.push(alert);
    }
    return found;
  }
}

function matches(alert: AlertRecord, filter: AlertFilter): boolean {
  return (
    (filter.before === undefined || alert.seq < filter.before) &&
    (filter.state === undefined || alert.state === filter.state) &&
    (filter.rule === undefined || alert.rule === filter.rule) &&
    (filter.priority === undefined || alert.priority === filter.priority) &&
    (filter.subject === undefined ||
      (alert.subject.kind === filter.subject.kind &&
        (filter.subject.id === undefined || alert.subject.id === filter.subject.id))) &&
    (filter.from === undefined || alert.raisedAt >= filter.from) &&
    (filter.to === undefined || alert.raisedAt < filter.to)
  );
}
