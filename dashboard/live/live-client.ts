import type { LiveHello, LiveMessage, TOKEN_REFUSED as Refused } from '../../api/contract.ts';
import { backoff } from './backoff.ts';

/** Silence after which the link counts as slow, and after which it is given up and opened anew, ms. A heartbeat comes every 15 s. */
const SLOW_MS = 20_000;
const DEAD_MS = 45_000;

/** `TOKEN_REFUSED` of the contract, whose module would bring its validators into the page. */
const TOKEN_REFUSED: typeof Refused = 4_401;

export type Link =
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  | { readonly state: 'slow' }
  /** `attempt` counts reconnects since the link was last up. */
  | { readonly state: 'down'; readonly attempt: number };

/** The part of a browser's WebSocket that the client uses. */
export interface LiveSocket {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  /** With the close code where the other end gave one. */
  onclose: ((code?: number) => void) | null;
  send(text: string): void;
  close(): void;
}

/** Sockets, timers and chance come from outside, so that tests drive them. */
export interface LiveEnvironment {
  connect(): LiveSocket;
  /** Calls `run` once after `delayMs`; the result cancels it. */
  after(delayMs: number, run: () => void): () => void;
  random(): number;
}

export interface LiveHandlers {
  /** Sequence of the newest event the page has applied; sent with every hello. */
  lastSeq(): number;
  /** The token of whoever is signed in; null: nobody. What only people may read comes with it. */
  token(): string | null;
  /** The server knows nobody with this token; the next hello must not have it. */
  refused(token: string): void;
  message(message: LiveMessage): void;
  link(link: Link): void;
}

/** Keeps one live channel open: hello with the last sequence, silence watch, reconnect with full jitter. It keeps no data itself. */
export class LiveClient {
  readonly #environment: LiveEnvironment;
  readonly #handlers: LiveHandlers;
  #socket: LiveSocket | null = null;
  #attempt = 0;
  #cancelTimer: () => void = () => undefined;
  #stopped = false;

  constructor(environment: LiveEnvironment, handlers: LiveHandlers) {
    this.#environment = environment;
    this.#handlers = handlers;
  }

  start(): void {
    this.#handlers.link({ state: 'connecting' });
    this.#open();
  }

  /** The browser is online or visible again: do not sit out the rest of the delay. */
  wake(): void {
    if (this.#socket !== null || this.#stopped) return;
    this.#cancelTimer();
    this.#open();
  }

  /** Somebody else is signed in: the other end is told by a new hello. */
  renew(): void {
    if (this.#stopped) return;
    this.#drop();
    this.#open();
  }

  stop(): void {
    this.#stopped = true;
    this.#drop();
  }

  #open(): void {
    const socket = this.#environment.connect();
    this.#socket = socket;
    this.#watch();
    let token: string | null = null;
    socket.onopen = () => {
      token = this.#handlers.token();
      const hello: LiveHello = {
        type: 'hello',
        lastSeq: this.#handlers.lastSeq(),
        ...(token === null ? {} : { token }),
      };
      socket.send(JSON.stringify(hello));
    };
    socket.onmessage = (event) => {
      const message = parse(event.data);
      this.#watch();
      if (message === null) return;
      // Only a hello proves that the other end is our server and not a proxy that accepts anything.
      if (message.type === 'hello') this.#attempt = 0;
      this.#handlers.link({ state: 'live' });
      this.#handlers.message(message);
    };
    socket.onclose = (code) => {
      this.#lost();
      if (code === TOKEN_REFUSED && token !== null) this.#handlers.refused(token);
    };
  }

  /** Starts the silence watch anew. */
  #watch(): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#environment.after(SLOW_MS, () => {
      if (this.#attempt === 0) this.#handlers.link({ state: 'slow' });
      this.#cancelTimer = this.#environment.after(DEAD_MS - SLOW_MS, () => this.#lost());
    });
  }

  #lost(): void {
    this.#drop();
    if (this.#stopped) return;
    this.#attempt += 1;
    this.#handlers.link({ state: 'down', attempt: this.#attempt });
    this.#cancelTimer = this.#environment.after(backoff(this.#attempt, this.#environment.random()), () => this.#open());
  }

  /** Forgets the socket first: a dead one may report its close minutes later, when another is already open. */
  #drop(): void {
    this.#cancelTimer();
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }
}

/** Our own server's messages are typed by the contract; anything that is not JSON with a type is skipped, not fatal. */
function parse(data: unknown): LiveMessage | null {
  if (typeof data !== 'string') return null;
  try {
    const message: unknown = JSON.parse(data);
    const known = typeof message === 'object' && message !== null && 'type' in message;
    return known ? (message as LiveMessage) : null;
  } catch {
    return null;
  }
}
