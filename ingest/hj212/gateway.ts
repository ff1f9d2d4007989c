import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Clock } from '../../domain/clock.ts';
import type { Log } from '../log.ts';
import type { Pipeline } from '../pipeline.ts';
import type { StationRegistry } from '../registry.ts';
import type { AdmissionRules } from './admission.ts';
import { DEFAULT_FRAMING, type FramingOptions } from './frame-reader.ts';
import { type ConnectionContext, Hj212Connection } from './hj212-connection.ts';
import { Hj212Counters } from './hj212-counters.ts';
import type { LinkBook } from './link-book.ts';
import type { Answer } from './own-requests.ts';
import type { PasswordBook } from './password-book.ts';
import { SESSION_DEFAULTS, type SessionRules } from './session.ts';

export interface Hj212GatewayOptions {
  /** Default 127.0.0.1: opening it to the network is a decision. */
  readonly host?: string;
  /** 0 takes any free port; default 2120. */
  readonly port?: number;
  /** PEM texts. With them only TLS is spoken. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Beyond it a new connection is turned away; default 10,000. */
  readonly maxConnections?: number;
  readonly framing?: Partial<FramingOptions>;
  readonly session?: Partial<Omit<SessionRules, keyof AdmissionRules>>;
  readonly links: LinkBook;
  readonly stations: StationRegistry;
  /** Asked for links without a password of their own; absent: any PW is taken there. */
  readonly passwords?: PasswordBook;
  readonly pipeline: Pipeline;
  readonly clock: Clock;
  readonly log: Log;
}

const TICK_MS = 1_000;
const HANDSHAKE_MS = 10_000;
const KEEP_ALIVE_MS = 60_000;

/** Data loggers connect here over TCP and speak HJ 212; what they send goes through the pipeline, 9014 after the commit. */
export class Hj212Gateway {
  readonly counters = new Hj212Counters();
  readonly #options: Hj212GatewayOptions;
  readonly #context: ConnectionContext;
  readonly #connections = new Map<Socket, Hj212Connection>();
  #server: Server | undefined;
  #cancelTick: (() => void) | undefined;

  constructor(options: Hj212GatewayOptions) {
    this.#options = options;
    const { links, stations, passwords, pipeline, clock, log, framing, session } = options;
    this.#context = {
      rules: { ...SESSION_DEFAULTS, ...session, links, stations, ...(passwords !== undefined && { passwords }) },
      framing: { ...DEFAULT_FRAMING, ...framing },
      counters: this.counters,
      pipeline,
      clock,
      log,
    };
  }

  /** Resolves with the port once devices can connect; rejects when the port is taken or key and certificate do not fit. */
  async start(): Promise<{ readonly port: number }> {
    const { tls, host = '127.0.0.1', port: wanted = 2120, maxConnections = 10_000, log } = this.#options;
    const accept = (socket: Socket) => this.#accept(socket);
    // Half open: who sends and shuts its side down still hears what became of it.
    const tcp = { allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS };
    const server: Server =
      tls === undefined
        ? createServer(tcp, accept)
        : createTlsServer({ ...tcp, ...tls, handshakeTimeout: HANDSHAKE_MS }, accept);
    this.#server = server;
    server.maxConnections = maxConnections;
    server.on('drop', () => this.counters.connectionsRefused++);
    server.on('tlsClientError', (error: Error) => log.warn({ reason: error.message }, 'a TLS handshake failed'));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, host, resolve);
    });
    server.on('error', (error) => log.error({ err: error }, 'the HJ 212 gateway has trouble accepting'));
    this.#scheduleTick();
    const { port } = server.address() as AddressInfo;
    log.info({ port, tls: tls !== undefined }, 'the HJ 212 gateway listens');
    return { port };
  }

  /** Takes nothing more and cuts every connection; what was not acknowledged is sent again by its device. */
  async close(): Promise<void> {
    this.#cancelTick?.();
    const server = this.#server;
    this.#server = undefined;
    if (!server?.listening) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const connection of this.#connections.values()) connection.cut('shutdown');
    await closed;
  }

  /**
   * Asks a connected device for something (`1012` with `SystemTime=...`). Resolves with its answer; `timed_out` when it
   * gives none or goes away, undefined when it is not connected or has not said yet who it is.
   */
  async ask(mn: string, cn: string, content = ''): Promise<Answer | undefined> {
    const [connection] = [...this.#connections.values()].filter((one) => one.mn === mn).slice(-1);
    return connection?.ask(cn, content);
  }

  #accept(socket: Socket): void {
    this.counters.connectionsAccepted++;
    this.counters.connections++;
    this.#connections.set(socket, new Hj212Connection(socket, this.#context));
    socket.once('close', () => {
      this.counters.connections--;
      this.#connections.delete(socket);
    });
  }

  /** One timer for all: thousands of timers would cost more than looking at thousands of small states. */
  #scheduleTick(): void {
    this.#cancelTick = this.#options.clock.after(TICK_MS, () => {
      for (const connection of this.#connections.values()) connection.tick();
      this.#scheduleTick();
    });
  }
}
