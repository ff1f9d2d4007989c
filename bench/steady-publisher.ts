import { connect, type Socket } from 'node:net';
import { monotonicMs } from './monotonic-ms.ts';
import { connectPacket, DISCONNECT, publishPacket } from './publish-packets.ts';

/** Beyond it nothing more is written until the broker has acknowledged some. */
const IN_FLIGHT = 40_000;
const TICK_MS = 5;

export interface SteadyFlow {
  readonly ratePerS: number;
  /** At most so many. */
  readonly messages: number;
  readonly message: (n: number) => { readonly topic: string; readonly payload: string };
}

/** Publishes at a steady rate for as long as it is wanted; encodes as it goes, so that its memory does not grow with the time. */
export class SteadyPublisher {
  readonly #socket: Socket;
  readonly #flow: SteadyFlow;
  /** When each message went out, on `monotonicMs`. */
  readonly sentAt: Float64Array;
  sent = 0;
  #pubackBytes = 0;
  #startedAt = 0;
  #timer: NodeJS.Timeout | undefined;

  private constructor(socket: Socket, flow: SteadyFlow) {
    this.#socket = socket;
    this.#flow = flow;
    this.sentAt = new Float64Array(flow.messages);
    socket.on('data', (chunk) => {
      // A PUBACK has four bytes (clause 3.4), and nothing else comes after CONNACK.
      this.#pubackBytes += chunk.length;
    });
  }

  static connect(port: number, flow: SteadyFlow): Promise<SteadyPublisher> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, noDelay: true }, () => socket.write(connectPacket('steady')));
      socket.once('error', reject);
      // Clause 3.2: 0x20, 2, session present, return code.
      socket.once('data', (connack) => {
        if (connack[0] === 0x20 && connack[3] === 0) resolve(new SteadyPublisher(socket, flow));
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
    const { ratePerS, messages, message } = this.#flow;
    const due = Math.floor(((now - this.#startedAt) * ratePerS) / 1000);
    const until = Math.min(messages, due, this.acknowledged + IN_FLIGHT);
    const packets: Buffer[] = [];
    for (; this.sent < until; this.sent++) {
      const { topic, payload } = message(this.sent);
      packets.push(publishPacket(topic, payload, (this.sent % 65_535) + 1));
      this.sentAt[this.sent] = now;
    }
    if (packets.length > 0) this.#socket.write(Buffer.concat(packets));
  }
}
