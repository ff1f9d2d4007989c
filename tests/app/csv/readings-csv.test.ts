import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CsvProblem, CsvRefused, formatCsvProblem } from '../../../app/csv/csv-problem.ts';
import { type CsvReading, type ReadingsCsvOptions, readReadingsCsv } from '../../../app/csv/readings-csv.ts';
import { PARAMETERS, type Parameter } from '../../../domain/air/parameter.ts';
import { formatIso } from '../../../domain/time.ts';
import { dataFile } from './data-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lianfang-csv-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(path: string, options: ReadingsCsvOptions = {}) {
  const readings: CsvReading[] = [];
  const problems: CsvProblem[] = [];
  for await (const reading of readReadingsCsv(path, { onProblem: (problem) => problems.push(problem), ...options })) {
    readings.push(reading);
  }
  return { readings, problems };
}

async function readText(content: string | Uint8Array, options: ReadingsCsvOptions = {}) {
  const path = join(folder, 'readings.csv');
  await writeFile(path, content);
  return read(path, options);
}

const NINE = Date.parse('2026-11-22T09:00:00+08:00');

describe('readings CSV', () => {
  it('takes any subset of the columns in any order, and an empty cell is no value', async () => {
    const { readings, problems } = await readText(
      'wind_dir,station,pm25,ts\n225,s1,62.5,2026-11-22T09:00:00+08:00\n,s2,,2026-11-22T09:00:00+08:00\n',
    );
    expect(problems).toEqual([]);
    expect(readings).toEqual([
      { line: 2, at: NINE, station: 's1', values: { pm25: 62.5, wind_dir: 225 } },
      { line: 3, at: NINE, station: 's2', values: {} },
    ]);
  });

  it('turns the start of a period into its end when the file stamps starts', async () => {
    const text = 'ts,station,co\n2026-11-22T09:00:00+08:00,s1,0\n';
    expect((await readText(text, { ts: 'start' })).readings[0]?.at).toBe(NINE + 3_600_000);
    expect((await readText(text, { ts: 'start', periodS: 300 })).readings[0]?.at).toBe(NINE + 300_000);
    expect((await readText(text)).readings[0]).toMatchObject({ at: NINE, values: { co: 0 } });
  });

  it('reads gzip by its first bytes, a byte order mark, CRLF, blank lines and a last line without an end', async () => {
    const text = '\uFEFFts,station,o3\r\n2026-11-22T09:00:00+08:00,s1,21\r\n\r\n2026-11-22T01:00:00Z,s2,22';
    const plain = await readText(text);
    expect(plain.problems).toEqual([]);
    expect(plain.readings.map((reading) => [reading.line, reading.at, reading.values.o3])).toEqual([
      [2, NINE, 21],
      [4, NINE, 22],
    ]);
    expect(await readText(gzipSync(text))).toEqual(plain);
  });

  it('names line, column and remedy of each fault and goes on', async () => {
    const at = '2026-11-22T09:00:00+08:00';
    const { readings, problems } = await readText(
      [
        'ts,station,pm25,o3',
        `${at},s1,12a,30`,
        '2026-11-22T09:00:00,s1,1,2',
        '2026-02-30T09:00:00+08:00,s1,1,2',
        `${at},,1,2`,
        `${at},s1,1`,
        `${at},s1,0x10,Infinity`,
        `${at},s1, 7 ,1e2`,
      ].join('\n'),
    );
    expect(readings.map((reading) => [reading.line, reading.values])).toEqual([
      [2, { o3: 30 }],
      [7, {}],
      [8, { pm25: 7, o3: 100 }],
    ]);
    expect(problems.map(({ line, column }) => [line, column])).toEqual([
      [2, 'pm25'],
      [3, 'ts'],
      [4, 'ts'],
      [5, 'station'],
      [6, undefined],
      [7, 'pm25'],
      [7, 'o3'],
    ]);
    expect(problems.every((problem) => problem.remedy.length > 10)).toBe(true);
    expect(formatCsvProblem(problems[0] as CsvProblem)).toMatch(/^line 2, column pm25: "12a" is not a number; write /);
  });

  it('refuses a file it cannot use, with all reasons at once', async () => {
    await expect(readText('')).rejects.toThrow(/line 1: the file is empty/);
    await expect(readText('time,station,station\n')).rejects.toThrow(CsvRefused);
    await expect(readText('time,station,station\n')).rejects.toThrow(
      /column station: the column is there twice.*column ts: the column is missing.*no column of values/s,
    );
    await expect(read(join(folder, 'absent.csv'))).rejects.toThrow(/no such file/);
    await expect(read(folder)).rejects.toThrow(/folder/);
    await expect(readText(Buffer.from('ts,station,pm25\n2026,\xbc\xd7,1', 'latin1'))).rejects.toThrow(/not UTF-8/);
  });

  it('says after which line damaged gzip data end', async () => {
    const rows = Array.from({ length: 50_000 }, (_, i) => `${formatIso(NINE + i * 3_600_000)},s${i},${i % 97}\n`);
    const whole = gzipSync(`ts,station,pm25\n${rows.join('')}`);
    await expect(readText(whole.subarray(0, whole.length / 2))).rejects.toThrow(
      /line \d{4,5}: the gzip data are damaged/,
    );
  });

  it('tells unknown columns once, as a notice', async () => {
    const notices: (readonly string[])[] = [];
    const text = 'ts,station,pm25,aqi,PM10\n2026-11-22T09:00:00+08:00,s1,1,2,3\n';
    const { readings, problems } = await readText(text, { onUnknownColumns: (names) => notices.push(names) });
    expect(notices).toEqual([['aqi']]);
    expect(problems).toEqual([]);
    expect(readings[0]?.values).toEqual({ pm25: 1, pm10: 3 });
  });

  it('reads quoted fields, and an open quote costs its own line only', async () => {
    const { readings, problems } = await readText(
      [
        'ts,station,pm25',
        '2026-11-22T09:00:00+08:00,"a, ""b""\nc",1',
        '"2026-11-22T09:00:00+08:00","s2","2"',
        '2026-11-22T09:00:00+08:00,"open,3',
        ...Array.from({ length: 150 }, () => '2026-11-22T09:00:00+08:00,s3,4'),
        '2026-11-22T09:00:00+08:00,"open,3',
        '2026-11-22T09:00:00+08:00,s4,5',
      ].join('\n'),
    );
    expect(readings.slice(0, 2).map(({ line, station, values }) => [line, station, values.pm25])).toEqual([
      [2, 'a, "b"\nc', 1],
      [4, 's2', 2],
    ]);
    expect(problems.map((problem) => problem.line)).toEqual([5, 156]);
    expect(readings).toHaveLength(2 + 150 + 1);
    expect(readings.at(-1)).toMatchObject({ line: 157, station: 's4' });
  });

  it('gives back whatever was written, however the text is quoted', async () => {
    const cell = fc.double({ min: -1e6, max: 1e6, noNaN: true, noDefaultInfinity: true });
    const row = fc.record({
      at: fc.integer({ min: 0, max: 4e9 }).map((s) => s * 1000),
      station: fc
        .string({ unit: fc.constantFrom('a', '甲', ',', '"', '\n', ' ', '-'), minLength: 1 })
        .filter((s) => s.trim() !== ''),
      values: fc.dictionary(fc.constantFrom(...PARAMETERS), cell),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 8 }),
        fc.shuffledSubarray([...PARAMETERS], { minLength: 1 }),
        async (rows, columns) => {
          const lines = rows.map(({ at, station, values }) =>
            [
              formatIso(at),
              /[,"\n]/.test(station) ? `"${station.replaceAll('"', '""')}"` : station,
              ...columns.map((name) => values[name] ?? ''),
            ].join(','),
          );
          const { readings, problems } = await readText(`ts,station,${columns.join(',')}\n${lines.join('\n')}\n`);
          expect(problems).toEqual([]);
          const kept = (values: Readonly<Record<string, number | undefined>>) =>
            Object.fromEntries(
              columns.flatMap((name: Parameter) => (values[name] === undefined ? [] : [[name, values[name] + 0]])),
            );
          expect(readings.map(({ at, station, values }) => ({ at, station, values: kept(values) }))).toEqual(
            rows.map(({ at, station, values }) => ({ at, station: station.trim(), values: kept(values) })),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});

const igp = dataFile('in_igp_hourly_20221101_20230131.csv.gz');
describe.skipIf(igp.absent)(igp.title, () => {
  it('reads all 161,184 rows, stamps them by their end and keeps the quirks as published', async () => {
    let rows = 0;
    let empty = 0;
    let spike: CsvReading | undefined;
    let first: CsvReading | undefined;
    const problems: CsvProblem[] = [];
    for await (const reading of readReadingsCsv(igp.path, { ts: 'start', onProblem: (p) => problems.push(p) })) {
      first ??= reading;
      rows += 1;
      if (Object.keys(reading.values).length === 0) empty += 1;
      if (reading.station === 'UP052' && reading.values.pm25 === 963.29) spike = reading;
    }
    expect(problems).toEqual([]);
    expect({ rows, empty }).toEqual({ rows: 161_184, empty: 7_278 });
    expect(first).toMatchObject({ line: 2, station: 'BR007', at: Date.parse('2022-11-01T01:00:00+05:30') });
    expect(spike?.at).toBe(Date.parse('2023-01-06T15:00:00+05:30'));
    expect(spike?.values.pm10).toBeUndefined();
  });
});

const beijing = dataFile('cn_beijing12_hourly_20161115_20170110.csv.gz');
describe.skipIf(beijing.absent)(beijing.title, () => {
  it('keeps calm wind with its direction, zero rain and PM10 equal to PM2.5', async () => {
    const { readings, problems } = await read(beijing.path);
    expect(problems).toEqual([]);
    expect(readings).toHaveLength(16_416);
    expect(readings[0]).toEqual({
      line: 2,
      at: Date.parse('2016-11-15T00:00:00+08:00'),
      station: '1001A',
      values: {
        pm25: 11,
        pm10: 21,
        so2: 4,
        no2: 46,
        co: 0.4,
        o3: 21,
        wind_speed: 0.6,
        wind_dir: 45,
        temp: 2.5,
        dew_point: -9.8,
        pressure: 1023.6,
        rain: 0,
      },
    });
    expect(readings.some(({ values }) => values.wind_speed === 0 && values.wind_dir !== undefined)).toBe(true);
  });
});
