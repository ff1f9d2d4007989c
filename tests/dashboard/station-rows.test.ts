import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowQuery } from '../../dashboard/parts/row-query.ts';
import { SORT_KEYS, selectRows, stationRows } from '../../dashboard/state/station-rows.ts';
import { HOUR_MS, stationStateAt, stations } from './invented-region.ts';

const HOUR = Date.UTC(2026, 10, 22, 6);
const NOW = HOUR + 26 * 60_000;
const states = new Map(stations.map((station) => [station.id, stationStateAt(station, HOUR)]));
const rows = stationRows(stations, (id) => states.get(id), NOW);
const ids = (query: Record<string, string>) => selectRows(rows, rowQuery(query)).map(({ station }) => station.id);

describe('station rows', () => {
  it('lead with the worst air now, and end with what is old or was never heard', () => {
    const list = selectRows(rows, rowQuery({}));
    const current = list.filter(({ freshness }) => freshness === 'live').map(({ state }) => state?.aqi ?? -1);
    expect(current).toEqual([...current].sort((a, b) => b - a));
    expect(list.slice(-3).map(({ freshness }) => freshness)).not.toContain('live');
  });

  it('keep old numbers last in either direction', () => {
    expect(ids({ sort: 'pm25', dir: 'asc' }).slice(-2).sort()).toEqual(
      ids({ sort: 'pm25', dir: 'desc' }).slice(-2).sort(),
    );
  });

  it('filter by city, state and text', () => {
    expect(ids({ city: 'wu' })).toHaveLength(8);
    expect(ids({ fresh: 'offline' })).toEqual(['xin-2']);
    expect(ids({ fresh: 'stale' })).toContain('wu-7');
    expect(ids({ text: '  BING-3 ' })).toEqual(['bing-3']);
    expect(ids({ text: '清洁对照' })).toHaveLength(8);
    expect(ids({ text: '没有这样的站' })).toEqual([]);
  });

  it('are a permutation of the stations under every sort', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SORT_KEYS), fc.boolean(), (sort, descending) => {
        const list = ids({ sort, dir: descending ? 'desc' : 'asc' });
        expect([...list].sort()).toEqual(stations.map(({ id }) => id).sort());
      }),
    );
  });

  it('know the last reading of a station that the live lane has not named', () => {
    const lastAt = new Date(NOW - 30 * HOUR_MS).toISOString();
    const [row] = stationRows([{ ...(stations[0] ?? failed()), lastAt }], () => undefined, NOW);
    expect(row?.freshness).toBe('offline');
  });
});

describe('the address of the table', () => {
  it('falls back to the default for whatever it does not know', () => {
    const standard = { city: null, text: '', freshness: null, sort: 'aqi', descending: true };
    expect(rowQuery({})).toEqual(standard);
    expect(rowQuery({ sort: '__proto__', fresh: 'fresh', city: '' })).toEqual({ ...standard, descending: false });
  });

  it('sorts words upwards and the index downwards unless told', () => {
    expect(rowQuery({ sort: 'name' }).descending).toBe(false);
    expect(rowQuery({ sort: 'aqi' }).descending).toBe(true);
  });
});

function failed(): never {
  throw new Error('the invented region has no stations');
}
