import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Aedes, type Client, type PublishPacket } from 'aedes';
import type { Clock } from '../../domain/clock.ts';
import type { AccountReceipt } from '../accounts/account-receipt.ts';
import type { Counters } from '../counters.ts';
import type { BrokerGuard } from '../credentials/broker-guard.ts';
import type { Log } from '../log.ts';
import type { Outcome, Pipeline } from '../pipeline.ts';
import { REFUSALS } from '../refusal.ts';
import { isLoopback } from './is-loopback.ts';
import { limitPacketSize } from './packet-limit.ts';
import { ReceiptSender } from './receipt-sender.ts';
import { isContract, isKnownTopic, isOurs, type StationTopic } from './topics.ts';
import type { WayIn } from './way-in.ts';
import { WaysIn } from './ways-in.ts';

export interface EmbeddedBrokerOptions {
  /** Default 127.0.0.1: opening it to the network is a decision. */
  readonly host?: string;
  /** 0 takes any free port; default 1883. */
  readonly port?: number;
  /** Who may connect and what each may do; absent: whoever reaches the port is believed. */
  readonly guard?: BrokerGuard;
  /** PEM texts. With `clientCa` a station needs a certificate of that CA whose common name is its id; that needs a guard. */
  readonly tls?: { readonly key: string; readonly cert: string; readonly clientCa?: string };
  /** Lets a broker without a guard listen on an address that others reach. */
  readonly openToNetwork?: boolean;
  readonly pipeline: Pipeline;
  /** What is taken besides readings. */
  readonly otherWays?: readonly WayIn[];
  readonly counters: Counters;
  readonly clock: Clock;
  readonly log: Log;
}

/** Beyond this a connection is cut; between this and what the contract allows the sender is told why. */
const MAX_PACKET_BYTES = 16 * 1_048_576;
const RECEIPTS_AT_ONCE = 100;
/** For a station to read what was last written to it. */
const FAREWELL_MS = 1_000;
/** Mistyped topics told of in the log; all are counted. */
const MAX_STRANGERS = 1_000;

/**
 * An MQTT 3.1.1 broker in our own process. A station's PUBACK is sent after the store has committed its reading, so the
 * acknowledgement means what the station thinks it means. Sessions and retained messages live in memory.
 */
export class EmbeddedBroker {
  readonly #options: EmbeddedBrokerOptions;
  readonly #receipts: ReceiptSender;
  readonly #ways: WaysIn;
  readonly #sockets = new Set<Socket>();
  readonly #strangers = new Set<string>();
  #paused = false;
  #aedes: Aedes | undefined;
  #server: Server | undefined;

  constructor(options: EmbeddedBrokerOptions) {
    this.#options = options;
    this.#ways = new WaysIn(options.pipeline, options.otherWays);
    this.#receipts = new ReceiptSender({
      ready: () => this.#aedes !== undefined,
      publish: (topic, payload) => this.publish(topic, payload),
      maxInFlight: RECEIPTS_AT_ONCE,
      ...options,
    });
  }

  /** Resolves with the port once stations can connect; rejects when the port is taken or would let everybody in. */
  async start(): Promise<{ readonly port: number }> {
    const { guard } = this.#options;
    refuseOpenDoor(this.#options);
    const aedes = await Aedes.createBroker({
      authorizePublish: (client, packet, done) => this.#admit(client, packet, done),
      ...(guard !== undefined && {
        authenticate: (client, username, password, done) => guard.authenticate(client, username, password, done),
        authorizeSubscribe: (client, subscription, done) => guard.subscribe(client, subscription, done),
      }),
    });
    this.#aedes = aedes;
    aedes.on('clientError', (client, error) => this.#troubled(client, error));
    aedes.on('connectionError', (client, error) => this.#troubled(client, error));
    const server = this.#listener((socket) => limitPacketSize(aedes.handle(socket), MAX_PACKET_BYTES));
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#options.port ?? 1883, this.#options.host ?? '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    this.#options.log.info({ port }, 'the embedded broker listens');
    return { port };
  }

  /** Publishes one of our own messages at QoS 1. */
  publish(topic: string, payload: string, options: { readonly retain?: boolean } = {}): Promise<void> {
    const aedes = this.#aedes;
    if (aedes === undefined) return Promise.reject(new Error('the embedded broker is not running'));
    return new Promise((resolve, reject) => {
      const packet: PublishPacket = {
        cmd: 'publish',
        topic,
        payload: Buffer.from(payload),
        qos: 1,
        retain: options.retain ?? false,
        dup: false,
      };
      aedes.publish(packet, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** What the books say of a station's numbers. */
  tell(station: StationTopic, receipts: readonly AccountReceipt[]): void {
    this.#receipts.account(station, receipts);
  }

  /** Takes nothing more: no PUBACK is sent any more. Receipts are, until `stop`. */
  pause(): void {
    this.#paused = true;
  }

  /**
   * Sends the receipts that wait, for at most `timeoutMs`, and cuts every connection; what was not acknowledged is sent again by
   * its station.
   */
  async stop({ timeoutMs = FAREWELL_MS }: { readonly timeoutMs?: number } = {}): Promise<void> {
    this.pause();
    await this.#receipts.flush({ timeoutMs });
    this.#options.guard?.stop();
    const { listening } = this.#server ?? { listening: false };
    if (listening) {
      const closed = new Promise<void>((resolve) => this.#server?.close(() => resolve()));
      // What is written goes out first; whoever does not read has had its time.
      for (const socket of this.#sockets) socket.destroySoon();
      const cancel = this.#options.clock.after(Math.min(timeoutMs, FAREWELL_MS), () => {
        for (const socket of this.#sockets) socket.destroy();
      });
      await closed;
      cancel();
    }
    const aedes = this.#aedes;
    this.#aedes = undefined;
    if (aedes !== undefined) await new Promise<void>((resolve) => aedes.close(() => resolve()));
  }

  #listener(handle: (socket: Socket) => void): Server {
    const { tls, log } = this.#options;
    if (tls === undefined) return createServer(handle);
    const { key, cert, clientCa } = tls;
    const mutual = clientCa === undefined ? {} : { ca: clientCa, requestCert: true, rejectUnauthorized: true };
    return createTlsServer({ key, cert, minVersion: 'TLSv1.2', ...mutual }, handle).on('tlsClientError', (error) =>
      log.warn({ reason: error.message }, 'a TLS connection to the embedded broker failed'),
    );
  }

  #admit(client: Client | null, packet: PublishPacket, done: (error?: Error | null) => void): void {
    const { guard } = this.#options;
    if (client === null || guard === undefined) {
      this.#receive(client, packet, done);
      return;
    }
    const { topic, qos } = packet;
    const idle = qos === 0 && !isOurs(topic) && !isContract(topic) && this.#ways.of(topic) === undefined;
    // Nobody may hear it, so nobody needs it kept.
    if (idle) packet.retain = false;
    guard.admit(client, { topic, idle }, (reason) => {
      if (reason === undefined) this.#receive(client, packet, done);
      // An error closes the connection, the only refusal that MQTT 3.1.1 knows.
      else done(new Error(reason));
    });
  }

  #receive(client: Client | null, packet: PublishPacket, done: (error?: Error | null) => void): void {
    const { topic } = packet;
    if (client === null) {
      done();
      return;
    }
    // An error closes the connection, the only refusal that MQTT 3.1.1 knows.
    if (isOurs(topic)) {
      done(new Error(`only the platform publishes to ${topic}`));
      return;
    }
    const way = this.#ways.of(topic);
    if (way === undefined) {
      if (!isKnownTopic(topic)) this.#strange(client, topic);
      done();
      return;
    }
    // Without a PUBACK the station sends it again, to whoever runs then.
    if (this.#paused) return;
    if (way.isFull()) {
      // The station waits for its PUBACK, and its socket is not read meanwhile.
      const cancel = way.onRoom(() => {
        client.conn.off('close', cancel);
        this.#receive(client, packet, done);
      });
      // Its device has gone and will send it again: nobody waits for this one.
      client.conn.once('close', cancel);
      return;
    }
    if (packet.dup) this.#options.counters.messagesRedelivered++;
    // A retained reading would be handed to every later subscriber as if it were news.
    if (way.mayRetain !== true) packet.retain = false;
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    const settle = ({ refusals }: Outcome) => {
      if (refusals.length > 0) this.#receipts.tell(way.receiptsTopic(topic) ?? '', refusals);
      done();
    };
    // It comes from the device itself, whatever it wants to be kept.
    const sender = this.#options.guard?.senderOf(client);
    way.submit({ topic, payload, retained: false, settle, ...(sender !== undefined && { sender }) });
  }

  /** A topic that nobody reads is most likely a mistyped one: its message is passed on, counted, and told of once. */
  #strange(client: Client, topic: string): void {
    const { counters, log } = this.#options;
    counters.refused.bad_topic++;
    const key = `${client.id} ${topic}`;
    if (this.#strangers.size >= MAX_STRANGERS || this.#strangers.has(key)) return;
    this.#strangers.add(key);
    const { code, zh, en } = { code: 'bad_topic', ...REFUSALS.bad_topic };
    log.warn({ client: client.id, topic, code }, `nothing was stored of this topic 该主题的消息未入库: ${zh} ${en}`);
  }

  #troubled(client: Client, error: Error): void {
    this.#options.log.warn(
      { client: client.id ?? null, reason: error.message },
      'a connection to the embedded broker failed',
    );
  }
}

function refuseOpenDoor({ host = '127.0.0.1', guard, tls, openToNetwork }: EmbeddedBrokerOptions): void {
  if (guard !== undefined) return;
  if (tls?.clientCa !== undefined) throw new Error('client certificates name stations: they need authentication');
  if (openToNetwork !== true && !isLoopback(host)) {
    throw new Error(`${host} is open to the network: require authentication, or allow strangers explicitly`);
  }
}
