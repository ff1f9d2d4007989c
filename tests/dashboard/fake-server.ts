import { readFileSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import type { AlertView, LiveMessage } from '../../api/contract.ts';
import { formatIso } from '../../domain/time.ts';
import {
  agreement,
  alertOf,
  cities,
  cityHour,
  cityStateAt,
  firstAlerts,
  HOUR_MS,
  stationStateAt,
  stations,
  valuesOf,
} from './invented-region.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const CSP =
  "default-src 'self'; connect-src 'self' ws: wss:; style-src 'self'; base-uri 'none'; frame-ancestors 'none'";

interface FakeServerOptions {
  /** Folder of the built dashboard. */
  readonly dist: string;
  /** Server seconds per real second. */
  readonly clockRate?: number;
  readonly port?: number;
  /** Server time at the start, epoch ms; the device's own unless told. */
  readonly worldStartMs?: number;
}

/** Speaks the public contract over an invented region, and does on command what a real server does only on a bad day. */
export class FakeServer {
  readonly #options: FakeServerOptions;
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  readonly #startedMs = Date.now();
  readonly #alerts: AlertView[];
  #seq: number;
  /** While true, HTTP and upgrades are refused with 503. */
  down = false;
  /** Paths whose answers fail with 500. */
  failing: RegExp | null = null;
  readonly hellos: number[] = [];

  constructor(options: FakeServerOptions) {
    this.#options = options;
    this.#alerts = firstAlerts(this.newestHour());
    this.#seq = Math.max(...this.#alerts.map((alert) => alert.seq));
    this.#http = createServer((request, response) => this.#answer(request, response));
    this.#sockets = new WebSocketServer({ noServer: true });
    this.#http.on('upgrade', (request, socket, head) => {
      if (this.down || request.url !== '/api/v1/live') socket.destroy();
      else this.#sockets.handleUpgrade(request, socket, head, (ws) => this.#greet(ws));
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#http.listen(this.#options.port ?? 0, '127.0.0.1', resolve));
    const address = this.#http.address();
    if (address === null || typeof address === 'string') throw new Error('no port was given');
    return `http://127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    this.dropLinks();
    this.#sockets.close();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  now(): number {
    return (
      (this.#options.worldStartMs ?? this.#startedMs) + (Date.now() - this.#startedMs) * (this.#options.clockRate ?? 1)
    );
  }

  newestHour(): number {
    return Math.floor(this.now() / HOUR_MS) * HOUR_MS;
  }

  /** Sends one station's value of the newest hour with `pm25` as given. */
  pushReading(station: string, pm25: number): void {
    const view = stations.find(({ id }) => id === station);
    const state = view && stationStateAt(view, this.newestHour());
    if (state === undefined) throw new Error(`no state of ${station}`);
    const values = { ...state.values, pm25 };
    this.#broadcast({ lane: 'state', type: 'update', data: { stations: [{ ...state, values }], cities: [] } });
  }

  /** Everything of the newest hour, as the live lane sends it after the hour has closed. */
  pushHour(): void {
    this.#broadcast({ lane: 'state', type: 'update', data: this.#states() });
  }

  /** Raises (or changes) an alert: kept for HTTP and replay, and sent to every connected page. */
  raiseAlert(change: Partial<AlertView> = {}): AlertView {
    this.#seq += 1;
    const alert = alertOf(this.#seq, this.now(), change);
    const known = this.#alerts.findIndex(({ id }) => id === alert.id);
    if (known >= 0) this.#alerts[known] = alert;
    else this.#alerts.push(alert);
    this.#broadcast(event(alert));
    return alert;
  }

  /** Sends an event again, as a server may after a reconnect. */
  repeat(alert: AlertView): void {
    this.#broadcast(event(alert));
  }

  dropLinks(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
  }

  #greet(socket: WebSocket): void {
    const hello = {
      seq: this.#seq,
      serverNow: formatIso(this.now()),
      clockRate: this.#options.clockRate ?? 1,
      region: { zh: '示例城市群', en: 'Example cluster' },
    };
    send(socket, { lane: 'system', type: 'hello', data: hello });
    send(socket, { lane: 'state', type: 'snapshot', data: this.#states() });
    socket.on('message', (data) => {
      const { lastSeq } = JSON.parse(String(data)) as { lastSeq: number };
      this.hellos.push(lastSeq);
      if (lastSeq === 0) return;
      const missed = this.#alerts.filter((alert) => alert.seq > lastSeq).sort((a, b) => a.seq - b.seq);
      for (const alert of missed) send(socket, event(alert));
    });
  }

  #states() {
    const hour = this.newestHour();
    return {
      stations: stations.flatMap((station) => stationStateAt(station, hour) ?? []),
      cities: cities.map((city) => cityStateAt(city.id, hour)),
    };
  }

  #broadcast(message: LiveMessage): void {
    for (const socket of this.#sockets.clients) send(socket, message);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://fake');
    const json = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'req-7f3a' });
      response.end(JSON.stringify(body));
    };
    if (this.down) json(503, { title: 'down', status: 503, code: 'down', type: 'about:blank' });
    else if (this.failing?.test(url.pathname)) {
      json(500, { title: 'Internal error', status: 500, code: 'internal', type: 'about:blank' });
    } else if (url.pathname === '/api/v1/installation') json(200, this.#installation());
    else if (url.pathname === '/api/v1/agreement') json(200, agreement);
    else if (url.pathname.startsWith('/api/v1/')) json(200, this.#list(url.pathname.slice(8), url.searchParams));
    else this.#file(url.pathname, response);
  }

  /** Nobody is configured: the protocols are closed, as in an installation that only watches. */
  #installation() {
    return {
      region: agreement.region,
      serverNow: formatIso(this.now()),
      clockRate: this.#options.clockRate ?? 1,
      exercise: false,
      people: false,
      reading: 'closed',
    };
  }

  #list(name: string, query: URLSearchParams): { items: unknown[]; next: string | null } {
    const hour = this.newestHour();
    const from = Date.parse(query.get('from') ?? formatIso(hour - 24 * HOUR_MS));
    const to = Math.min(Date.parse(query.get('to') ?? formatIso(hour)), hour + 1);
    const hours: number[] = [];
    for (let at = Math.ceil(from / HOUR_MS) * HOUR_MS; at < to; at += HOUR_MS) hours.push(at);
    const station = stations.find(({ id }) => id === query.get('station'));
    const limit = Number(query.get('limit') ?? 100);
    const items: unknown[] = [];
    switch (name) {
      case 'stations':
        items.push(...stations);
        break;
      case 'cities':
        items.push(...cities);
        break;
      case 'alerts':
        items.push(
          ...this.#alerts
            .filter(({ state }) => (query.get('state') ?? state) === state)
            .filter(
              ({ subject }) =>
                (query.get('subject') ?? `${subject.kind}:${subject.id}`) === `${subject.kind}:${subject.id}`,
            )
            .filter(({ priority }) => (query.get('priority') ?? String(priority)) === String(priority))
            .sort((a, b) => b.seq - a.seq),
        );
        break;
      case 'readings':
        for (const at of hours) {
          const values = station && valuesOf(station, at, hour);
          if (values) items.push({ station: station.id, city: station.city, at: formatIso(at), period: 3600, values });
        }
        break;
      case 'indices':
        for (const at of hours) {
          const city = query.get('city');
          if (city !== null)
            items.push({ subject: { kind: 'city', id: city }, report: 'hourly', ...cityHour(city, at, hour) });
          else if (station !== undefined) {
            const state = stationStateAt({ ...station, id: station.id }, at);
            if (state)
              items.push({ ...state, subject: { kind: 'station', id: station.id }, concentrations: {}, iaqi: {} });
          }
        }
        break;
    }
    const start = Number(query.get('cursor') ?? 0);
    const end = start + limit;
    return { items: items.slice(start, end), next: end < items.length ? String(end) : null };
  }

  #file(path: string, response: ServerResponse): void {
    const known = extname(path) === '' ? 'index.html' : normalize(path);
    try {
      const body = readFileSync(join(this.#options.dist, known));
      const type = TYPES[extname(known)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type, 'content-security-policy': CSP });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  }
}

function event(alert: AlertView): LiveMessage {
  return { lane: 'event', type: 'alert', seq: alert.seq, event: `alert.${alert.state}`, data: alert };
}

function send(socket: WebSocket, message: LiveMessage): void {
  socket.send(JSON.stringify(message));
}
