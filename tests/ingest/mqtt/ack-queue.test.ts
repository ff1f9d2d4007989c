import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AckQueue } from '../../../ingest/mqtt/ack-queue.ts';

function ids(bytes: Buffer | undefined): number[] {
  const found: number[] = [];
  for (let i = 0; i < (bytes?.length ?? 0); i += 4) {
    expect(bytes?.readUInt16BE(i)).toBe(0x4002);
    found.push(bytes?.readUInt16BE(i + 2) ?? 0);
  }
  return found;
}

describe('AckQueue', () => {
  it('[MQT-5] holds a settled message back until those before it are settled', () => {
    const queue = new AckQueue();
    const [first, second, third] = [queue.receive(1), queue.receive(65_535), queue.receive(3)];
    second.settled = true;
    expect(queue.take()).toBeUndefined();
    first.settled = true;
    expect(ids(queue.take())).toEqual([1, 65_535]);
    expect(queue.owed).toBe(1);
    third.settled = true;
    expect(ids(queue.take())).toEqual([3]);
    expect(queue.take()).toBeUndefined();
  });

  it('[MQT-5] acknowledges everything once, in order, however it settles', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 5000, size: 'max' }), (order) => {
        const queue = new AckQueue();
        const slots = order.map((_, i) => queue.receive(i + 1));
        const bySalt = slots.map((slot, i) => ({ slot, salt: order[i] ?? 0 })).sort((a, b) => a.salt - b.salt);
        const acknowledged: number[] = [];
        bySalt.forEach(({ slot }, i) => {
          slot.settled = true;
          if (i % 7 === 0) acknowledged.push(...ids(queue.take()));
        });
        acknowledged.push(...ids(queue.take()));
        expect(acknowledged).toEqual(slots.map(({ messageId }) => messageId));
        expect(queue.owed).toBe(0);
      }),
      { numRuns: 20 },
    );
  });
});
