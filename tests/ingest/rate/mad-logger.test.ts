import { afterEach, describe, expect, it } from 'vitest';
import type { Rate } from '../../../ingest/rate/token-bucket.ts';
import { type GuardedBroker, guardedBroker } from '../credentials/guarded-broker.ts';
import { EVER, numbered } from '../mqtt/mqtt-rig.ts';

const topic = (id: string) => `lianfang/v1/qingyuan/${id}/readings`;
const OTHERS = ['S2', 'S3', 'S4', 'S5'];
const EACH = 5;
const COMMIT_MS = 20;

let rig: GuardedBroker;
afterEach(() => rig.close());

async function connect(id: string) {
  return rig.connect({ username: id, password: (await rig.book.create(id, 'mqtt')).secret });
}

/** Median latency (ms) of four well-behaved stations beside one that sends hundreds of times as much, on a slow store. */
async function besideMadLogger(rate: Rate | undefined, underWay = 1000): Promise<number> {
  // 1,000 readings a second: a batch of 20 in 20 ms.
  rig = await guardedBroker({ stations: 5, pipeline: { maxBatchReadings: 20 }, ...(rate !== undefined && { rate }) });
  rig.store.slowMs = COMMIT_MS;
  const mad = await connect('S1');
  const clients = await Promise.all(OTHERS.map(connect));
  // As fast as it can: a thousand always under way, where each of the others has one.
  let next = 0;
  const more = () =>
    mad.publish(topic('S1'), numbered(next++), { qos: 1 }, (error) => {
      if (!error) more();
    });
  for (let n = 0; n < underWay; n++) more();
  const latencies = clients.map(async (client, index) => {
    const times: number[] = [];
    for (let n = 0; n < EACH; n++) {
      const started = performance.now();
      await client.publishAsync(topic(OTHERS[index] ?? ''), numbered(n), { qos: 1 });
      times.push(performance.now() - started);
    }
    return times;
  });
  const sorted = (await Promise.all(latencies)).flat().sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

describe('a mad logger at the embedded broker', () => {
  it('[RTE-3] makes the others wait for a commit at most; without the limit for its whole backlog', async () => {
    const unlimited = await besideMadLogger(undefined);
    await rig.close();
    const calm = await besideMadLogger(undefined, 0);
    await rig.close();
    const limited = await besideMadLogger({ perSecond: 50, burst: 20 });
    expect(rig.counters.messagesDelayed).toBeGreaterThan(0);
    // Whoever is alone finds no commit under way; two more are allowed for, as this machine may be busy.
    expect({ calm, limited, fair: limited < calm + 2 * COMMIT_MS }).toMatchObject({ fair: true });
    expect({ limited, unlimited, needed: unlimited > limited * 2 }).toMatchObject({ needed: true });
  });

  it('[RTE-2] is stored as a whole, in order, a little later', async () => {
    rig = await guardedBroker({ rate: { perSecond: 200, burst: 20 } });
    const mad = await connect('S1');
    const acknowledged: number[] = [];
    const started = performance.now();
    const sent = Array.from({ length: 80 }, (_, n) =>
      mad.publishAsync(topic('S1'), numbered(n), { qos: 1 }).then(() => acknowledged.push(n)),
    );
    await Promise.all(sent);
    expect(performance.now() - started).toBeGreaterThan(290);
    expect(acknowledged).toEqual(sent.map((_, n) => n));
    expect(await rig.store.count(EVER)).toBe(80);
    expect(rig.counters.messagesDelayed).toBeGreaterThanOrEqual(50);
  });

  it('[RTE-2] that goes away while it waits leaves nothing behind, and sends the rest again', async () => {
    rig = await guardedBroker({ rate: { perSecond: 100, burst: 5 } });
    const secret = (await rig.book.create('S1', 'mqtt')).secret;
    const mad = await rig.connect({ username: 'S1', password: secret });
    for (let n = 0; n < 5; n++) await mad.publishAsync(topic('S1'), numbered(n), { qos: 1 });
    for (let n = 5; n < 25; n++) mad.publish(topic('S1'), numbered(n), { qos: 1 }, () => {});
    await mad.endAsync(true);
    const back = await rig.connect({ username: 'S1', password: secret });
    for (let n = 5; n < 25; n++) await back.publishAsync(topic('S1'), numbered(n), { qos: 1 });
    expect(await rig.store.count(EVER)).toBe(25);
  });
});
