import { describe, expect, it } from 'vitest';
import { StoreRejected, StoreUnavailable } from '../../../store/timeseries.ts';
import { settle } from '../../clock/manual-clock.ts';
import { bytes, message, NOW } from '../samples.ts';
import { fateRig, HOUR, reading } from './fate-rig.ts';

describe('repeated and revised readings', () => {
  it('[LAT-1] acknowledges the same again as stored, counts it and does not write it', async () => {
    const rig = await fateRig();
    const one = reading(1, 62, { seq: 1, values: { pm25: 62, co: 1.3 }, flags: { co: 'D' } });
    await rig.send(one);
    await rig.send({ ...one, seq: 2, values: { co: 1.3, pm25: 62 }, flags: { pm25: 'N', co: 'D' } });
    expect(rig.notebook.fates()).toEqual(['new', 'duplicate']);
    expect(rig.store.writes).toEqual([1]);
    expect(rig.outcomes.map(({ stored }) => stored.length)).toEqual([1, 1]);
    expect([...(rig.outcomes[1]?.repeated.values() ?? [])]).toEqual(['duplicate']);
    expect(rig.committed).toEqual([one]);
    expect(rig.counters).toMatchObject({ readingsStored: 1, readingsDuplicate: 1, batchesCommitted: 1 });
  });

  it('[LAT-1] knows the same period of another length, and of another station, as another reading', async () => {
    const rig = await fateRig();
    await rig.send(reading(1, 62), reading(1, 62, { periodS: 60 }), reading(1, 62, { station: 'S2' }));
    expect(rig.notebook.fates()).toEqual(['new', 'new', 'new']);
    expect(await rig.stored()).toHaveLength(3);
  });

  it('[LAT-2] replaces a different one as a whole and keeps the older version', async () => {
    const rig = await fateRig();
    await rig.send(reading(1, 62, { values: { pm25: 62, o3: 21 } }));
    rig.clock.advance(60_000);
    const second = reading(1, 63);
    await rig.send(second);
    expect(rig.notebook.fates()).toEqual(['new', 'revised']);
    expect(await rig.stored()).toEqual([second]);
    expect(await rig.arrivals.versions({ station: 'S1', from: 0, to: NOW, limit: 9 })).toMatchObject([
      { reading: { values: { pm25: 62, o3: 21 } }, replacedAt: NOW + 60_000 },
    ]);
    expect(rig.committed.map(({ values }) => values.pm25)).toEqual([62, 63]);
    expect(rig.counters).toMatchObject({ readingsStored: 2, readingsRevised: 1 });
  });

  it('[LAT-2] takes another flag for another content', async () => {
    const rig = await fateRig();
    await rig.send(reading(1, 62));
    await rig.send(reading(1, 62, { flags: { pm25: 'D' } }));
    expect(rig.notebook.fates()).toEqual(['new', 'revised']);
  });

  it('[LAT-4] writes of several versions in one batch only the last and keeps the others', async () => {
    const rig = await fateRig();
    await rig.send(reading(1, 1));
    rig.submit(reading(1, 2), reading(1, 2), reading(2, 9));
    rig.submit(reading(1, 3));
    rig.submit(reading(1, 3), reading(1, 4));
    await settle();
    expect(rig.notebook.fates()).toEqual(['new', 'revised', 'duplicate', 'new', 'revised', 'duplicate', 'revised']);
    expect(rig.store.writes).toEqual([1, 2]);
    expect(await rig.versions()).toEqual([1, 2, 3]);
    expect((await rig.stored()).map(({ values }) => values.pm25)).toEqual([9, 4]);
    expect(rig.committed.map(({ values }) => values.pm25)).toEqual([1, 9, 4]);
    await rig.send(reading(1, 4), reading(1, 3));
    expect(rig.notebook.fates().slice(-2)).toEqual(['duplicate', 'revised']);
  });

  it('[LAT-10] tells the books after the commit and before the acknowledgement', async () => {
    const rig = await fateRig();
    rig.store.shut = true;
    const heard: number[] = [];
    rig.pipeline.submitDecoded({
      decoded: { readings: [reading(1, 62)], refusals: [] },
      bytes: 1,
      settle: () => heard.push(rig.notebook.told.length),
    });
    await settle();
    expect(rig.notebook.told).toEqual([]);
    rig.clock.advance(5_000);
    rig.store.open();
    await settle();
    expect(heard).toEqual([1]);
    expect(rig.notebook.told).toEqual([{ reading: reading(1, 62), fate: 'new', late: false, receivedAt: NOW }]);
  });

  it('[LAT-10] tells the books what was refused to a registered station, and of no other', async () => {
    const rig = await fateRig();
    const settled = { settle() {} };
    const submit = (id: string, payload: unknown) =>
      rig.pipeline.submit({ city: 'qingyuan', station: id, payload: bytes(payload), ...settled });
    submit('S9', message());
    submit('S1', [message({ seq: 5 }), message({ seq: 6, values: {} })]);
    submit('S2', 'rubbish');
    await settle();
    const other = { code: 'future', reason: '-', station: 'S3' } as const;
    const refusals = [other, { ...other, station: 'S9' }];
    rig.pipeline.submitDecoded({ decoded: { readings: [], refusals }, bytes: 1, ...settled });
    const { refusals: told } = rig.notebook;
    expect(told.map(({ station, refusal }) => [station, refusal.code, refusal.seq])).toEqual([
      ['S2', 'not_json', undefined],
      ['S1', 'no_values', 6],
      ['S3', 'future', undefined],
    ]);
  });
});

describe('late readings', () => {
  it('[LAT-14] are told to engine and live pages like new and revised ones; duplicates are not', async () => {
    const rig = await fateRig();
    await rig.send(reading(1, 1));
    await rig.send(reading(1, 1), reading(100, 2));
    await rig.send(reading(1, 1));
    await rig.send(reading(1, 3));
    expect(rig.committed.map(({ values }) => values.pm25)).toEqual([1, 2, 3]);
    expect(rig.counters.lastHeard().get('S1')?.lastAt).toBe(NOW - HOUR);
  });

  it('[LAT-5] are stored and marked with when they came; a duplicate is not late', async () => {
    const rig = await fateRig();
    await rig.send(reading(72, 1), reading(72.1, 2), reading(72.1, 2));
    await rig.send(reading(72.1, 2));
    expect(rig.notebook.told.map(({ fate, late }) => [fate, late])).toEqual([
      ['new', false],
      ['new', true],
      ['duplicate', false],
      ['duplicate', false],
    ]);
    const stored = await rig.stored();
    expect(await rig.arrivals.marks(stored)).toEqual([{ isRevised: false, lateSince: NOW }, { isRevised: false }]);
    expect(rig.counters.readingsLate).toBe(1);
  });

  it('[LAT-5] counts from when the message came, not from when the store took it', async () => {
    const rig = await fateRig();
    rig.store.shut = true;
    rig.submit(reading(71.5, 1));
    await settle();
    rig.clock.advance(HOUR);
    rig.store.open();
    await settle();
    expect(rig.notebook.told.map(({ late }) => late)).toEqual([false]);
  });
});

describe('the memory of fates', () => {
  it('[LAT-7] asks the store only for what is older than the memory', async () => {
    const rig = await fateRig();
    const old = [1_000, 1_001, 1_002].map((hours) => reading(hours, 5));
    await rig.timeseries.write([...old, reading(1_003, 5, { periodS: 60 })]);
    const reads: object[] = [];
    rig.store.read = (query) => {
      reads.push(query);
      return rig.timeseries.read(query);
    };
    for (let hours = 700; hours > 0; hours--) await rig.send(reading(hours, 1));
    expect(reads).toEqual([]);
    await rig.send(reading(1_000, 5), reading(1_001, 6), reading(1_003, 5), reading(1_000, 5, { station: 'S2' }));
    // One question for the three of S1; of S2 everything is known.
    expect(reads).toHaveLength(1);
    expect(rig.notebook.fates().slice(-4)).toEqual(['duplicate', 'revised', 'new', 'new']);
    expect(await rig.versions()).toEqual([5]);
    expect(rig.counters.fatesUnknown).toBe(0);
  });

  it('[LAT-13] is filled from the store by the next process', async () => {
    const before = await fateRig();
    await before.send(reading(1, 1), reading(2, 2));
    const after = await before.restarted();
    await after.send(reading(1, 1), reading(2, 9), reading(3, 3));
    expect(after.notebook.fates()).toEqual(['duplicate', 'revised', 'new']);
    expect(await after.versions()).toEqual([2]);
  });

  it('[LAT-13] is filled later when the store cannot be read at the start', async () => {
    const before = await fateRig();
    await before.send(reading(1, 1), reading(2, 2), reading(3, 3));
    let isDown = true;
    const { read, count } = before.timeseries;
    let reads = 0;
    const answer = <T>(ask: () => T) => (isDown ? Promise.reject(new StoreUnavailable('down')) : ask());
    const store = {
      read: (query: Parameters<typeof read>[0]) => {
        reads++;
        return answer(() => before.timeseries.read(query)) as ReturnType<typeof read>;
      },
      count: (range: Parameters<typeof count>[0]) =>
        answer(() => before.timeseries.count(range)) as ReturnType<typeof count>,
    };
    const { timeseries, arrivals, clock } = before;
    const after = await fateRig({ timeseries, arrivals, clock, desk: { store } });
    await after.send(reading(1, 1));
    // In its memory by now, though not in its seed.
    await after.send(reading(1, 1));
    expect(after.notebook.fates()).toEqual(['new', 'duplicate']);
    expect(after.counters.fatesUnknown).toBe(1);
    isDown = false;
    clock.advance(10_000);
    await after.send(reading(2, 2));
    await after.send(reading(3, 4));
    expect(after.notebook.fates().slice(2)).toEqual(['duplicate', 'revised']);
    expect(await after.versions()).toEqual([3]);
    reads = 0;
    await after.send(reading(4, 4));
    expect(after.notebook.fates().at(-1)).toBe('new');
    expect(reads).toBe(0);
  });

  it.each([
    ['five minutes', 15_000, 5],
    ['an hour', 1_000, 60],
    ['a month', 2, 43_200],
  ])('[LAT-13] reads %s back at %d readings a minute', async (_, aMinute, minutes) => {
    const asked: number[] = [];
    const store = {
      count: async ({ from }: { from: number }) => ((NOW - from) / 60_000) * aMinute,
      read: async ({ from }: { from: number }) => {
        asked.push((NOW - from) / 60_000);
        return [];
      },
    };
    await fateRig({ desk: { store } });
    expect(asked).toEqual([minutes]);
  });

  it('[LAT-13] learns of the readings that an earlier process had left in the spool', async () => {
    const rig = await fateRig();
    await rig.send(reading(1, 5));
    rig.desk.learn([reading(1, 1), reading(2, 2)]);
    await rig.send(reading(1, 5), reading(2, 2));
    expect(rig.notebook.fates()).toEqual(['new', 'duplicate', 'duplicate']);
  });

  it('[LAT-8] takes for new what the store does not say in time, counts it, and leaves the store alone for a while', async () => {
    const rig = await fateRig();
    await rig.timeseries.write([reading(2_000, 5)]);
    // More than its memory holds.
    await rig.send(...Array.from({ length: 100 }, (_, n) => reading(200 - n, 5)));
    const { length: before } = rig.outcomes;
    let asked = 0;
    rig.store.read = () => {
      asked++;
      return new Promise(() => {});
    };
    rig.submit(reading(2_000, 5), reading(1, 1));
    await settle();
    expect(rig.outcomes).toHaveLength(before);
    rig.clock.advance(2_000);
    await settle();
    expect(rig.notebook.fates().slice(-2)).toEqual(['new', 'new']);
    expect(rig.counters.fatesUnknown).toBe(1);
    await rig.send(reading(2_001, 5));
    expect(asked).toBe(1);
    expect(rig.counters.fatesUnknown).toBe(2);
    rig.clock.advance(10_000);
    rig.submit(reading(2_002, 5));
    await settle();
    expect(asked).toBe(2);
    rig.clock.advance(2_000);
    await settle();
  });

  it('[LAT-8] says of a version that it could not read only that there was one', async () => {
    const rig = await fateRig();
    await rig.send(reading(1, 1));
    rig.store.read = () => Promise.reject(new StoreUnavailable('down'));
    await rig.send(reading(1, 2));
    expect(rig.notebook.fates()).toEqual(['new', 'revised']);
    expect(await rig.versions()).toEqual([null]);
    expect(rig.counters).toMatchObject({ fatesUnknown: 0, versionsUnread: 1 });
    rig.clock.advance(10_000);
    // The store has another version than the one that went through us: the newer waits in the spool.
    rig.store.read = async () => [reading(1, 1)];
    await rig.send(reading(1, 3));
    expect(await rig.versions()).toEqual([null]);
    expect(rig.counters.versionsUnread).toBe(2);
  });
});

describe('what goes wrong between archive and write', () => {
  it('[LAT-3] keeps the older version before the write, and once, however often the write fails', async () => {
    const rig = await fateRig();
    await rig.send(reading(1, 1));
    rig.store.failing = new StoreUnavailable('busy');
    await rig.send(reading(1, 2));
    expect(await rig.versions()).toEqual([1]);
    expect(await rig.arrivals.marks(await rig.stored())).toEqual([{ isRevised: false }]);
    rig.clock.advance(100);
    await settle();
    rig.store.failing = undefined;
    rig.clock.advance(10_000);
    await settle();
    expect(await rig.versions()).toEqual([1]);
    expect((await rig.stored()).map(({ values }) => values.pm25)).toEqual([2]);
    expect(rig.notebook.fates()).toEqual(['new', 'revised']);
  });

  it('[LAT-3] invents and loses no version when the process dies in between', async () => {
    const before = await fateRig();
    await before.send(reading(1, 1));
    before.store.failing = new StoreUnavailable('dying');
    await before.send(reading(1, 2));
    const after = await before.restarted();
    expect((await after.stored()).map(({ values }) => values.pm25)).toEqual([1]);
    await after.send(reading(1, 1));
    await after.send(reading(1, 2));
    await after.send(reading(1, 1));
    expect(after.notebook.fates()).toEqual(['duplicate', 'revised', 'revised']);
    expect(await after.versions()).toEqual([1, 2]);
  });

  it('[LAT-3] waits as for the store while the older version cannot be kept', async () => {
    const rig = await fateRig();
    await rig.send(reading(1, 1));
    const { record } = rig.arrivals;
    rig.arrivals.record = () => Promise.reject(new StoreUnavailable('disk full'));
    await rig.send(reading(1, 2));
    expect(rig.pipeline.status().stalled?.reason).toBe('disk full');
    expect((await rig.stored())[0]?.values.pm25).toBe(1);
    rig.arrivals.record = record;
    rig.clock.advance(100);
    await settle();
    expect((await rig.stored())[0]?.values.pm25).toBe(2);
    expect(rig.outcomes).toHaveLength(2);
  });

  it('[LAT-12] stores the version before one that the store refuses, and does not remember the refused one', async () => {
    const rig = await fateRig();
    const poison = reading(1, 3, { seq: 3 });
    const { write } = rig.store;
    rig.store.write = async (readings) => {
      const rejected = readings.filter(({ seq }) => seq === 3).map((one) => ({ reading: one, reason: 'poison' }));
      await write.call(
        rig.store,
        readings.filter(({ seq }) => seq !== 3),
      );
      if (rejected.length > 0) throw new StoreRejected(rejected);
    };
    await rig.send(reading(1, 1), reading(1, 2, { seq: 2 }), poison, reading(2, 7));
    expect((await rig.stored()).map(({ values }) => values.pm25)).toEqual([7, 2]);
    expect(rig.outcomes[0]?.refusals.map(({ code, seq }) => [code, seq])).toEqual([['store_rejected', 3]]);
    expect(rig.outcomes[0]?.stored).toHaveLength(3);
    expect(rig.committed.map(({ values }) => values.pm25)).toEqual([7, 2]);
    expect(rig.notebook.refusals.map(({ station }) => station)).toEqual(['S1']);
    await rig.send(reading(1, 2, { seq: 2 }));
    expect(rig.notebook.fates()).toEqual(['new', 'revised', 'new', 'duplicate']);
  });
});
