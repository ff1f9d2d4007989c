import { connect, type Socket } from 'node:net';
import { monotonicMs } from './monotonic-ms.ts';
import { connectPacket, DISCONNECT, publishPacket } from './publish-packets.ts';
import { messageAt, type Workload } from './workload.ts';

/** Beyond it nothing more is written until the broker has acknowledged some. */
const IN_FLIGHT = 40_000;
const TICK_MS = 5;

/** Publishes at a steady rate for as long as it is wanted; encodes as it goes, so that its memory does not grow with the time. */
export class SteadyPublisher {
  readonly #socket: Socket;
  readonly #workload: Workload;
  readonly #ratePerS: number;
  /** When each message went out, on `monotonicMs`. */
  readonly sentAt: Float64Array;
  sent = 0;
  #pubackBytes = 0;
  #startedAt = 0;
  #timer: NodeJS.Timeout | undefined;

  private constructor(socket: Socket, workload: Workload) {
    this.#socket = socket;
    this.#workload = workload;
    this.#ratePerS = workload.ratePerS ?? 1_000;
    this.sentAt = new Float64Array(workload.messages);
    socket.on('data', (chunk) => {
      // A PUBACK has four bytes (clause 3.4), and nothing else comes after CONNACK.
      this.#pubackBytes += chunk.length;
    });
  }

  /** The workload says at most how many messages and how many a second. */
  static connect(port: number, workload: Workload): Promise<SteadyPublisher> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, noDelay: true }, () => socket.write(connectPacket('steady')));
      socket.once('error', reject);
      // Clause 3.2: 0x20, 2, session present, return code.
      socket.once('data', (connack) => {
        if (connack[0] === 0x20 && connack[3] === 0) resolve(new SteadyPublisher(socket, workload));
        else reject(new Error(`the broker refused the publisher: ${connack.toString('hex')}`));
      });
    });
  }

  get acknowledged(): number {
    return Math.floor(this.#pubackBytes / 4);
  }

  start(): void {
    this.#startedAt = monotonicMs();
    this.#timer = setInterval(() => this.#send(), TICK_MS);
  }

  /** Sends nothing more; how many were sent. */
  stop(): number {
    clearInterval(this.#timer);
    return this.sent;
  }

  end(): void {
    this.stop();
    this.#socket.end(DISCONNECT);
  }

  #send(): void {
    const now = monotonicMs();
    const due = Math.floor(((now - this.#startedAt) * this.#ratePerS) / 1000);
    const until = Math.min(this.#workload.messages, due, this.acknowledged + IN_FLIGHT);
    const packets: Buffer[] = [];
    for (; this.sent < until; this.sent++) {
      const { topic, payload } = messageAt(this.#workload, this.sent);
      packets.push(publishPacket(topic, payload, (this.sent % 65_535) + 1));
      this.sentAt[this.sent] = now;
    }
    if (packets.length > 0) this.#socket.write(Buffer.concat(packets));
  }
}
