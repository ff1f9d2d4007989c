import {
  appendFileSync,
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../domain/air/reading.ts';
import type { SpoolFinding } from '../../../store/spool/spool-finding.ts';
import { encodeRecord } from '../../../store/spool/spool-record.ts';
import { StoreUnavailable } from '../../../store/timeseries.ts';
import { reading } from '../../contract/timeseries-contract.ts';
import {
  type BenchOptions,
  newTemporaryFolder,
  openBench,
  openOwnBench,
  segmentsIn,
  until,
  untilEmpty,
} from './open-bench.ts';

const batch = (number: number): Reading[] =>
  Array.from({ length: 10 }, (_, n) => reading({ station: `s${n}`, at: number * 1_000, seq: number }));

/** Bytes of one record of ten such readings. */
const RECORD =
  24 +
  Buffer.byteLength(
    `[${batch(1)
      .map((one) => `["${one.station}","c1",1000,3600,1,[62,null,null,null,1.3]]`)
      .join(',\n')}]`,
  );

/** A folder as a process leaves it that ended with three batches waiting. */
async function leftBehind(options: BenchOptions = {}): Promise<string> {
  const { folder, store, spooled } = await openOwnBench(options);
  store.mode = 'down';
  for (const number of [1, 2, 3]) await spooled.write(batch(number));
  await spooled.close();
  return folder;
}

async function openAgain(folder: string) {
  const findings: SpoolFinding[] = [];
  const bench = await openBench({ folder, onFinding: (finding) => findings.push(finding) });
  const atOpening = bench.spooled.status();
  await untilEmpty(bench);
  return { ...bench, findings, atOpening, stored: await bench.stored() };
}

const pathIn = (folder: string, name = segmentsIn(folder).at(-1) ?? '') => join(folder, name);

describe('a spool opened again', () => {
  it('[SPL-18] carries over what was left when the program was closed', async () => {
    const folder = await leftBehind();
    const again = await openAgain(folder);
    expect(again.atOpening).toMatchObject({ readings: 30, bytes: 3 * RECORD });
    expect(again.stored).toEqual([...batch(1), ...batch(2), ...batch(3)]);
    expect(again.findings).toEqual([]);
    expect(segmentsIn(folder)).toEqual([]);
  });

  it('[SPL-18] puts new writes behind what was left', async () => {
    const folder = await leftBehind();
    const bench = await openBench({ folder });
    await bench.spooled.write(batch(1).map((one) => ({ ...one, seq: 99 })));
    await untilEmpty(bench);
    expect((await bench.stored()).slice(0, 10).map(({ seq }) => seq)).toEqual(Array(10).fill(99));
  });

  it.each([1, 23, 24, 100])('[SPL-10] cuts off the %i bytes that a crash left of a last record', async (length) => {
    const folder = await leftBehind();
    const record = readFileSync(pathIn(folder)).subarray(0, RECORD);
    appendFileSync(pathIn(folder), record.subarray(0, length));
    const again = await openAgain(folder);
    expect(again.stored).toHaveLength(30);
    expect(again.findings).toEqual([{ kind: 'torn', segment: 1, from: 3 * RECORD, bytes: length }]);
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it('[SPL-10] cuts off zeros: a length that reached the disk before its bytes did', async () => {
    const folder = await leftBehind();
    truncateSync(pathIn(folder), 3 * RECORD + 500);
    const again = await openAgain(folder);
    expect(again.stored).toHaveLength(30);
    expect(again.findings).toMatchObject([{ kind: 'torn', bytes: 500 }]);
  });

  it('[SPL-10] a segment that ends before its first record is removed', async () => {
    const folder = await leftBehind();
    writeFileSync(pathIn(folder, '0000000000000002.spool'), '');
    const again = await openAgain(folder);
    expect(again.stored).toHaveLength(30);
    expect(segmentsIn(folder)).toEqual([]);
  });

  it.each([
    ['its payload', RECORD + 100],
    ['its length', RECORD + 5],
    ['its checksum', RECORD + 9],
    ['its marker', RECORD],
  ])('[SPL-11] sets a record with %s damaged aside, reports it, and carries over all others', async (_, at) => {
    const folder = await leftBehind();
    const bytes = readFileSync(pathIn(folder));
    bytes[at] = (bytes[at] ?? 0) ^ 0x55;
    writeFileSync(pathIn(folder), bytes);
    const again = await openAgain(folder);
    expect(again.atOpening.readings).toBe(20);
    expect(again.stored).toEqual([...batch(1), ...batch(3)]);
    const file = `0000000000000001-${RECORD}.damaged`;
    expect(again.findings).toEqual([{ kind: 'damaged', segment: 1, from: RECORD, bytes: RECORD, file }]);
    expect(again.spooled.status().damagedPlaces).toBe(1);
    expect(readFileSync(join(folder, file)).equals(bytes.subarray(RECORD, 2 * RECORD))).toBe(true);
  });

  it('[SPL-11] does so too when the damage comes while it runs', async () => {
    const findings: SpoolFinding[] = [];
    const bench = await openBench({ onFinding: (finding) => findings.push(finding) });
    bench.store.mode = 'down';
    for (const number of [1, 2, 3]) await bench.spooled.write(batch(number));
    const bytes = readFileSync(pathIn(bench.folder));
    bytes[RECORD + 30] = 0;
    writeFileSync(pathIn(bench.folder), bytes);
    bench.store.mode = 'up';
    await untilEmpty(bench);
    expect(await bench.stored()).toEqual([...batch(1), ...batch(3)]);
    expect(findings).toMatchObject([{ kind: 'damaged', from: RECORD, bytes: RECORD }]);
    expect(bench.spooled.status()).toMatchObject({ readings: 0, damagedPlaces: 1 });
  });

  it('[SPL-11] does not stop at a file that somebody cut short or removed', async () => {
    const bench = await openBench({ segmentBytes: RECORD });
    bench.store.mode = 'down';
    for (const number of [1, 2, 3, 4]) await bench.spooled.write(batch(number));
    const [first = '', second = ''] = segmentsIn(bench.folder);
    truncateSync(pathIn(bench.folder, first), 40);
    rmSync(pathIn(bench.folder, second));
    bench.store.mode = 'up';
    await untilEmpty(bench);
    expect(await bench.stored()).toEqual([...batch(3), ...batch(4)]);
  });

  it('[SPL-11] a record that is whole and yet holds no readings is set aside', async () => {
    const folder = await leftBehind();
    appendFileSync(pathIn(folder), encodeRecord(Buffer.from('{"no":"readings"}'), { readings: 1, appendedAt: 1 }));
    const again = await openAgain(folder);
    expect(again.stored).toHaveLength(30);
    expect(again.findings).toMatchObject([{ kind: 'damaged', from: 3 * RECORD, bytes: 41 }]);
  });

  it('[SPL-17] refuses a segment of a newer format and leaves it as it is', async () => {
    const folder = await leftBehind();
    const bytes = readFileSync(pathIn(folder));
    bytes.write('LFS2', 0, 'latin1');
    writeFileSync(pathIn(folder), bytes);
    await expect(openOwnBench({ folder })).rejects.toThrow('newer version');
    expect(readFileSync(pathIn(folder)).equals(bytes)).toBe(true);
  });

  it('[SPL-15] is refused to a second one until the first is closed', async () => {
    const first = await openOwnBench();
    const error: unknown = await openOwnBench({ folder: first.folder }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(String(error)).toContain('in use by another process');
    await first.spooled.close();
    const second = await openOwnBench({ folder: first.folder });
    await second.spooled.close();
  });

  it('[SPL-12] repeats a segment that was stored but not yet deleted, in order', async () => {
    const folder = await leftBehind();
    const copy = newTemporaryFolder();
    cpSync(folder, copy, { recursive: true });
    const bench = await openBench({ folder });
    await untilEmpty(bench);
    const again = await openBench({ folder: copy, inner: bench.store });
    await untilEmpty(again);
    expect(await bench.stored()).toEqual([...batch(1), ...batch(2), ...batch(3)]);
  });
});

describe('a disk that fails', () => {
  it('[SPL-19] acknowledges nothing while the folder is gone, and goes on when it is back', async () => {
    const bench = await openBench();
    bench.store.mode = 'down';
    rmSync(bench.folder, { recursive: true });
    const error: unknown = await bench.spooled.write(batch(1)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(String(error)).toContain('down on purpose');
    cpSync(newTemporaryFolder(), bench.folder, { recursive: true });
    await bench.spooled.write(batch(2));
    bench.store.mode = 'up';
    await untilEmpty(bench);
    expect(await bench.stored()).toEqual(batch(2));
  });

  it('[SPL-19] in the middle of an outage loses nothing that is on it', async () => {
    const bench = await openBench({ segmentBytes: RECORD });
    const { folder, spooled, store, clock } = bench;
    store.mode = 'down';
    await spooled.write(batch(1));
    // The name of the next segment is taken: it cannot be created.
    writeFileSync(join(folder, '0000000000000002.spool'), 'somebody else');
    await expect(spooled.write(batch(2))).rejects.toThrow('the spool cannot be written');
    await spooled.write(batch(3));
    store.mode = 'up';
    await until(clock, () => spooled.status().bytes === 0, 1_000);
    expect(await bench.stored()).toEqual([...batch(1), ...batch(3)]);
    expect(statSync(folder).isDirectory()).toBe(true);
  });
});
