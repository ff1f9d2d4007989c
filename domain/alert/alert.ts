import type { Quantity, Subject, Text } from '../rule/rule.ts';

/** An alert as its events tell it. At most one is open per rule and subject (ALE-1). */
export interface Alert {
  readonly id: string;
  readonly rule: string;
  readonly subject: Subject;
  readonly priority: number;
  readonly state: 'raised' | 'returned';
  /** End of the hour that raised it, epoch ms. */
  readonly raisedAt: number;
  readonly returnedAt: number | null;
  /** The value that raised it, in the unit of the quantity, and the limit it was held against. */
  readonly value: number;
  readonly limit: number;
  readonly quantity: Quantity;
  readonly message: Text;
  readonly reason: string;
}

/** Recorded when a rule speaks; everything a reader needs is in it, so that later rules cannot change what was said. */
export interface AlertRaised {
  readonly type: 'alert.raised';
  readonly at: number;
  readonly data: {
    readonly alert: string;
    readonly rule: string;
    readonly subject: { readonly kind: Subject['kind']; readonly id: string };
    readonly priority: number;
    readonly quantity: Quantity;
    readonly value: number;
    readonly limit: number;
    readonly message: { readonly zh: string; readonly en: string };
    readonly reason: string;
  };
}

export interface AlertReturned {
  readonly type: 'alert.returned';
  readonly at: number;
  readonly data: {
    readonly alert: string;
    readonly rule: string;
    readonly subject: { readonly kind: Subject['kind']; readonly id: string };
    readonly quantity: Quantity;
    readonly value: number;
    readonly limit: number;
    readonly reason: string;
  };
}

export type AlertEvent = AlertRaised | AlertReturned;

/** The ledger stream in which one rule's alerts on one subject follow each other. */
export function alertStream(rule: string, subject: Subject): string {
  return `alert/${rule}/${subject.kind}/${subject.id}`;
}

/** The same rule, subject and hour always give the same alert: evaluating twice cannot make two. */
export function alertId(rule: string, subject: Subject, at: number): string {
  return `${rule}:${subject.kind}:${subject.id}:${new Date(at).toISOString().slice(0, 16)}Z`;
}

/** Applies one event. A raise starts a new alert, a return needs the open one; anything else is a broken record and throws. */
export function applyAlertEvent(open: Alert | undefined, event: AlertEvent): Alert {
  if (event.type === 'alert.raised') {
    if (open?.state === 'raised') throw new Error(`alert ${event.data.alert} raised while ${open.id} is open`);
    const { alert, ...facts } = event.data;
    return { ...facts, id: alert, state: 'raised', raisedAt: event.at, returnedAt: null };
  }
  if (open?.state !== 'raised') throw new Error(`alert ${event.data.alert} returned without being open`);
  return { ...open, state: 'returned', returnedAt: event.at, reason: event.data.reason };
}
