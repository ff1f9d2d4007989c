import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { Coordination } from '../../../alerting/coordination/coordination.ts';
import { GradeBoard } from '../../../alerting/grade-board.ts';
import type { ApiDeps } from '../../../api/deps.ts';
import { serve } from '../../../api/server.ts';
import { readAgreementPath } from '../../../app/config/agreement-path.ts';
import type { Config } from '../../../app/config/schema.ts';
import { noticeSource } from '../../../app/installation/coordination-side.ts';
import { protocolPort } from '../../../app/installation/protocol-port.ts';
import { canonicalJson } from '../../../store/canonical-json.ts';
import { SqliteLedger } from '../../../store/sqlite/sqlite-ledger.ts';
import { fixture } from '../fixture.ts';

export const HOUR_MS = 3_600_000;

/** Of the demonstration's agreement; the token of a person is its id, made long. */
const CITIES = ['jia', 'yi', 'bing', 'ding', 'wu', 'ji', 'geng', 'xin'];
const POSTS = { duty: 'duty-officer', head: 'bureau-head', leader: 'main-leader', inspector: 'inspector' };

export function tokenOf(person: string): string {
  return `token-of-${person}-0123456789`;
}

export function personEntry(id: string, role: string, jurisdiction: string) {
  const hash = createHash('sha256').update(tokenOf(id)).digest('base64');
  return { id, name: `姓名 ${id}`, role, jurisdiction, token_hash: `$sha256$${hash}` };
}

/** `duty-jia`, `head-jia`, `leader-jia`, `inspector-jia`, ...; `coordinator`; `head-xi`, `head-dong`. */
export const PEOPLE = [
  personEntry('coordinator', 'coordinator', 'guo'),
  personEntry('head-xi', 'bureau-head', 'xi'),
  personEntry('head-dong', 'bureau-head', 'dong'),
  ...CITIES.flatMap((city) => Object.entries(POSTS).map(([post, role]) => personEntry(`${post}-${city}`, role, city))),
];

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** An answer as far as the tests take it apart. */
export interface Said {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what came over the wire, of many shapes
  readonly body: any;
}

interface Call {
  readonly by?: string;
  readonly key?: string;
  readonly version?: number | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The whole api over a real coordination service on a SQLite ledger on disk, with the demonstration's agreement, on a port of the loopback.
 */
export async function protocols(
  options: {
    readonly people?: Config['people'];
    readonly http?: Partial<Config['http']>;
    readonly exercise?: boolean;
    readonly deps?: Partial<ApiDeps>;
  } = {},
) {
  const faults: Parameters<typeof readAgreementPath>[1]['faults'] = [];
  const path = new URL('../../../config/demo/agreement.yaml', import.meta.url).pathname;
  const versions = readAgreementPath(path, { faults });
  const agreement = versions?.versions[0]?.agreement;
  if (versions === undefined || agreement === undefined) throw new Error(JSON.stringify(faults));

  const folder = mkdtempSync(join(tmpdir(), 'lianfang-protocols-'));
  const ledger = SqliteLedger.open({ path: join(folder, 'ledger.sqlite') });
  const grades = new GradeBoard();
  // The clock is the api fixture's, which needs the port first.
  let now = () => 0;
  let after =
    (_delayMs: number, _run: () => void): (() => void) =>
    () => {};
  const clock = { now: () => now(), after: (delayMs: number, run: () => void) => after(delayMs, run) };
  const start = () =>
    Coordination.start({
      ledger,
      clock,
      agreementAt: (at) => versions.inForceAt(at)?.agreement,
      digest: (value) => createHash('sha256').update(canonicalJson(value)).digest('hex'),
      onError: (error) => {
        throw error;
      },
    });
  let coordination = await start();
  const following = () =>
    coordination.onRecorded(() => {
      api.tell({ type: 'recorded' });
    });
  const config = {
    people: options.people ?? PEOPLE,
    http: { host: '127.0.0.1', port: 0, ...options.http },
  } as unknown as Config;
  const running = {
    get warnings() {
      return coordination.warnings;
    },
    get cases() {
      return coordination.cases;
    },
    warn: (order: Parameters<Coordination['warn']>[0]) => coordination.warn(order),
    act: (order: Parameters<Coordination['act']>[0]) => coordination.act(order),
  };
  const port = protocolPort({
    loaded: { config, versions, agreement },
    clock,
    coordination: running,
    ledger,
    grades,
    // Asked each time: after a restart it is another service's.
    notices: {
      list: (query) => noticeSource(coordination).list(query),
      get: (id) => noticeSource(coordination).get(id),
      unread: (jurisdiction) => noticeSource(coordination).unread(jurisdiction),
      read: (id, by) => noticeSource(coordination).read(id, by),
    },
    ...(options.exercise === undefined ? {} : { exercise: options.exercise }),
  });
  const api = await fixture({ deps: { protocol: port, ...options.deps } });
  now = () => api.clock.now();
  after = (delayMs, run) => api.clock.after(delayMs, run);
  following();
  const server = await serve({ app: api.app, hub: api.hub, port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${server.port}`;
  closing.push(async () => {
    api.close();
    await server.close();
    await coordination.stop();
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  let keys = 0;
  const call = async (method: string, path: string, body: unknown, { by, key, version, headers }: Call) => {
    keys += 1;
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(by === undefined ? {} : { authorization: `Bearer ${tokenOf(by)}` }),
        ...(method === 'POST' ? { 'content-type': 'application/json', 'idempotency-key': key ?? `key-${keys}` } : {}),
        ...(version === undefined ? {} : { 'if-match': typeof version === 'number' ? `"${version}"` : version }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: await response.json() } as Said;
  };
  return {
    ...api,
    url,
    port: server.port,
    ledger,
    grades,
    get coordination() {
      return coordination;
    },
    get: (path: string, by?: string) => call('GET', path, undefined, by === undefined ? {} : { by }),
    post: (path: string, body: unknown, options: Call = {}) => call('POST', path, body, options),
    /** As the process would come back: everything anew from the ledger. */
    async restart() {
      await coordination.stop();
      coordination = await start();
      following();
    },
  };
}

export type Protocols = Awaited<ReturnType<typeof protocols>>;

/** What a forecaster or the coordinator proposes: four cities from now on. */
export function proposal(more: object = {}) {
  return {
    kind: 'colour',
    grade: 'orange',
    cities: ['jia', 'yi', 'bing', 'ding'],
    window: { from: '2026-11-22T14:00:00+08:00', to: null },
    basis: 'forecast',
    reason: '扩散条件持续不利 stagnation',
    ...more,
  };
}

/** What a city opens on an upwind alert. */
export function complaint(more: object = {}) {
  return {
    grounds: { kind: 'alert', id: 'neighbour-plume:pair:bing+yi:2026-11-22T06:00:00Z' },
    site: { name: '乙市工业园', borderKm: 1.5 },
    account: '上风向来自乙市',
    ...more,
  };
}
