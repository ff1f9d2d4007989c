import type { Judgement } from '../rule/judgement.ts';
import type { Subject } from '../rule/subject.ts';
import type { Text } from '../rule/text.ts';

/** An alert as its events tell it. At most one is open per rule and subject (ALE-1). */
export interface Alert {
  readonly id: string;
  readonly rule: string;
  readonly subject: Subject;
  readonly priority: number;
  /** `withdrawn`: later data showed that it should never have been raised. */
  readonly state: 'raised' | 'returned' | 'withdrawn';
  /** End of the hour that raised it, epoch ms. */
  readonly raisedAt: number;
  readonly returnedAt: number | null;
  /** What raised it, in the unit of the quantity, and the limit it was held against; null where the rule has no figure. */
  readonly value: number | null;
  readonly limit: number | null;
  /** A quantity of `Quantity`, or what was counted: `members`, `hours_absent`, `z`. */
  readonly quantity: string;
  readonly message: Text;
  readonly reason: string;
  /** Nobody was told. */
  readonly shadow: boolean;
}

type About = {
  readonly alert: string;
  readonly rule: string;
  readonly subject: { readonly kind: Subject['kind']; readonly id: string };
  readonly reason: string;
  /** Set when late or changed data is the cause: the end of the earliest hour that changed, epoch ms. */
  readonly changedFrom?: number;
};

/** Recorded when a rule speaks; everything a reader needs is in it, so that later rules cannot change what was said. */
export interface AlertRaised {
  readonly type: 'alert.raised';
  /** End of the hour that raised it, epoch ms. */
  readonly at: number;
  readonly data: About & {
    readonly priority: number;
    readonly quantity: string;
    readonly value: number | null;
    readonly limit: number | null;
    readonly message: { readonly zh: string; readonly en: string };
    readonly shadow?: boolean;
    /** How the condition was judged. */
    readonly explanation: Judgement;
  };
}

export interface AlertReturned {
  readonly type: 'alert.returned';
  readonly at: number;
  readonly data: About & {
    readonly quantity: string;
    readonly value: number | null;
    readonly limit: number | null;
    readonly explanation?: Judgement;
  };
}

/** Late or changed data moved the end of an alert, or the value that raised it. Points at the alert that it corrects. */
export interface AlertCorrected {
  readonly type: 'alert.corrected';
  /** The newest hour that was closed when the correction was found. */
  readonly at: number;
  readonly data: About & {
    readonly value: number | null;
    /** Null: it is open. */
    readonly returnedAt: number | null;
  };
}

/** Late or changed data took away what an alert rested on. */
export interface AlertWithdrawn {
  readonly type: 'alert.withdrawn';
  readonly at: number;
  readonly data: About;
}

export type AlertEvent = AlertRaised | AlertReturned | AlertCorrected | AlertWithdrawn;

const TYPES: ReadonlySet<string> = new Set(['alert.raised', 'alert.returned', 'alert.corrected', 'alert.withdrawn']);

export function isAlertEvent(event: { readonly type: string }): boolean {
  return TYPES.has(event.type);
}

/** The ledger stream in which one rule's alerts on one subject follow each other. */
export function alertStream(rule: string, subject: Subject): string {
  return `alert/${rule}/${subject.kind}/${subject.id}`;
}

/** The same rule, subject and hour always give the same alert: evaluating twice cannot make two. */
export function alertId(rule: string, subject: Subject, at: number): string {
  return `${rule}:${subject.kind}:${subject.id}:${new Date(at).toISOString().slice(0, 16)}Z`;
}

/** Applies one event to the alert it names. What cannot follow on the alert's state is a broken record and throws. */
export function applyAlertEvent(alert: Alert | undefined, event: AlertEvent): Alert {
  const { data } = event;
  if (event.type === 'alert.raised') {
    if (alert !== undefined && alert.state !== 'withdrawn')
      throw new Error(`alert ${data.alert} is raised a second time`);
    const { rule, subject, reason, priority, quantity, value, limit, message, shadow = false } = event.data;
    return {
      id: data.alert,
      rule,
      subject,
      priority,
      quantity,
      value,
      limit,
      message,
      reason,
      shadow,
      state: 'raised',
      raisedAt: event.at,
      returnedAt: null,
    };
  }
  if (alert === undefined) throw new Error(`${event.type} of alert ${data.alert}, which was never raised`);
  const { reason } = data;
  if (event.type === 'alert.returned') {
    if (alert.state !== 'raised') throw new Error(`alert ${data.alert} returned without being open`);
    return { ...alert, state: 'returned', returnedAt: event.at, reason };
  }
  if (alert.state === 'withdrawn') throw new Error(`${event.type} of alert ${data.alert}, which is withdrawn`);
  if (event.type === 'alert.withdrawn') return { ...alert, state: 'withdrawn', reason };
  const { returnedAt, value } = event.data;
  return { ...alert, state: returnedAt === null ? 'raised' : 'returned', returnedAt, value, reason };
}
