import type { AgreementFile } from '../../../domain/agreement/agreement-file.ts';
import type { Json, NewDelivery } from '../../../store/ledger.ts';
import type { ProtocolSubscription } from '../coordination-options.ts';
import { firstDueAt, type Notice } from './notice.ts';
import type { Happening } from './protocol-event.ts';

/**
 * What goes out because of a notice: one delivery on each channel that subscribes (COO-10). The key makes a repeat recognisable, whoever
 * sends it.
 */
export function noticeDeliveries(
  notice: Notice,
  about: {
    readonly stream: string;
    readonly version: number;
    readonly happening: Happening;
    readonly agreement: AgreementFile;
    readonly subscriptions: readonly ProtocolSubscription[];
  },
): NewDelivery[] {
  const { stream, version, subscriptions } = about;
  return subscriptions
    .filter(
      ({ priority = Number.POSITIVE_INFINITY, jurisdictions }) =>
        notice.priority <= priority && (jurisdictions?.includes(notice.jurisdiction) ?? true),
    )
    .map(({ channel }) => ({
      channel,
      idempotencyKey: `${channel}|${stream}|${version}|${notice.jurisdiction}`,
      payload: payloadOf(notice, about),
    }));
}

function payloadOf(
  { id, jurisdiction, event, subject, at, message, priority, exercise, duties }: Notice,
  {
    version,
    happening,
    agreement,
  }: { readonly version: number; readonly happening: Happening; readonly agreement: AgreementFile },
): NewDelivery['payload'] {
  const dueAt = firstDueAt(duties);
  const grade = gradeOf(happening);
  return {
    type: event,
    region: agreement.region.id,
    at: iso(at),
    notice: id,
    to: jurisdiction,
    subject: { ...subject },
    version,
    priority,
    message: { ...message },
    ...(grade === undefined ? {} : { grade }),
    dueAt: dueAt === null ? null : iso(dueAt),
    duties: duties.map((one): Json => ({ id: one.id, duty: one.duty, dueAt: iso(one.dueAt) })),
    ...(exercise ? { exercise } : {}),
  };
}

/** What it is about: the grade that the event names, or else the one that is proposed or in force. */
function gradeOf({ kind, event, after }: Happening): string | undefined {
  if (kind === 'case') return undefined;
  if ('grade' in event.data && typeof event.data.grade === 'string') return event.data.grade;
  return after.round?.grade ?? after.issues.at(-1)?.grade;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
