/**
 * MQTT 3.1.1 packets written by hand: the publisher shares two cores with what it measures, so all encoding happens before
 * the clock starts. Clauses are those of MQTT 3.1.1.
 */

/** Clause 3.1: clean session, no keep-alive. */
export function connectPacket(clientId: string): Buffer {
  const body = Buffer.concat([text('MQTT'), Buffer.from([4, 0b10, 0, 0]), text(clientId)]);
  return Buffer.concat([Buffer.from([0x10]), remainingLength(body.length), body]);
}

/** Clause 3.3 at QoS 1. Packet identifiers are 1 to 65,535 (clause 2.3.1). */
export function publishPacket(topic: string, payload: string, packetId: number): Buffer {
  const body = Buffer.concat([text(topic), Buffer.from([packetId >> 8, packetId & 0xff]), Buffer.from(payload)]);
  return Buffer.concat([Buffer.from([0x32]), remainingLength(body.length), body]);
}

/** Clause 3.14. */
export const DISCONNECT = Buffer.from([0xe0, 0]);

/** Clause 1.5.3. */
function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}

/** Clause 2.2.3. */
function remainingLength(length: number): Buffer {
  const bytes: number[] = [];
  let rest = length;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return Buffer.from(bytes);
}
