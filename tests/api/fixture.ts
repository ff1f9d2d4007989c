import { createApi } from '../../api/create-api.ts';
import type { AlertRecord, ApiDeps, LiveEvent } from '../../api/deps.ts';
import type { LiveLimits } from '../../api/live/live-limits.ts';
import type { Reading, Values } from '../../domain/air/reading.ts';
import type { Station } from '../../domain/air/station.ts';
import { SqliteTimeseries } from '../../store/sqlite/sqlite-timeseries.ts';
import { ManualClock } from '../clock/manual-clock.ts';

export const HOUR_MS = 3_600_000;
export const NOW = Date.parse('2026-11-22T14:00:00+08:00');

export const CLEAN: Values = { pm25: 20, pm10: 40, so2: 5, no2: 20, co: 0.5, o3: 60 };
export const HAZE: Values = { pm25: 250, pm10: 350, so2: 20, no2: 90, co: 2, o3: 20, wind_speed: 1.2, wind_dir: 225 };

function station(id: string, city: string, background = false): Station {
  return { id, name: `${city} ${id}`, city, lon: 100, lat: 21, background, operator: 'op-a', periodLabel: 'end' };
}

/** Two cities: bing with two counting stations and a background one, ding with a single station of a difficult name. */
export const STATIONS: readonly Station[] = [
  station('b1', 'bing'),
  station('b2', 'bing'),
  station('b9', 'bing', true),
  station('丁,1', 'ding'),
];

export function reading(id: string, at: number, values: Values, more: Partial<Reading> = {}): Reading {
  const city = STATIONS.find((candidate) => candidate.id === id)?.city ?? 'bing';
  return { station: id, city, at, periodS: 3600, values, flags: {}, ...more };
}

export function alert(seq: number, more: Partial<AlertRecord> = {}): AlertRecord {
  return {
    id: `city-aqi-200:city:bing:${seq}`,
    rule: 'city-aqi-200',
    subject: { kind: 'city', id: 'bing' },
    priority: 2,
    state: 'raised',
    raisedAt: NOW - HOUR_MS,
    returnedAt: null,
    value: 301,
    limit: 200,
    quantity: 'aqi',
    message: { zh: '丙市 AQI 301，高于 200', en: 'Bing City: AQI 301, above 200' },
    reason: 'above for 1 h',
    shadow: false,
    seq,
    ...more,
  };
}

/** A plain list of alerts that answers the api's questions the slow and obvious way. */
export class AlertList {
  records: AlertRecord[] = [];
  /** Sequences of other events also count. */
  newestSeq = 0;

  add(record: AlertRecord): void {
    this.records.push(record);
    this.newestSeq = Math.max(this.newestSeq, record.seq);
  }

  list: ApiDeps['alerts']['list'] = ({ before = Number.POSITIVE_INFINITY, limit, ...wanted }) =>
    this.records
      .filter((record) => record.seq < before)
      .filter((record) => wanted.state === undefined || record.state === wanted.state)
      .filter((record) => wanted.rule === undefined || record.rule === wanted.rule)
      .filter((record) => wanted.priority === undefined || record.priority === wanted.priority)
      .filter((record) => wanted.subject === undefined || record.subject.kind === wanted.subject.kind)
      .filter((record) => wanted.subject?.id === undefined || record.subject.id === wanted.subject.id)
      .filter((record) => wanted.from === undefined || record.raisedAt >= wanted.from)
      .filter((record) => wanted.to === undefined || record.raisedAt < wanted.to)
      .sort((a, b) => b.seq - a.seq)
      .slice(0, limit);

  get = (id: string) => this.records.find((record) => record.id === id);

  bySeq = async (after: number, limit: number) =>
    this.records
      .filter((record) => record.seq > after)
      .sort((a, b) => a.seq - b.seq)
      .slice(0, limit);

  lastSeq = () => this.newestSeq;
}

/** What answers look like as far as the tests take them apart. */
interface Item {
  readonly id: string;
  readonly seq: number;
  readonly at: string;
  readonly station: string;
  readonly city: string;
  readonly lastAt: string | null;
  readonly aqi: number | null;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly stations: object;
  readonly concentrations: object;
}
export interface Answer extends Item {
  readonly items: Item[];
  readonly next: string | null;
  readonly code: string;
  readonly requestId: string;
  readonly errors: { readonly path: string; readonly message: string }[];
}

export async function answerOf(response: Response): Promise<Answer> {
  return (await response.json()) as Answer;
}

/** The whole api over a real in-memory database and a clock that stands still. */
export async function fixture(
  options: { readonly deps?: Partial<ApiDeps>; readonly live?: Partial<LiveLimits>; readonly clockRate?: number } = {},
) {
  const clock = new ManualClock(NOW);
  const store = await SqliteTimeseries.open({ path: ':memory:' });
  const alerts = new AlertList();
  const listeners = new Set<(event: LiveEvent) => void>();
  const logged: { readonly level: string; readonly fields: object; readonly message: string }[] = [];
  const logAs = (level: string) => (fields: object, message: string) => {
    logged.push({ level, fields, message });
  };
  const deps: ApiDeps = {
    clock,
    clockRate: options.clockRate ?? 1,
    region: { zh: '示例城市群', en: 'Example cluster' },
    utcOffsetMs: 8 * HOUR_MS,
    stations: () => STATIONS,
    cities: () => [
      { id: 'bing', name: { zh: '丙市', en: 'Bing City' } },
      { id: 'ding', name: { zh: '丁市', en: 'Ding City' }, adcode: '999904' },
    ],
    readings: store,
    alerts,
    live: {
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    checks: [],
    metrics: () => [],
    log: { info: logAs('info'), warn: logAs('warn'), error: logAs('error') },
    ...options.deps,
  };
  const api = createApi(deps, { live: options.live ?? {} });
  return {
    ...api,
    clock,
    store,
    alerts,
    logged,
    listeners,
    tell: (event: LiveEvent) => {
      for (const listener of listeners) listener(event);
    },
    get: async (path: string, headers: Record<string, string> = {}) => api.app.request(path, { headers }),
    json: async (path: string) => answerOf(await api.app.request(path)),
  };
}

export type Fixture = Awaited<ReturnType<typeof fixture>>;
