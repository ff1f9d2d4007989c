import { connect, type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt';
import type { Clock } from '../../domain/clock.ts';
import type { AccountReceipt } from '../accounts/account-receipt.ts';
import type { Counters } from '../counters.ts';
import type { Log } from '../log.ts';
import type { Outcome, Pipeline } from '../pipeline.ts';
import { AckQueue, type AckSlot } from './ack-queue.ts';
import { ReceiptSender } from './receipt-sender.ts';
import type { StationTopic } from './topics.ts';
import type { WayIn } from './way-in.ts';
import { WaysIn } from './ways-in.ts';

export interface MqttSourceOptions {
  /** `mqtt://host:1883` or `mqtts://host:8883`. */
  readonly url: string;
  /** Names our session at the broker: fixed, and used by one process only. */
  readonly clientId: string;
  readonly username?: string;
  readonly password?: string;
  /** PEM texts, for `mqtts:`. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  /** 4 is MQTT 3.1.1, for brokers without MQTT 5; default 5. */
  readonly protocolVersion?: 4 | 5;
  /** How long the broker keeps our messages while we are away; default 7 days. MQTT 5 only: with 3.1.1 the broker decides. */
  readonly sessionExpiryS?: number;
  /** Messages the broker may send ahead of our acknowledgement; default 8,192. MQTT 5 only. */
  readonly receiveMaximum?: number;
  readonly keepaliveS?: number;
  readonly reconnectMs?: number;
  readonly pipeline: Pipeline;
  /** What is taken besides readings. */
  readonly otherWays?: readonly WayIn[];
  readonly counters: Counters;
  readonly clock: Clock;
  readonly log: Log;
}

export interface MqttSourceStatus {
  /** Connected and subscribed. */
  readonly connected: boolean;
  /** When that last changed, epoch ms. */
  readonly since: number;
  /** The last thing that went wrong. */
  readonly reason?: string;
}

/** Larger than any message we take (those get a reason), small enough that one message cannot fill the memory. */
const MAX_PACKET_BYTES = 16 * 1_048_576;
/** mqtt.js keeps an unacknowledged publish in memory, and a broker may allow no more than 20. */
const MAX_RECEIPTS_IN_FLIGHT = 20;

/**
 * Readings from a foreign broker. The broker gets its PUBACK only after the store's commit, for a whole batch in one write,
 * so a process that dies in between is sent the messages again.
 *
 * Rests on mqtt.js calling `handleMessage` before it acknowledges, and not acknowledging when that calls back with an error
 * (`handlers/publish.js`, 5.16); tests/ingest/mqtt/mqtt-source.test.ts pins it against a real broker.
 */
export class MqttSource {
  readonly #options: MqttSourceOptions;
  readonly #client: MqttClient;
  readonly #receipts: ReceiptSender;
  readonly #ways: WaysIn;
  /** The acknowledgements owed on the connection `#stream`; replaced together. */
  #acks = new AckQueue();
  #stream: MqttClient['stream'] | undefined;
  #flushing = false;
  #stopping = false;
  #status: MqttSourceStatus;
  #cancelHold: (() => void) | undefined;
  #onFlushed: (() => void) | undefined;

  /** Begins to connect, and keeps trying until `stop`. */
  constructor(options: MqttSourceOptions) {
    this.#options = options;
    this.#ways = new WaysIn(options.pipeline, options.otherWays);
    this.#status = { connected: false, since: options.clock.now() };
    this.#receipts = new ReceiptSender({
      ready: () => this.#status.connected,
      publish: (topic, payload) => this.publish(topic, payload),
      maxInFlight: MAX_RECEIPTS_IN_FLIGHT,
      ...options,
    });
    this.#client = connect(options.url, clientOptions(options));
    // Set before the first byte can arrive: a resumed session begins to deliver right after CONNACK.
    this.#client.handleMessage = (packet, done) => this.#receive(packet, done);
    this.#client.on('connect', () => this.#subscribe());
    this.#client.on('close', () => this.#disconnected());
    this.#client.on('error', (error) => this.#troubled(error.message || String(error)));
    this.#client.on('disconnect', ({ reasonCode }) => this.#troubled(disconnectReason(reasonCode)));
  }

  status(): MqttSourceStatus {
    return this.#status;
  }

  /** Publishes one of our own messages at QoS 1; rejects when there is no connection: nothing is queued in memory. */
  async publish(topic: string, payload: string, options: { readonly retain?: boolean } = {}): Promise<void> {
    if (!this.#client.connected) throw new Error(`not connected to ${this.#options.url}`);
    await this.#client.publishAsync(topic, payload, { qos: 1, retain: options.retain ?? false });
  }

  /** What the books say of a station's numbers. The newest word waits for a connection, and for the broker to take it. */
  tell(station: StationTopic, receipts: readonly AccountReceipt[]): void {
    this.#receipts.account(station, receipts);
  }

  /** Takes nothing more. What is under way is still acknowledged, and receipts are still sent, until `stop`. */
  pause(): void {
    this.#stopping = true;
    this.#cancelHold?.();
  }

  /**
   * Takes nothing more, waits up to `timeoutMs` for what is in the pipeline to be settled and acknowledged, sends the receipts
   * that wait, and disconnects. The session stays at the broker, which keeps what comes from now on.
   */
  async stop(options: { readonly timeoutMs: number }): Promise<void> {
    const { clock } = this.#options;
    this.pause();
    if (this.#acks.owed > 0 && this.#client.connected) {
      await new Promise<void>((resolve) => {
        const cancel = clock.after(options.timeoutMs, resolve);
        this.#onFlushed = () => {
          cancel();
          resolve();
        };
      });
    }
    await this.#receipts.flush(options);
    await new Promise<void>((resolve) => {
      // mqtt.js waits for its own publishes to be acknowledged and for the broker to hang up; both may never come.
      const cancel = clock.after(options.timeoutMs, () => {
        this.#client.stream.destroy();
        resolve();
      });
      this.#client.end(!this.#client.connected, () => {
        cancel();
        resolve();
      });
    });
  }

  #receive(packet: IPublishPacket, done: (error?: Error) => void): void {
    if (this.#stopping) {
      done(DEFERRED);
      return;
    }
    // Of a subscription that an earlier configuration has left in the session: refused as a bad topic of readings.
    const way = this.#ways.of(packet.topic) ?? this.#ways.readings;
    if (way.isFull()) this.#receiveLater(way, packet, done);
    else this.#take(way, packet, done);
  }

  #receiveLater(way: WayIn, packet: IPublishPacket, done: (error?: Error) => void): void {
    const { stream } = this.#client;
    this.#hold(way, () => {
      if (stream === this.#client.stream) this.#receive(packet, done);
    });
  }

  #take(way: WayIn, packet: IPublishPacket, done: (error?: Error) => void): void {
    const { topic, messageId, qos, dup, retain: retained } = packet;
    if (dup) this.#options.counters.messagesRedelivered++;
    const acks = this.#acksOf(this.#client.stream);
    const slot = qos === 1 && messageId !== undefined ? acks.receive(messageId) : undefined;
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    way.submit({ topic, payload, retained, settle: this.#settler(way, topic, acks, slot) });
    done(DEFERRED);
  }

  /** A function of its own: what waits for its commit, thousands of messages, must not hold their packets and payloads. */
  #settler(way: WayIn, topic: string, acks: AckQueue, slot: AckSlot | undefined): (outcome: Outcome) => void {
    return ({ refusals }) => {
      if (refusals.length > 0) this.#receipts.tell(way.receiptsTopic(topic) ?? '', refusals);
      if (slot !== undefined) this.#acknowledge(acks, slot);
    };
  }

  /** A stream never comes back, and its packet identifiers mean nothing on the next one. */
  #acksOf(stream: MqttClient['stream']): AckQueue {
    if (stream !== this.#stream) {
      this.#stream = stream;
      this.#acks = new AckQueue();
    }
    return this.#acks;
  }

  #acknowledge(acks: AckQueue, slot: AckSlot): void {
    // After a reconnect the broker delivers again, and the old identifier may already name another message.
    if (acks !== this.#acks) return;
    slot.settled = true;
    if (this.#flushing) return;
    this.#flushing = true;
    // The rest of the batch is settled in this same turn: one write for all.
    queueMicrotask(() => this.#flushAcks());
  }

  #flushAcks(): void {
    this.#flushing = false;
    const stream = this.#stream;
    if (stream === undefined || stream !== this.#client.stream || stream.destroyed || !this.#client.connected) return;
    const bytes = this.#acks.take();
    if (bytes !== undefined) stream.write(bytes);
    if (this.#acks.owed === 0) this.#onFlushed?.();
  }

  /**
   * Stops reading from the broker until there is room on this way. Its PINGRESP is not read either, so mqtt.js would take the
   * connection for dead: we ping in its stead, which also keeps the broker from dropping us.
   */
  #hold(way: WayIn, resume: () => void): void {
    const { clock, keepaliveS } = this.#options;
    const everyMs = (keepaliveS ?? DEFAULT_KEEPALIVE_S) * 400;
    const ping = () => {
      this.#client.reschedulePing(true);
      this.#client.sendPing();
      cancelPing = clock.after(everyMs, ping);
    };
    let cancelPing = clock.after(everyMs, ping);
    const cancelWait = way.onRoom(() => {
      this.#cancelHold?.();
      resume();
    });
    this.#cancelHold = () => {
      cancelPing();
      cancelWait();
      this.#cancelHold = undefined;
    };
  }

  #subscribe(): void {
    const { url, clock, log } = this.#options;
    const others = this.#ways.otherFilters();
    for (const filter of this.#ways.readings.filters()) {
      this.#subscribeTo(filter, (granted) => {
        if (granted) {
          this.#status = { connected: true, since: clock.now() };
          log.info({ url }, 'connected to the broker and subscribed');
          this.#receipts.schedule();
        }
        // One by one: what the broker refuses keeps nothing else from coming.
        for (const other of others) this.#subscribeTo(other);
      });
    }
  }

  #subscribeTo(filter: string, answered: (granted: boolean) => void = () => {}): void {
    this.#client.subscribe(filter, { qos: 1 }, (error, grants) => {
      const refused = error !== null || (grants?.some(({ qos }) => qos > 2) ?? false);
      if (refused) this.#troubled(`no subscription to ${filter}: ${error?.message ?? 'the broker refused it'}`);
      answered(!refused);
    });
  }

  #disconnected(): void {
    this.#cancelHold?.();
    this.#acks = new AckQueue();
    this.#stream = undefined;
    this.#onFlushed?.();
    if (!this.#status.connected) return;
    const { url, clock, log } = this.#options;
    const reason = this.#status.reason ?? 'the connection to the broker is lost';
    this.#status = { connected: false, since: clock.now(), reason };
    if (!this.#stopping) log.warn({ url, reason }, 'disconnected from the broker');
  }

  #troubled(reason: string): void {
    const { url, log } = this.#options;
    if (reason !== this.#status.reason) log.warn({ url, reason }, 'trouble with the broker');
    this.#status = { ...this.#status, reason };
  }
}

const DEFERRED = new Error('acknowledged after the commit');
const DEFAULT_KEEPALIVE_S = 60;

function clientOptions(options: MqttSourceOptions): IClientOptions {
  const protocolVersion = options.protocolVersion ?? 5;
  const { username, password } = options;
  return {
    ...options.tls,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    clientId: options.clientId,
    clean: false,
    protocolVersion,
    keepalive: options.keepaliveS ?? DEFAULT_KEEPALIVE_S,
    reconnectPeriod: options.reconnectMs ?? 1000,
    // A broker that says "server busy" in its CONNACK is no reason to give up for ever.
    reconnectOnConnackError: true,
    resubscribe: false,
    ...(protocolVersion === 5 && {
      properties: {
        sessionExpiryInterval: options.sessionExpiryS ?? 7 * 86_400,
        receiveMaximum: options.receiveMaximum ?? 8192,
        maximumPacketSize: MAX_PACKET_BYTES,
      },
    }),
    // The library's debug lines cost a tenth of the throughput even when nobody reads them.
    log: () => {},
  };
}

/** MQTT 5 table 3-10, the ones an operator can do something about. */
function disconnectReason(code: number | undefined): string {
  if (code === 142) return 'session taken over: another process uses the same client id';
  if (code === 152) return 'the broker was told to drop us';
  return `the broker disconnected us, reason code ${code ?? 0}`;
}
