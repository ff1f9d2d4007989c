/** One received QoS 1 message that waits for its acknowledgement. */
export interface AckSlot {
  readonly messageId: number;
  settled: boolean;
}

/**
 * The PUBACKs owed on ONE network connection. They go out in the order in which the messages came in, however they settle:
 * MQTT 5 clause 4.6, [MQTT-4.6.0-2]. A new connection needs a new queue, because packet identifiers start anew.
 */
export class AckQueue {
  #slots: AckSlot[] = [];
  #head = 0;

  receive(messageId: number): AckSlot {
    const slot = { messageId, settled: false };
    this.#slots.push(slot);
    return slot;
  }

  /** Messages that have come in and are not acknowledged. */
  get owed(): number {
    return this.#slots.length - this.#head;
  }

  /**
   * The PUBACK packets of every settled message at the front, ready for the wire, or undefined when there is none. Four
   * bytes each, the same in MQTT 3.1.1 and 5: reason code 0 may be left out (MQTT 5 clause 3.4.2.1).
   */
  take(): Buffer | undefined {
    const from = this.#head;
    while (this.#slots[this.#head]?.settled) this.#head++;
    const count = this.#head - from;
    if (count === 0) return undefined;
    const bytes = Buffer.allocUnsafe(count * 4);
    for (let i = 0; i < count; i++) bytes.writeUInt32BE(0x40020000 + (this.#slots[from + i]?.messageId ?? 0), i * 4);
    if (this.#head > 1024 && this.#head * 2 > this.#slots.length) {
      this.#slots = this.#slots.slice(this.#head);
      this.#head = 0;
    }
    return bytes;
  }
}
