import type { Station } from '../../domain/air/station.ts';
import type { Log } from '../../ingest/log.ts';

/** 2026-11-22T14:05:00+08:00: five minutes after the sample reading's hour. */
export const NOW = Date.UTC(2026, 10, 22, 6, 5);

export function station(changes: Partial<Station> = {}): Station {
  return {
    id: 'S1',
    name: '一号站',
    city: 'qingyuan',
    lon: 113,
    lat: 23.7,
    background: false,
    periodLabel: 'end',
    ...changes,
  };
}

/** The reading of the public contract, as a station sends it. */
export function message(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    at: '2026-11-22T14:00:00+08:00',
    period: 3600,
    seq: 1024,
    values: {
      pm25: 62,
      pm10: 101,
      so2: 12,
      no2: 64,
      co: 1.3,
      o3: 21,
      wind_speed: 3.4,
      wind_dir: 225,
      temp: 4.1,
      rh: 61,
      pressure: 1021,
    },
    flags: { o3: 'C' },
    ...changes,
  };
}

export function bytes(value: unknown): Uint8Array {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
}

export const quiet: Log = { info() {}, warn() {}, error() {} };
