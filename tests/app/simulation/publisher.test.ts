import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Aedes } from 'aedes';
import { afterEach, describe, expect, it } from 'vitest';
import { BrokerUnreachable } from '../../../app/simulation/connect-broker.ts';
import { Publisher, PublishRefused } from '../../../app/simulation/publisher.ts';
import { describeWithService } from '../../services/describe-with-service.ts';
import { freePort } from '../../services/free-port.ts';
import type { LaunchedService } from '../../services/launched-service.ts';
import { startMosquitto } from '../../services/mosquitto.ts';
import { Collector, distinct } from './collector.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function mosquitto(config?: string): Promise<LaunchedService> {
  const broker = await startMosquitto(config === undefined ? {} : { config });
  closing.push(() => broker.stop());
  return broker;
}

async function collector(url: string, protocolVersion?: 4 | 5): Promise<Collector> {
  const result = await Collector.subscribe(url, protocolVersion);
  closing.push(() => result.close());
  return result;
}

async function publisher(
  options: Partial<Parameters<typeof Publisher.connect>[0]> & { url: string },
): Promise<Publisher> {
  const result = await Publisher.connect({ clientId: 'publisher-test', ...options });
  closing.push(() => result.close());
  return result;
}

describeWithService('mosquitto', 'publisher on the real Mosquitto', () => {
  it('resolves on the PUBACK and numbers each station from 1', async () => {
    const { url } = await mosquitto();
    const sink = await collector(url);
    const sender = await publisher({ url });
    for (let n = 1; n <= 3; n++) {
      await sender.publish('bing', 'bing-1', { at: `a${n}` });
      await sender.publish('yi', 'yi-1', { at: `a${n}` });
    }
    expect({ acknowledged: sender.acknowledged, left: sender.unacknowledged }).toEqual({ acknowledged: 6, left: 0 });
    await sink.until((received) => received.length === 6);
    expect(sink.received.map(({ topic, body }) => [topic, body.seq])).toEqual(
      [1, 2, 3].flatMap((seq) => [
        ['lianfang/v1/bing/bing-1/readings', seq],
        ['lianfang/v1/yi/yi-1/readings', seq],
      ]),
    );
  });

  it('has room for so many and no more until one is acknowledged', async () => {
    const { url } = await mosquitto();
    const sender = await publisher({ url, maxInFlight: 3 });
    for (let n = 0; n < 3; n++) void sender.publish('c', 's', { at: `a${n}` });
    expect(sender.isFull).toBe(true);
    await sender.room();
    expect(sender.unacknowledged).toBeLessThan(3);
    await sender.drain();
    expect(sender.acknowledged).toBe(3);
  });

  it('keeps to the Receive Maximum of the broker', async () => {
    const { url } = await mosquitto('max_inflight_messages 2');
    const sink = await collector(url);
    const sender = await publisher({ url });
    for (let n = 0; n < 500; n++) void sender.publish('c', 's', { at: `a${n}` });
    await sender.drain();
    await sink.until((received) => distinct(received) === 500);
    expect(sink.received.map(({ body }) => body.seq)).toEqual(Array.from({ length: 500 }, (_, n) => n + 1));
  });

  it('sends again what a broker took to its grave, twice in a row', async () => {
    const broker = await mosquitto();
    const sink = await collector(broker.url);
    const states: string[] = [];
    const sender = await publisher({ url: broker.url, maxInFlight: 300, onConnection: (state) => states.push(state) });
    for (let n = 0; n < 6000; n++) {
      await sender.room();
      void sender.publish('c', `s${n % 50}`, { at: `a${n}` });
      // A SIGTERM: the broker saves its queues and goes in the middle of the stream.
      if (n === 1500 || n === 3500) await broker.restart();
    }
    await sender.drain();
    expect(sender.acknowledged).toBe(6000);
    expect(states.slice(0, 2)).toEqual(['lost', 'restored']);
    await sink.until((received) => distinct(received) === 6000);
  });

  it('rejects what is still under way when it is closed', async () => {
    const broker = await mosquitto();
    const sender = await publisher({ url: broker.url });
    await broker.kill();
    const lost = sender.publish('c', 's', { at: 'a' });
    await sender.close();
    await expect(lost).rejects.toThrow(/closed before/);
    expect(sender.unacknowledged).toBe(0);
  });

  it('hands on the refusal of a broker that does not allow the topic, and goes on', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lianfang-acl-'));
    closing.push(() => rm(folder, { recursive: true, force: true }));
    await writeFile(join(folder, 'acl'), 'topic write lianfang/v1/allowed/#\n');
    const { url } = await mosquitto(`acl_file ${join(folder, 'acl')}`);
    const sender = await publisher({ url });
    await expect(sender.publish('other', 's', { at: 'a' })).rejects.toThrow(PublishRefused);
    await sender.publish('allowed', 's', { at: 'a' });
    expect({ acknowledged: sender.acknowledged, left: sender.unacknowledged }).toEqual({ acknowledged: 1, left: 0 });
  });

  it('says what is wrong with credentials at once', async () => {
    const { url } = await mosquitto('allow_anonymous false');
    await expect(publisher({ url, username: 'u', password: 'p' })).rejects.toThrow(
      /check --username and --password-file/,
    );
  });
});

describe('publisher', () => {
  it('speaks MQTT 3.1.1 to a broker that knows no other', async () => {
    const broker = await Aedes.createBroker();
    const server: Server = createServer(broker.handle);
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
    closing.push(() => new Promise<void>((resolve) => broker.close(() => server.close(() => resolve()))));
    const url = `mqtt://127.0.0.1:${port}`;
    const sink = await collector(url, 4);
    const sender = await publisher({ url });
    for (let n = 0; n < 100; n++) void sender.publish('c', 's', { at: `a${n}` });
    await sender.drain();
    await sink.until((received) => distinct(received) === 100);
  });

  it('says where it found nobody, and what a URL looks like', async () => {
    const url = `mqtt://127.0.0.1:${await freePort()}`;
    await expect(publisher({ url, connectTimeoutMs: 300 })).rejects.toThrow(BrokerUnreachable);
    await expect(publisher({ url, connectTimeoutMs: 300 })).rejects.toThrow(/ECONNREFUSED.*check that the broker runs/);
    await expect(publisher({ url: 'localhost:1883' })).rejects.toThrow(/write it like mqtt:/);
  });
});
