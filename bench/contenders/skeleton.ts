import { Agent } from 'node:http';
import { InfluxDB } from '@influxdata/influxdb-client';
import type { StartContender } from './contender.ts';
import { addressOf, type SentReading, sentReadings } from './sent-reading.ts';
import { connectSession } from './session.ts';

const MAX_BATCH_MESSAGES = 10_000;

/**
 * The least that keeps the promise "acknowledged after the commit": batches form while one write is in flight, PUBACKs of a
 * batch go out in one write. No checks, no refusals, no retry, no reconnection: what Lianfang's safety costs is the distance.
 */
export const startSkeleton: StartContender = async ({ mqttUrl, influxUrl, database }, tally) => {
  const { client, subscribe } = await connectSession(mqttUrl, { quiet: true });
  const agent = new Agent({ keepAlive: true });
  const { transport } = new InfluxDB({ url: influxUrl, transportOptions: { agent } });
  const path = `/write?db=${database}&precision=ms`;
  let waiting: { readonly id: number; readonly lines: readonly string[] }[] = [];
  let running: Promise<void> | undefined;

  const drain = async () => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MAX_BATCH_MESSAGES);
      const lines = batch.flatMap((message) => message.lines);
      await transport.request(path, lines.join('\n'), { method: 'POST', headers: { 'content-type': 'text/plain' } });
      const acks = Buffer.allocUnsafe(batch.length * 4);
      for (const [i, { id }] of batch.entries()) acks.writeUInt32BE(0x40020000 + id, i * 4);
      client.stream.write(acks);
      tally.commit(lines.length);
    }
    running = undefined;
  };

  client.handleMessage = (packet, done) => {
    const [city, station] = addressOf(packet.topic);
    const lines = sentReadings(packet.payload).map((reading) => line(city, station, reading));
    waiting.push({ id: packet.messageId ?? 0, lines });
    running ??= new Promise<void>((resolve) => setImmediate(resolve)).then(drain);
    done(DEFERRED);
  };
  await subscribe();
  return {
    async stop() {
      await running;
      waiting = [];
      await client.endAsync();
      agent.destroy();
      return {};
    },
  };
};

const DEFERRED = new Error('acknowledged after the commit');

function line(city: string, station: string, { at, period, seq, values }: SentReading): string {
  let fields = `seq=${seq}i`;
  for (const name in values) fields += `,${name}=${values[name]}`;
  return `readings,city=${city},period=${period},station=${station} ${fields} ${Date.parse(at)}`;
}
