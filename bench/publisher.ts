import { connect, type Socket } from 'node:net';
import { monotonicMs } from './monotonic-ms.ts';
import { connectPacket, DISCONNECT, publishPacket } from './publish-packets.ts';
import { messageAt, type Workload } from './workload.ts';

export interface PublisherSetting {
  readonly port: number;
  readonly workload: Workload;
  /** At saturation: readings ahead of the commits. */
  readonly aheadReadings: number;
}

export type ToPublisher =
  | { readonly type: 'go' }
  /** How many readings the contender has committed so far. */
  | { readonly type: 'committed'; readonly readings: number }
  | { readonly type: 'stop' };

export type FromPublisher =
  | { readonly type: 'ready' }
  /**
   * The end, or `stop` came. `sentAt`: monotonic ms of each message's write. `dueAt`: with an offered rate, when it should
   * have been written. `acknowledged`: messages the broker has sent a PUBACK for.
   */
  | {
      readonly type: 'published';
      readonly acknowledged: number;
      readonly sentAt: Float64Array;
      readonly dueAt: Float64Array;
    };

/** Messages without PUBACK. */
const IN_FLIGHT = 2_000;
const TICK_MS = 1;

/** A process of its own: encodes everything, says `ready`, and publishes from `go` on. */
async function publish({ port, workload, aheadReadings }: PublisherSetting): Promise<void> {
  const { messages, readingsPerMessage, ratePerS } = workload;
  const { bytes, ends } = encode(workload);
  const socket = await connected(port);
  const sentAt = new Float64Array(messages);
  const dueAt = new Float64Array(messages);
  let sent = 0;
  let acknowledged = 0;
  let committed = 0;
  let startedAt = 0;
  let done = false;

  const finish = () => {
    if (done) return;
    done = true;
    socket.end(DISCONNECT);
    const message: FromPublisher = {
      type: 'published',
      acknowledged,
      sentAt: sentAt.slice(0, sent),
      dueAt: dueAt.slice(0, ratePerS === undefined ? 0 : sent),
    };
    process.send?.(message, () => process.disconnect?.());
  };
  const send = () => {
    if (startedAt === 0 || done) return;
    const now = monotonicMs();
    const allowed = Math.min(messages, acknowledged + IN_FLIGHT, limit(now));
    if (allowed <= sent) return;
    socket.write(bytes.subarray(ends[sent - 1] ?? 0, ends[allowed - 1]));
    sentAt.fill(now, sent, allowed);
    sent = allowed;
  };
  const limit = (now: number) =>
    ratePerS === undefined
      ? Math.floor((committed + aheadReadings) / readingsPerMessage)
      : Math.floor(((now - startedAt) * ratePerS) / 1000);

  socket.on('data', (chunk) => {
    // A PUBACK has four bytes (clause 3.4), and after CONNACK the broker sends us nothing else.
    puback.bytes += chunk.length;
    acknowledged = Math.floor(puback.bytes / 4);
    if (acknowledged >= messages) finish();
    else send();
  });
  const puback = { bytes: 0 };
  process.on('message', (message: ToPublisher) => {
    if (message.type === 'stop') finish();
    else if (message.type === 'committed') {
      committed = message.readings;
      if (ratePerS === undefined) send();
    } else {
      startedAt = monotonicMs();
      if (ratePerS === undefined) send();
      else {
        for (let i = 0; i < messages; i++) dueAt[i] = startedAt + (i * 1000) / ratePerS;
        const timer = setInterval(() => (done || sent === messages ? clearInterval(timer) : send()), TICK_MS);
      }
    }
  });
  tell({ type: 'ready' });
}

function encode(workload: Workload): { readonly bytes: Buffer; readonly ends: Float64Array } {
  const ends = new Float64Array(workload.messages);
  const packets: Buffer[] = [];
  let end = 0;
  for (let index = 0; index < workload.messages; index++) {
    const { topic, payload } = messageAt(workload, index);
    const packet = publishPacket(topic, payload, (index % 65_535) + 1);
    end += packet.length;
    ends[index] = end;
    packets.push(packet);
  }
  return { bytes: Buffer.concat(packets, end), ends };
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true }, () => socket.write(connectPacket('publisher')));
    socket.once('error', reject);
    socket.once('data', (connack) => {
      // Clause 3.2: 0x20, 2, session present, return code.
      if (connack.length === 4 && connack[0] === 0x20 && connack[3] === 0) resolve(socket);
      else reject(new Error(`the broker refused the publisher: ${connack.toString('hex')}`));
    });
  });
}

function tell(message: FromPublisher): void {
  process.send?.(message);
}

await publish(JSON.parse(process.argv[2] ?? '') as PublisherSetting);
