import { markedText } from '../../domain/cap/status-mark.ts';
import { Text } from '../../domain/rule/text.ts';
import type { Delivery } from '../../store/ledger.ts';
import type { Channel, DeliveryOutcome } from './channel.ts';

/**
 * The way out of a drill: nothing passes it unmarked, whoever wrote it. `exercise: true` stands in every payload, and every text for people
 * begins with 【演练】 or EXERCISE (DRI-3). Keys name the drill: a receiver that drops repeats never drops a real notice because a drill's
 * had the same subject and hour, nor one drill's because of another's (DRI-12).
 */
export class ExerciseChannel implements Channel {
  readonly #channel: Channel;
  readonly #drill: string;

  /** `drill`: no other drill's, and the same after a restart. */
  constructor(channel: Channel, drill: string) {
    this.#channel = channel;
    this.#drill = drill;
  }

  deliver(delivery: Delivery): Promise<DeliveryOutcome> {
    const idempotencyKey = `exercise|${this.#drill}|${delivery.idempotencyKey}`;
    return this.#channel.deliver({ ...delivery, idempotencyKey, payload: exercised(delivery.payload) });
  }
}

function exercised(payload: Delivery['payload']): Delivery['payload'] {
  const message = Text.safeParse(payload['message']);
  return { ...payload, exercise: true, ...(message.success && { message: marked(message.data) }) };
}

function marked({ zh, en }: Text): Text & { readonly [language: string]: string } {
  return { zh: markedText('Exercise', zh, 'zh'), en: markedText('Exercise', en, 'en') };
}
