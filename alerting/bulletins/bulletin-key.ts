import { messageIdentifier } from '../../domain/cap/message-identifier.ts';
import type { MessageKey } from '../../domain/cap/public-warning.ts';

/** Numbers the messages that one unit sends in the same second, in the order of the ledger (CAP-20). */
export class SerialBook {
  readonly #sent = new Map<string, number>();

  next(unit: string, sentAt: number): number {
    const key = `${unit}|${Math.floor(sentAt / 1000)}`;
    const serial = this.#sent.get(key) ?? 0;
    this.#sent.set(key, serial + 1);
    return serial;
  }
}

/**
 * The key of the message that one event gives. The number is the event's version in its stream, not a count of messages: a later program that
 * makes documents of more events leaves the names of these as they are (BUL-2).
 */
export function bulletinKey(
  event: { readonly warning: string; readonly version: number; readonly at: number },
  of: Pick<MessageKey, 'sender' | 'status' | 'utcOffset'> & { readonly unitCode: string | undefined },
  serials: SerialBook,
): MessageKey {
  const { sender, status, utcOffset, unitCode } = of;
  return {
    identifier: messageIdentifier(event.warning, event.version),
    sender,
    status,
    sentAt: event.at,
    utcOffset,
    ...(unitCode === undefined ? {} : { unitCode }),
    serial: unitCode === undefined ? 0 : serials.next(unitCode, event.at),
  };
}
