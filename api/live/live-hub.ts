import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { formatIso } from '../../domain/time.ts';
import { LiveHello, type LiveMessage, TOKEN_REFUSED } from '../contract.ts';
import type { ApiDeps, LiveEvent } from '../deps.ts';
import { afterReal } from '../real-delay.ts';
import { EventLane } from './event-lane.ts';
import { alertEvents, ledgerEvents } from './event-source.ts';
import type { LatestState } from './latest-state.ts';
import { LiveClient } from './live-client.ts';
import { LIVE_LIMITS, type LiveLimits } from './live-limits.ts';
import { StateLane } from './state-lane.ts';
import { refuseUpgrade, upgradeRefusal } from './upgrade.ts';

export type LiveHubDeps = Pick<ApiDeps, 'clock' | 'clockRate' | 'region' | 'alerts' | 'log' | 'protocol'> & {
  readonly latest: LatestState;
};

/**
 * `/api/v1/live`: every page gets hello and a snapshot when it connects, conflated state from then on, and, once it has said
 * where it stopped, each event after that (alerts, grades, warnings, cases) exactly once and in the order of the ledger.
 */
export class LiveHub {
  readonly #deps: LiveHubDeps;
  readonly #limits: LiveLimits;
  readonly #clients = new Set<LiveClient>();
  readonly #sockets: WebSocketServer;
  readonly #state: StateLane;
  readonly #events: EventLane;
  #slowClosed = 0;
  #stopHeartbeat: () => void = () => {};

  constructor(deps: LiveHubDeps, limits: Partial<LiveLimits> = {}) {
    this.#deps = deps;
    this.#limits = { ...LIVE_LIMITS, ...limits };
    this.#sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      // Deflate keeps a window per client and costs more than the loopback and LAN links it would spare.
      perMessageDeflate: false,
      maxPayload: this.#limits.maxIncomingBytes,
    });
    this.#state = new StateLane({ ...deps, clients: this.#clients, flushMs: this.#limits.flushMs });
    const { alerts, protocol, log } = deps;
    this.#events = new EventLane({
      source: protocol === undefined ? alertEvents(alerts) : ledgerEvents(protocol, alerts),
      from: protocol === undefined ? alerts.lastSeq() : 0,
      clients: this.#clients,
      limits: this.#limits,
      mayRead: (token) =>
        protocol?.reading === 'open' || (token !== undefined && protocol?.personOf(token) !== undefined),
      log,
    });
    this.#heartbeatLater();
  }

  /** Takes over the upgrades of an HTTP server: `/api/v1/live` of the same host, everything else is refused. */
  attach(server: Server): void {
    server.on('upgrade', (request, socket, head) => {
      const refusal = upgradeRefusal(request, { clients: this.#clients.size, maxClients: this.#limits.maxClients });
      if (refusal !== undefined) refuseUpgrade(socket, refusal);
      else this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#connect(webSocket));
    });
  }

  /** Takes what happened; returns at once. */
  accept(event: LiveEvent): void {
    if (event.type === 'alert' || event.type === 'recorded') this.#events.wake();
    else this.#state.accept(event);
  }

  /** What the ledger holds already is not news. */
  begin(): Promise<void> {
    return this.#events.begin();
  }

  /** For `/metrics`. */
  stats(): { clients: number; bufferedBytes: number; skippedStates: number; slowClosed: number } {
    let bufferedBytes = 0;
    for (const client of this.#clients) bufferedBytes += client.bufferedBytes;
    const { skipped } = this.#state;
    return { clients: this.#clients.size, bufferedBytes, skippedStates: skipped, slowClosed: this.#slowClosed };
  }

  /** Says goodbye to every page (1001: they reconnect elsewhere or later) and stops the timers. */
  close(): void {
    this.#stopHeartbeat();
    this.#state.close();
    for (const client of this.#clients) client.close(1001, 'server is going away');
    this.#sockets.close();
  }

  #connect(socket: WebSocket): void {
    const seq = this.#newest();
    const client = new LiveClient(socket, seq, this.#limits);
    this.#clients.add(client);
    socket.on('close', () => {
      this.#clients.delete(client);
      if (client.cutOff) this.#slowClosed += 1;
    });
    // ws closes the connection itself after an error; without a listener the process would end.
    socket.on('error', (error) => this.#deps.log.info({ error: error.message }, 'live client failed'));
    socket.on('pong', () => {
      client.alive = true;
    });
    socket.on('message', (data) => this.#hear(client, String(data)));
    const { clockRate, region } = this.#deps;
    const hello = { seq, serverNow: this.#now(), clockRate, region: { zh: region.zh, en: region.en } };
    client.send(encode({ lane: 'system', type: 'hello', data: hello }));
    this.#state.sendSnapshot(client);
  }

  #hear(client: LiveClient, text: string): void {
    const hello = LiveHello.safeParse(parseJson(text));
    if (!hello.success || client.cursor !== undefined) {
      client.close(1008, 'one {"type":"hello","lastSeq":n} is all a page sends');
      return;
    }
    const { token } = hello.data;
    const { protocol } = this.#deps;
    // As over HTTP: a token that nobody has is never taken for none (PRO-3); where there are no people it means nothing.
    if (token !== undefined && (protocol?.people.length ?? 0) > 0 && protocol?.personOf(token) === undefined) {
      client.close(TOKEN_REFUSED, 'the token is not valid');
      return;
    }
    this.#events.hear(client, hello.data, this.#newest());
  }

  #heartbeatLater(): void {
    const { clock, clockRate } = this.#deps;
    this.#stopHeartbeat = afterReal(clock, clockRate, this.#limits.heartbeatMs, () => {
      // Whatever was recorded without a word is found now at the latest.
      this.#events.wake();
      const data = { seq: this.#newest(), serverNow: this.#now() };
      const message = encode({ lane: 'system', type: 'heartbeat', data });
      for (const client of this.#clients) {
        // No pong for a whole interval: the other end is gone without a goodbye.
        if (!client.alive) client.terminate();
        else {
          client.ping();
          client.send(message);
        }
      }
      this.#heartbeatLater();
    });
  }

  /** Where a page stands that has been told everything. */
  #newest(): number {
    return this.#deps.protocol === undefined ? this.#deps.alerts.lastSeq() : this.#events.told;
  }

  #now(): string {
    return formatIso(this.#deps.clock.now());
  }
}

function encode(message: LiveMessage): Buffer {
  return Buffer.from(JSON.stringify(message));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
