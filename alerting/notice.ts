import type { AlertEvent } from '../domain/alert/alert.ts';
import type { GradeChanged } from '../domain/grade/grade-event.ts';
import type { NewDelivery } from '../store/ledger.ts';

/** Who hears of alerts on which channel. */
export interface Subscription {
  /** A configured channel, e.g. `webhook:bureau`. */
  readonly channel: string;
  /** Alerts of this priority or more urgent (a smaller number); absent: all. */
  readonly priority?: number;
}

/**
 * The deliveries that one alert event causes. The key makes a repeat recognisable: the same event on the same channel is the
 * same notice, however often it is evaluated or sent.
 */
export function alertNotices(
  event: AlertEvent,
  context: {
    readonly region: string;
    readonly priority: number;
    readonly subscriptions: readonly Subscription[];
    /** How many events told of the alert before: after a correction it may be raised or returned again. */
    readonly events: number;
  },
): NewDelivery[] {
  return context.subscriptions
    .filter(({ priority }) => priority === undefined || context.priority <= priority)
    .map(({ channel }) => ({
      channel,
      idempotencyKey: `${channel}|${event.type}|${event.data.alert}${isUsual(event, context.events) ? '' : `|${context.events}`}`,
      payload: { type: event.type, region: context.region, at: iso(event.at), ...event.data, ...timesOf(event.data) },
    }));
}

/** Raised first, returned second; whatever else is told of an alert is numbered. */
function isUsual({ type }: AlertEvent, events: number): boolean {
  return (type === 'alert.raised' && events === 0) || (type === 'alert.returned' && events === 1);
}

/** Times inside an event's data, as everything outside writes them. */
function timesOf(data: { readonly changedFrom?: number; readonly returnedAt?: number | null }): {
  readonly [name: string]: string | null;
} {
  const { returnedAt, changedFrom } = data;
  return {
    ...(returnedAt === undefined ? {} : { returnedAt: returnedAt === null ? null : iso(returnedAt) }),
    ...(changedFrom === undefined ? {} : { changedFrom: iso(changedFrom) }),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** How urgent a grade is, as priorities of alerts are. */
const GRADE_PRIORITY = { red: 1, orange: 1, yellow: 2, blue: 3, none: 3 } as const;

/** The deliveries that a changed grade causes: to bureaus, never to the public. A step down is as urgent as the grade it leaves. */
export function gradeNotices(
  event: GradeChanged,
  context: { readonly region: string; readonly subscriptions: readonly Subscription[]; readonly version: number },
): NewDelivery[] {
  const { subject, grade, previous } = event.data;
  const priority = Math.min(GRADE_PRIORITY[grade], GRADE_PRIORITY[previous]);
  return context.subscriptions
    .filter((subscription) => subscription.priority === undefined || priority <= subscription.priority)
    .map(({ channel }) => ({
      channel,
      idempotencyKey: `${channel}|${event.type}|${subject.kind}:${subject.id}|${context.version}`,
      payload: {
        type: event.type,
        region: context.region,
        at: iso(event.at),
        ...event.data,
        ...timesOf(event.data),
      },
    }));
}
