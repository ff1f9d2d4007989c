import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Reading } from '../../domain/air/reading.ts';
import { type Arrivals, MOST_VERSIONS, type OlderVersion, type VersionCursor } from '../../store/arrivals.ts';

const T0 = 1_795_327_200_000;
const HOUR = 3_600_000;
const ALL = { station: 's1', from: 0, to: Number.MAX_SAFE_INTEGER, limit: 1_000 };

function reading(changes: Partial<Reading> = {}): Reading {
  return { station: 's1', city: '市', at: T0, periodS: 3600, values: { pm25: 1 }, flags: {}, ...changes };
}

function older(one: Reading, replacedAt: number): OlderVersion {
  const { station, at, periodS } = one;
  return { station, at, periodS, replacedAt, reading: one };
}

/** What every `Arrivals` must do; run it on each implementation. */
export function arrivalsContract(open: () => Promise<Arrivals>): void {
  let arrivals: Arrivals;
  beforeEach(async () => {
    arrivals = await open();
  });
  afterEach(() => arrivals.close());

  const superseded = (...versions: OlderVersion[]) => arrivals.record({ superseded: versions, late: [] });
  const listed = async () => (await arrivals.versions(ALL)).map(({ number: _, ...version }) => version);

  it('gives versions back as they were, in order of time, period and replacement', async () => {
    const versions = [
      older(reading({ seq: 7, values: { co: 1.3, pm25: 62 }, flags: { o3: 'C' } }), T0 + 5),
      older(reading({ values: { pm25: 63 } }), T0 + 6),
      { station: 's1', at: T0, periodS: 86_400, replacedAt: T0 + 1, reading: null },
      older(reading({ at: T0 + HOUR }), T0 + 2),
    ];
    await superseded(...versions.toReversed(), older(reading({ station: 's2' }), T0));
    expect(await listed()).toEqual(versions);
    expect(await arrivals.versions({ ...ALL, from: T0 + 1, to: T0 + HOUR })).toEqual([]);
    expect(await arrivals.versions({ ...ALL, from: T0 + HOUR, to: T0 + HOUR + 1 })).toHaveLength(1);
  });

  it('[LAT-3] keeps one content once, whatever the order of its keys, with its newest replacement', async () => {
    const one = reading({ values: { pm25: 62, co: 1.3 }, flags: { o3: 'N', co: 'D' } });
    const same = reading({ seq: 9, values: { co: 1.3, pm25: 62 }, flags: { co: 'D' } });
    await superseded(older(one, T0 + 5));
    await superseded(older(same, T0 + 9));
    await superseded(older(one, T0 + 5));
    const found = await listed();
    expect(found).toHaveLength(1);
    expect(found[0]?.replacedAt).toBe(T0 + 9);
    await superseded(older(reading({ values: { pm25: 62 } }), T0 + 9));
    expect(await listed()).toHaveLength(2);
  });

  it('is read in pages, also where many were replaced in one millisecond', async () => {
    await superseded(...Array.from({ length: 20 }, (_, n) => older(reading({ values: { pm25: n } }), T0)));
    const pages: (number | undefined)[][] = [];
    let after: VersionCursor | undefined;
    for (;;) {
      const page = await arrivals.versions({ ...ALL, limit: 7, ...(after && { after }) });
      if (page.length === 0) break;
      pages.push(page.map((version) => version.reading?.values.pm25));
      after = page.at(-1);
    }
    expect(pages.map((page) => page.length)).toEqual([7, 7, 6]);
    expect(pages.flat()).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  it('[LAT-11] keeps the newest hundred versions of a reading', async () => {
    for (let n = 0; n < MOST_VERSIONS + 5; n++) await superseded(older(reading({ values: { pm25: n } }), T0 + n));
    await superseded(older(reading({ at: T0 + HOUR }), T0));
    const values = (await listed()).map((version) => version.reading?.values.pm25);
    expect(values).toHaveLength(MOST_VERSIONS + 1);
    expect(values[0]).toBe(5);
  });

  it('marks what is late and what is revised, and nothing else', async () => {
    const plain = reading({ station: 'x' });
    const late = reading({ at: T0 + HOUR });
    const revised = reading({ periodS: 60, values: { pm25: 2 } });
    const returned = reading({ station: 's3', values: { pm25: 1 } });
    await arrivals.record({
      superseded: [
        older(reading({ periodS: 60 }), T0 + 7),
        older(returned, T0 + 8),
        older(reading({ station: 's3', values: { pm25: 5 } }), T0 + 9),
      ],
      late: [
        { station: 's1', at: T0 + HOUR, periodS: 3600, receivedAt: T0 + 90 * HOUR },
        { station: 's1', at: T0 + HOUR, periodS: 3600, receivedAt: T0 + 91 * HOUR },
      ],
    });
    expect(await arrivals.marks([plain, late, revised, returned])).toEqual([
      { isRevised: false },
      { isRevised: false, lateSince: T0 + 91 * HOUR },
      { isRevised: true },
      { isRevised: true },
    ]);
    expect(await arrivals.marks([])).toEqual([]);
  });

  it('[LAT-3] does not call a reading revised whose only older version is itself: the new one was never written', async () => {
    await superseded(older(reading(), T0));
    expect(await arrivals.marks([reading()])).toEqual([{ isRevised: false }]);
    expect(await arrivals.marks([reading({ values: { pm25: 2 } })])).toEqual([{ isRevised: true }]);
  });
}
