import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type AqiOptions, aqiCommand, runAqi } from '../../app/commands/aqi.ts';

const data = process.env['LIANFANG_DATA'] ?? join(import.meta.dirname, '../../../shared/data');
const sample = join(data, 'cn_cnemc_native_sample_20221231T20_jjj.csv');

interface Run {
  code: number;
  out: string[];
  err: string;
}

async function run(input: string | Buffer, options: Partial<AqiOptions> = {}): Promise<Run> {
  let out = '';
  let err = '';
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      out += String(chunk);
      done();
    },
  });
  const stderr = { write: (text: string) => (err += text) };
  const stdin = Readable.from([Buffer.from(input)]);
  const code = await runAqi({ file: '-', report: 'hourly', ...options }, { stdin, stdout, stderr });
  return { code, out: out.split('\n').slice(0, -1), err };
}

const header = 'ts,station,pm25,pm10,so2,no2,co,o3';

describe('lianfang aqi', () => {
  it('[IDX-21] appends aqi, level and primary to the rows it read', async () => {
    const rows = [
      '2026-11-22T14:00:00+08:00,"a,1",115,250,12,64,1.3,21',
      '2026-11-22T15:00:00+08:00,b,35,50,12,64,1.3,21',
    ];
    expect(await run([header, ...rows].join('\n'))).toEqual({
      code: 0,
      out: [`${header},aqi,level,primary`, `${rows[0]},150,3,pm25+pm10`, `${rows[1]},50,1,`],
      err: '',
    });
  });

  it('[IDX-21] takes columns in any order, a BOM, CRLF and blank lines', async () => {
    const { out, code } = await run(
      '\ufeffo3,co,pm10,PM2.5,so2,no2,ts\r\n\r\n1,1,1,61,1,1,2026-11-22T14:00:00+08:00\r\n',
    );
    expect([code, out[1]]).toEqual([0, '1,1,1,61,1,1,2026-11-22T14:00:00+08:00,101,3,pm25']);
  });

  it('[IDX-25] chooses the edition by the date of each row, or as told', async () => {
    const text = `${header}\n2026-02-28T23:00:00+08:00,a,60,1,1,1,1,1\n2026-02-28T16:00:00Z,a,60,1,1,1,1,1`;
    expect((await run(text)).out.slice(1).map((row) => row.split(',')[8])).toEqual(['82', '100']);
    expect((await run(text, { edition: '2012' })).out.slice(1).map((row) => row.split(',')[8])).toEqual(['82', '82']);
    expect((await run('pm25,pm10,so2,no2,co,o3\n60,1,1,1,1,1', { edition: '2026' })).out[1]).toBe(
      '60,1,1,1,1,1,100,2,pm25',
    );
    const unknown = await run('pm25\n60');
    expect([unknown.code, unknown.out]).toEqual([2, []]);
    expect(unknown.err).toContain('--edition');
  });

  it('[IDX-21] daily: a row a day with o3_8h', async () => {
    const text =
      'ts,pm25,pm10,so2,no2,co,o3,o3_8h\n2026-11-22,20,30,10,20,0.6,215,130\n2025-11-22,20,30,10,20,0.6,215,130';
    const { out } = await run(text, { report: 'daily' });
    expect(out.slice(1).map((row) => row.split(',').slice(-3))).toEqual([
      ['75', '2', 'o3'],
      ['108', '3', 'o3'],
    ]);
  });

  it('[IDX-24] missing values make NA in 2026, a slash does not', async () => {
    const cells = ['', 'NA', 'nan', '—', '/', '-3'].map((so2) => `2026-11-22T14:00:00+08:00,a,60,1,${so2},1,1,1`);
    const { out, code, err } = await run([header, ...cells].join('\n'));
    expect(out.slice(1).map((row) => row.split(',').slice(-3).join(','))).toEqual([
      ...Array(4).fill('NA,NA,'),
      '100,2,pm25',
      'NA,NA,',
    ]);
    expect(code).toBe(0);
    expect(err).toContain('1 negative');
  });

  it('[IDX-23] names bad rows with line and remedy and goes on', async () => {
    const good = '2026-11-22T14:00:00+08:00,a,61,1,1,1,1,1';
    const text = [
      header,
      good,
      '2026-11-22T14:00:00,a,61,1,1,1,1,1',
      '',
      good.replace('61', '6l'),
      `${good},9`,
      good,
    ].join('\n');
    const { code, out, err } = await run(text);
    expect(code).toBe(1);
    expect(out).toHaveLength(6);
    expect(out.map((row) => row.split(',').slice(8, 10).join())).toEqual([
      'aqi,level',
      '101,3',
      'NA,NA',
      'NA,NA',
      'NA,NA',
      '101,3',
    ]);
    expect(err).toContain('line 3: ts "2026-11-22T14:00:00" is no time; write it like 2026-11-22T14:00:00+08:00');
    expect(err).toContain('line 5: pm25 "6l" is not a number; leave the cell empty');
    expect(err).toContain('line 6: 9 cells under 8 columns');
  });

  it.each([
    ['no pollutant column', 'ts,foo\n1,2', 'no pollutant column'],
    ['empty input', '', 'the input is empty'],
    ['an open quote', `${header}\n"2026`, 'check the quotes'],
    ['another encoding', Buffer.from([0xd5, 0xbe, 0xb5, 0xe3, 0x2c]), 'not UTF-8'],
    ['a cut gzip', gzipSync('ts,pm25\n').subarray(0, 15), 'damaged or cut off'],
  ])('[IDX-23] exits 2 on %s', async (_name, input, message) => {
    const { code, err } = await run(input);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it('[IDX-23] exits 2 on a file that is not there', async () => {
    expect((await run('', { file: '/nowhere/at/all.csv' })).code).toBe(2);
  });

  it('[IDX-21] reads gzip and plain files alike', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aqi-'));
    try {
      const text = `${header}\n2026-11-22T14:00:00+08:00,a,61,1,1,1,1,1\n`;
      await writeFile(join(folder, 'a.csv'), text);
      await writeFile(join(folder, 'b.csv.gz'), gzipSync(text));
      const plain = await run('', { file: join(folder, 'a.csv') });
      expect(plain.out).toHaveLength(2);
      expect(await run('', { file: join(folder, 'b.csv.gz') })).toEqual(plain);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('[IDX-22] --json prints indices and reasons', async () => {
    const { out } = await run(`${header}\n2026-11-22T14:00:00+08:00,a,60,1,,1,1,1\n?,a,1,1,1,1,1,1`, { json: true });
    expect(JSON.parse(out[0] ?? '')).toMatchObject({
      station: 'a',
      line: 2,
      edition: '2026',
      aqi: null,
      level: null,
      primary: [],
      naReason: 'incomplete',
      iaqi: { pm25: 100, so2: null },
      missing: { so2: 'missing' },
    });
    expect(JSON.parse(out[1] ?? '')).toMatchObject({
      line: 3,
      aqi: null,
      faults: [expect.stringContaining('no time')],
    });
  });

  it('[IDX-21] describes its options in both languages', () => {
    const help = aqiCommand().helpInformation();
    for (const word of ['--edition', '--report', '--json', '标准版本']) expect(help).toContain(word);
  });

  it.skipIf(!existsSync(sample))(
    '[IDX-9] reproduces every AQI the national platform published (needs LIANFANG_DATA)',
    async () => {
      const { code, out, err } = await run('', { file: sample });
      const names = (out[0] ?? '').split(',');
      const [ours, theirs, primary] = [names.indexOf('aqi'), names.indexOf('published_aqi'), names.indexOf('primary')];
      const published = { pm25: '细颗粒物(PM2.5)', pm10: '颗粒物(PM10)' };
      let compared = 0;
      for (const line of out.slice(1)) {
        // The primary pollutants of a tie stand in one quoted cell of the source.
        const cells = line.replace(/"([^"]*)"/, (_, cell: string) => cell.replace(',', '+')).split(',');
        if (cells[theirs] === '') continue;
        expect(`${cells[1]} ${cells[ours]}`).toBe(`${cells[1]} ${cells[theirs]}`);
        const named = (cells[primary] ?? '').split('+').map((p) => published[p as keyof typeof published] ?? p);
        expect(named.sort().join()).toBe((cells[names.indexOf('primarypollutant')] ?? '').split('+').sort().join());
        compared += 1;
      }
      expect([code, compared]).toEqual([0, 62]);
      expect(err).toContain('62 of 62');
    },
  );
});
