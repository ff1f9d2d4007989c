import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PARAMETERS } from '../../domain/air/parameter.ts';
import { FLAGS, type Reading } from '../../domain/air/reading.ts';
import { compareReadings } from '../../store/reading-order.ts';
import { type ReadingQuery, StoreRejected, type Timeseries } from '../../store/timeseries.ts';

const HOUR = 3_600_000;
const T0 = Date.UTC(2026, 10, 22, 6);

export function reading(changes: Partial<Reading> = {}): Reading {
  return { station: 's1', city: 'c1', at: T0, periodS: 3600, values: { pm25: 62, co: 1.3 }, flags: {}, ...changes };
}

/** What every `Timeseries` promises. `open` gives an empty one for each test. */
export function timeseriesContract(open: () => Promise<Timeseries>, options: { readonly propertyRuns: number }): void {
  let store: Timeseries;

  beforeEach(async () => {
    store = await open();
  });

  afterEach(() => store.close());

  const readAll = (changes: Partial<ReadingQuery> = {}) =>
    store.read({ from: T0 - 1_000 * HOUR, to: T0 + 1_000 * HOUR, limit: 10_000, ...changes });

  /** Reads page by page, as callers do. */
  async function readPages(limit: number, changes: Partial<ReadingQuery> = {}): Promise<Reading[]> {
    const found: Reading[] = [];
    for (;;) {
      const after = found.at(-1);
      const page = await readAll({ ...changes, limit, ...(after === undefined ? {} : { after }) });
      found.push(...page);
      if (page.length < limit) return found;
      expect(page).toHaveLength(limit);
    }
  }

  describe('what is written', () => {
    it('is empty at first, ready, and takes an empty batch', async () => {
      await store.ready();
      await store.write([]);
      expect(await readAll()).toEqual([]);
      expect(await store.count({ from: 0, to: T0 + HOUR })).toBe(0);
    });

    it('comes back unchanged: values, flags, seq', async () => {
      const full = reading({
        seq: 1024,
        values: Object.fromEntries(PARAMETERS.map((parameter, index) => [parameter, index * 1.1 - 2])),
        flags: { o3: 'C', wind_dir: 'D' },
      });
      const flagOnly = reading({ station: 's2', values: {}, flags: { pm25: 'B' } });
      const bare = reading({ station: 's3', values: {} });
      const instant = reading({ station: 's4', periodS: 0, seq: 0, values: { temp: -12.5 } });
      await store.write([full, flagOnly, bare, instant]);
      expect(await readAll()).toEqual([full, flagOnly, bare, instant]);
    });

    it('keeps any station and city name apart: Chinese, spaces, commas, equals signs, quotes', async () => {
      const names = [
        '北京 东四',
        'a,b',
        'a=b',
        'a b',
        'a',
        "o'hare",
        '"q"',
        'é',
        '(甲)',
        '𠮷野',
        '#1',
        'x/y',
        'true',
        '1',
      ];
      const readings = names.map((name, index) => reading({ station: name, city: `市 ${name}`, seq: index }));
      await store.write(readings);
      expect(await readAll()).toEqual(readings.toSorted(compareReadings));
      for (const one of readings) expect(await readAll({ stations: [one.station] })).toEqual([one]);
    });

    it('keeps periods of one station and instant side by side', async () => {
      const readings = [0, 60, 300, 3600, 86_400].map((periodS) => reading({ periodS, values: { pm25: periodS } }));
      await store.write(readings.toReversed());
      expect(await readAll()).toEqual(readings);
      expect(await readPages(2)).toEqual(readings);
    });

    it('is not there for a station that only looks like an expression', async () => {
      await store.write([reading()]);
      expect(await readAll({ stations: ["x' OR station =~ /.*/ OR station = 'x", 'a\\', 'b\n'] })).toEqual([]);
    });
  });

  describe('written again', () => {
    it('is one reading', async () => {
      const readings = [reading(), reading({ station: 's2' })];
      await store.write(readings);
      await store.write(readings);
      await store.write([...readings, ...readings]);
      expect(await readAll()).toEqual(readings);
      expect(await store.count({ from: T0, to: T0 + 1 })).toBe(2);
    });

    it('the newest wins as a whole: no value, flag or seq of the older one stays', async () => {
      await store.write([reading({ seq: 7, values: { pm25: 1, o3: 2, rain: 0 }, flags: { o3: 'D' } })]);
      const newer = reading({ values: { pm25: 3 } });
      await store.write([newer]);
      expect(await readAll()).toEqual([newer]);
      const newest = reading({ seq: 9, values: { o3: 5 }, flags: { pm25: 'M' } });
      await store.write([newest]);
      expect(await readAll()).toEqual([newest]);
    });

    it('the last of one batch wins', async () => {
      await store.write([reading({ values: { pm25: 1, no2: 1 } }), reading({ values: { pm25: 2 } })]);
      expect(await readAll()).toEqual([reading({ values: { pm25: 2 } })]);
    });
  });

  describe('reading and counting', () => {
    it('takes half-open ranges: from is in, to is out', async () => {
      const readings = [0, 1, 2, 3].map((hour) => reading({ at: T0 + hour * HOUR }));
      await store.write(readings);
      expect(await readAll({ from: T0 + HOUR, to: T0 + 3 * HOUR })).toEqual(readings.slice(1, 3));
      expect(await readAll({ from: T0 + HOUR + 1, to: T0 + 3 * HOUR + 1 })).toEqual(readings.slice(2));
      expect(await readAll({ from: T0, to: T0 })).toEqual([]);
      expect(await store.count({ from: T0 + HOUR, to: T0 + 3 * HOUR })).toBe(2);
      expect(await readAll({ from: 0, to: Number.MAX_SAFE_INTEGER })).toEqual(readings);
      expect(await store.count({ from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER })).toBe(4);
    });

    it('orders and pages by (at, station, periodS) when many stations share an instant', async () => {
      const readings: Reading[] = [];
      for (const hour of [0, 1, 2]) {
        for (let n = 0; n < 37; n++) {
          const station = `s${String((n * 23) % 37).padStart(2, '0')}`;
          readings.push(reading({ at: T0 + hour * HOUR, station, seq: hour * 100 + n }));
        }
      }
      readings.push(reading({ station: 's05', periodS: 60 }));
      await store.write(readings);
      const expected = readings.toSorted(compareReadings);
      for (const limit of [1, 2, 36, 37, 38, 74, 75, 111, 112, 113]) {
        expect(await readPages(limit)).toEqual(expected);
      }
    });

    it('gives a page of more than 10,000 readings whole', async () => {
      const many = Array.from({ length: 12_345 }, (_, index) => reading({ at: 1_000 * (index + 1) }));
      await store.write(many);
      const pages = { from: 0, to: 1e9 };
      expect(await store.read({ ...pages, limit: 20_000 })).toHaveLength(12_345);
      expect(await store.read({ ...pages, limit: 11_000 })).toHaveLength(11_000);
      expect(await store.count(pages)).toBe(12_345);
    });

    it('narrows to stations, also to many of them, in pages', async () => {
      const readings: Reading[] = [];
      for (const hour of [0, 1]) {
        for (let n = 0; n < 130; n++) readings.push(reading({ at: T0 + hour * HOUR, station: `s${1_000 + n}` }));
      }
      await store.write(readings);
      const stations = readings.slice(3, 123).map(({ station }) => station);
      const expected = readings.filter(({ station }) => stations.includes(station));
      expect(await readAll({ stations: [...stations, 'unknown'].reverse() })).toEqual(expected);
      expect(await readPages(50, { stations })).toEqual(expected);
      expect(await readPages(3, { stations: ['s1007', 's1007', 's1003'] })).toHaveLength(4);
    });

    it('goes on after a cursor whose reading is not there', async () => {
      const readings = ['a', 'c', 'e'].map((station) => reading({ station }));
      await store.write(readings);
      expect(await readAll({ after: { at: T0, station: 'b', periodS: 60 } })).toEqual(readings.slice(1));
      expect(await readAll({ after: { at: T0 - 1, station: 'z', periodS: 60 } })).toEqual(readings);
      expect(await readAll({ after: { at: T0 + 2_000 * HOUR, station: 'a', periodS: 60 } })).toEqual([]);
    });
  });

  describe('what can never be stored', () => {
    it('is named by StoreRejected after the others are stored', async () => {
      const good = [reading({ station: 'g1' }), reading({ station: 'g2' }), reading({ station: 'g3' })];
      const bad = [
        reading({ values: { pm25: Number.NaN } }),
        reading({ values: { o3: Number.POSITIVE_INFINITY } }),
        reading({ station: '' }),
        reading({ station: 'line\nbreak' }),
        reading({ city: 'back\\' }),
        reading({ at: 1.5 }),
        reading({ at: Number.MAX_SAFE_INTEGER }),
        reading({ periodS: -1 }),
        reading({ seq: 0.5 }),
      ];
      const mixed = [...bad.slice(0, 4), ...good, ...bad.slice(4)];
      const error = await store.write(mixed).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(StoreRejected);
      const rejected = (error as StoreRejected).rejected;
      expect(rejected.map((one) => one.reading)).toEqual(bad);
      for (const { reason } of rejected) expect(reason).not.toBe('');
      expect(await readAll()).toEqual(good);
    });
  });

  describe('against a model', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }).map((value) => value + 0);
    const anyReading: fc.Arbitrary<Reading> = fc
      .record(
        {
          station: fc.constantFrom('a', 'b b', '丙,=', '𠮷', '丁'),
          city: fc.constant('市 1'),
          at: fc.integer({ min: 0, max: 3 }).map((hour) => T0 + hour * HOUR),
          periodS: fc.constantFrom(60, 3600),
          seq: fc.nat(),
          values: fc.dictionary(fc.constantFrom(...PARAMETERS), number),
          flags: fc.dictionary(fc.constantFrom(...PARAMETERS), fc.constantFrom(...FLAGS)),
        },
        { requiredKeys: ['station', 'city', 'at', 'periodS', 'values', 'flags'], noNullPrototype: true },
      )
      .map((one) => ({ ...one, values: { ...one.values }, flags: { ...one.flags } }));

    it('any batches, read in pages of any size, give what a map by identity gives', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(anyReading, { maxLength: 12 }), { maxLength: 4 }),
          fc.integer({ min: 1, max: 9 }),
          async (batches, limit) => {
            const fresh = await open();
            const previous = store;
            store = fresh;
            await previous.close();
            const model = new Map<string, Reading>();
            for (const batch of batches) {
              await store.write(batch);
              for (const one of batch) model.set(JSON.stringify([one.station, one.at, one.periodS]), one);
            }
            const expected = [...model.values()].sort(compareReadings);
            expect(await readPages(limit)).toEqual(expected);
            expect(await store.count({ from: T0, to: T0 + 4 * HOUR })).toBe(expected.length);
          },
        ),
        { numRuns: options.propertyRuns },
      );
    });
  });
}
