import type { IConnackPacket, MqttClient } from 'mqtt';
import type { Clock } from '../../domain/clock.ts';
import { type BrokerAddress, connectBroker } from './connect-broker.ts';
import { StationReceipt, Unconfirmed } from './unconfirmed.ts';

export interface PublisherOptions extends BrokerAddress {
  /** Messages without a PUBACK at any time; fewer when the broker asks for fewer. Default 2000. */
  readonly maxInFlight?: number;
  /**
   * A PUBACK is not enough: a message is kept until the platform's receipt covers it, and sent again when it is missing or not
   * confirmed for `resendMs`. Needs the right to hear `lianfang/v1/+/+/receipts`.
   */
  readonly untilStored?: { readonly clock: Clock; readonly resendMs: number };
  readonly onConnection?: (state: 'restored' | 'lost') => void;
}

/**
 * The broker (MQTT 5 reason code of the PUBACK) or the platform (its receipt) said no: sending it again would change nothing.
 */
export class PublishRefused extends Error {
  override readonly name = 'PublishRefused';
}

const RECEIPTS_FILTER = 'lianfang/v1/+/+/receipts';
/** Receipts come once a second: enough for 20,000 readings a second. */
const MAX_UNCONFIRMED = 20_000;
const RECHECK_MS = 1_000;

interface Message {
  readonly station: string;
  readonly seq: number;
  readonly topic: string;
  readonly body: string;
  readonly settle: (error?: Error) => void;
}

/**
 * Sends readings as stations do: QoS 1 in one lasting session, numbered per station from 1 in the order of `publish`. A
 * message without a PUBACK (or, with `untilStored`, without a receipt) is kept and sent again, so it arrives at least once.
 */
export class Publisher {
  readonly #client: MqttClient;
  readonly #maxInFlight: number;
  readonly #maxPending: number;
  readonly #receipts: { readonly clock: Clock; readonly unconfirmed: Unconfirmed<Message> } | undefined;
  #cancelRecheck: (() => void) | undefined;
  readonly #waiting: Message[] = [];
  readonly #sequences = new Map<string, number>();
  readonly #pending = new Set<Message>();
  #window: number;
  #connected = true;
  #closing = false;
  #inFlight = 0;
  #acknowledged = 0;
  #roomWaiters: (() => void)[] = [];
  #drainWaiters: (() => void)[] = [];

  /** Rejects with `BrokerUnreachable`, saying why and what to do. */
  static async connect(options: PublisherOptions): Promise<Publisher> {
    const { client, connack } = await connectBroker(options);
    return new Publisher(client, connack, options);
  }

  private constructor(client: MqttClient, connack: IConnackPacket, options: PublisherOptions) {
    this.#client = client;
    const { untilStored } = options;
    this.#maxInFlight = options.maxInFlight ?? 2000;
    this.#maxPending = untilStored === undefined ? this.#maxInFlight : MAX_UNCONFIRMED;
    this.#receipts = untilStored && { clock: untilStored.clock, unconfirmed: new Unconfirmed(untilStored) };
    this.#window = this.#windowOf(connack);
    // mqtt.js says 'connect' only after it has sent the unacknowledged messages of the old connection again. Until then
    // nothing new may be given to it: a new message could take the packet identifier of one of them.
    client.on('connect', (packet) => {
      this.#connected = true;
      this.#window = this.#windowOf(packet);
      this.#listen();
      options.onConnection?.('restored');
      this.#send();
    });
    client.on('close', () => {
      if (this.#connected && !this.#closing) options.onConnection?.('lost');
      this.#connected = false;
    });
    // Every failed attempt to reconnect ends here; 'close' has told of the loss and the next attempt follows.
    client.on('error', () => {});
    client.on('message', (topic, payload) => this.#heard(topic, payload));
    this.#listen();
    if (this.#receipts !== undefined) this.#recheck(this.#receipts);
  }

  /** Given to `publish` and without a PUBACK (with `untilStored`: a receipt) yet. */
  get unacknowledged(): number {
    return this.#pending.size;
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  /**
   * Resolves on the PUBACK, with `untilStored` on the receipt. Rejects with `PublishRefused`, or when the publisher is closed
   * first. Await `room` before a next call.
   */
  publish(city: string, station: string, payload: { readonly [key: string]: unknown }): Promise<void> {
    const seq = (this.#sequences.get(station) ?? 0) + 1;
    this.#sequences.set(station, seq);
    return new Promise((resolve, reject) => {
      const message: Message = {
        station,
        seq,
        topic: `lianfang/v1/${city}/${station}/readings`,
        body: JSON.stringify({ ...payload, seq }),
        settle: (error) => {
          if (!this.#pending.delete(message)) return;
          if (error === undefined) this.#acknowledged += 1;
          this.#wake();
          if (error === undefined) resolve();
          else reject(error);
        },
      };
      this.#pending.add(message);
      this.#waiting.push(message);
      this.#send();
    });
  }

  /** As many messages are unacknowledged as may be: await `room`. */
  get isFull(): boolean {
    return this.#pending.size >= this.#maxPending;
  }

  /** Resolves when another message may be published without the memory growing. */
  room(): Promise<void> {
    if (!this.isFull) return Promise.resolve();
    return new Promise((resolve) => this.#roomWaiters.push(resolve));
  }

  /** Resolves when every message has its PUBACK or refusal; waits through any loss of the connection. */
  drain(): Promise<void> {
    if (this.#pending.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#drainWaiters.push(resolve));
  }

  /** Ends the connection; messages that are still unacknowledged are given up and their promises reject. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#cancelRecheck?.();
    await this.#client.endAsync(this.#pending.size > 0 || !this.#connected);
    this.#waiting.length = 0;
    for (const message of [...this.#pending]) message.settle(new Error('closed before the broker acknowledged it'));
  }

  #send(): void {
    while (this.#connected && this.#inFlight < this.#window) {
      const message = this.#waiting.shift();
      if (message === undefined) return;
      // Confirmed while it waited to be sent again.
      if (!this.#pending.has(message)) continue;
      this.#inFlight += 1;
      // From now on, not from the PUBACK: the receipt may be quicker.
      this.#receipts?.unconfirmed.sent(message, this.#receipts.clock.now());
      this.#client.publish(message.topic, message.body, { qos: 1 }, (error) => {
        this.#inFlight -= 1;
        if (error && isReasonCode(error)) message.settle(new PublishRefused(error.message));
        // Anything else is the connection's fault: the message comes first when it is back.
        else if (error && this.#pending.has(message)) this.#waiting.unshift(message);
        else if (this.#receipts === undefined) message.settle();
        this.#send();
      });
    }
  }

  /** At every connection: a broker that was killed has forgotten our session. */
  #listen(): void {
    if (this.#receipts !== undefined) this.#client.subscribe(RECEIPTS_FILTER, { qos: 1 });
  }

  #heard(topic: string, payload: Buffer): void {
    if (this.#receipts === undefined) return;
    const { clock, unconfirmed } = this.#receipts;
    const receipt = StationReceipt.safeParse(jsonOf(payload));
    if (!receipt.success) return;
    const { confirmed, refused, again } = unconfirmed.heard(topic.split('/')[3] ?? '', receipt.data, clock.now());
    for (const message of confirmed) message.settle();
    for (const { message, reason } of refused) message.settle(new PublishRefused(reason));
    this.#waiting.unshift(...again);
    this.#send();
  }

  #recheck({ clock, unconfirmed }: { readonly clock: Clock; readonly unconfirmed: Unconfirmed<Message> }): void {
    this.#cancelRecheck = clock.after(RECHECK_MS, () => {
      this.#waiting.push(...unconfirmed.overdue(clock.now()));
      this.#send();
      this.#recheck({ clock, unconfirmed });
    });
  }

  #wake(): void {
    if (!this.isFull) for (const resume of this.#roomWaiters.splice(0)) resume();
    if (this.#pending.size === 0) for (const resume of this.#drainWaiters.splice(0)) resume();
  }

  /** MQTT 5 section 3.3.4: never more unacknowledged messages than the broker's Receive Maximum. */
  #windowOf(connack: IConnackPacket): number {
    return Math.min(this.#maxInFlight, connack.properties?.receiveMaximum ?? 65_535);
  }
}

function jsonOf(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString());
  } catch {
    return undefined;
  }
}

function isReasonCode(error: Error): boolean {
  return 'code' in error && typeof error.code === 'number' && error.code >= 0x80;
}
