import { describe, expect, it } from 'vitest';
import { type Hj212Link, LinkBook } from '../../../ingest/hj212/link-book.ts';
import { parseSegment, type Segment } from '../../../ingest/hj212/segment.ts';
import { decryptBlocks, encryptBlocks, encryptContent } from '../../../ingest/hj212/sm4.ts';
import { GASES_IN_MG } from '../../../ingest/hj212/units.ts';
import { readUpload } from '../../../ingest/hj212/upload.ts';
import { station } from '../samples.ts';
import { DATA_TIME, FRAMES, segment, segmentIn } from './frames.ts';

const LATEST = Date.UTC(2026, 10, 22, 8);
/** The start of the sample's hour, 13:00 in Beijing. */
const START = Date.UTC(2026, 10, 22, 5);

function parsed(text: string): Segment {
  const result = parseSegment(Buffer.from(text));
  if ('code' in result) throw new Error(result.reason);
  return result;
}
function read(text: string, link: Partial<Hj212Link> = {}) {
  const whole: Hj212Link = { mn: 'MN1', station: 'S1', ...link };
  // Refuses what a configuration must not say.
  new LinkBook([whole]);
  return readUpload(parsed(text), { link: whole, station: station() }, { latestAt: LATEST });
}
const values = (content: string, link: Partial<Hj212Link> = {}) =>
  read(segment({ content: `DataTime=${DATA_TIME};${content}` }), link);
const codes = (text: string, link: Partial<Hj212Link> = {}) => read(text, link).refusals.map(({ code }) => code);

describe('parseSegment', () => {
  it('[HJ-7] reads the public frames', () => {
    expect(parsed(segmentIn(FRAMES.S))).toEqual({
      qn: '20160801085857223',
      st: '32',
      cn: '1062',
      pw: '100000',
      mn: '010000A8900016F000169DC0',
      flag: 5,
      content: 'RtdInterval=30',
    });
    expect(parsed(segmentIn(FRAMES.G))).toEqual({
      st: '32',
      cn: '2011',
      pw: '123456',
      mn: 'NJGDKYYC202101q0001w0001',
      content: 'DataTime=20210305003817000;ele01-Rtd=1;ele02-Rtd=0',
    });
    expect(parsed(segmentIn(FRAMES.H)).content).toBe('');
  });

  it('[HJ-7] does not let a Flag or MN among the items overwrite the header', () => {
    expect(parsed(segmentIn(FRAMES.F)).flag).toBe(4);
    expect(parsed(segment({ content: 'MN=other;Flag=N;CN=9014' }))).toMatchObject({ mn: 'MN1', flag: 5, cn: '2061' });
  });

  it('[HJ-7] tolerates an ST of three digits and Chinese in any encoding', () => {
    expect(parsed(segment({ st: '101' })).st).toBe('101');
    const gbk = Buffer.concat([
      Buffer.from('ST=22;CN=3020;MN=A;CP=&&Info='),
      Buffer.from([0xd5, 0xfd, 0xb3, 0xa3, 0x26, 0x26]),
    ]);
    expect(parseSegment(gbk)).toMatchObject({ mn: 'A' });
  });

  it('reads the part numbers, in either order and with leading zeros', () => {
    expect(parsed(segment({ part: [2, 3] })).part).toEqual({ number: 2, count: 3 });
    expect(parsed('ST=31;CN=2051;MN=1;PNO=0002;PNUM=0002;CP=&&&&').part).toEqual({ number: 2, count: 2 });
    expect(parsed(segment({ part: [1, 1] })).part).toBeUndefined();
  });

  it.each([
    ['', 'CP'],
    ['QN=1;ST=22;CN=2011;MN=A', 'CP'],
    ['ST=22;CN=2011;MN=A;CP=&&', 'CP'],
    ['ST=22;CN=2011;MN=A;CP=&&&', 'CP'],
    ['ST=22;CN=2011;MN=A;CP=&&x=1', 'CP'],
    ['CN=2011;MN=A;CP=&&&&', 'ST='],
    ['ST=22;CN=20;MN=A;CP=&&&&', 'CN=20'],
    ['ST=22;CN=2011;CP=&&&&', 'MN='],
    ['ST=22;CN=2011;MN=A;Flag=N;CP=&&&&', 'Flag=N'],
    ['ST=22;CN=2011;MN=A;Flag=256;CP=&&&&', 'Flag=256'],
    ['ST=22;what;CN=2011;MN=A;CP=&&&&', 'what'],
    ['ST=22;CN=2011;MN=A;PNUM=3;CP=&&&&', 'PNUM=3'],
    ['ST=22;CN=2011;MN=A;PNUM=3;PNO=4;CP=&&&&', 'PNUM=3;PNO=4'],
    ['ST=22;CN=2011;MN=A;PNUM=0;PNO=0;CP=&&&&', 'PNUM=0'],
  ])('[HJ-6] refuses %j and names the field', (text, field) => {
    const result = parseSegment(Buffer.from(text));
    expect(result).toMatchObject({ code: 'bad_segment', reason: expect.stringContaining(field) });
  });
});

describe('readUpload', () => {
  it('[HJ-8] makes frame A a reading of its period, stamped by its end', () => {
    expect(read(segmentIn(FRAMES.A), { minuteInterval: 5 })).toEqual({
      reading: {
        station: 'S1',
        city: 'qingyuan',
        at: Date.UTC(2022, 4, 13, 8, 31),
        periodS: 300,
        values: {
          pm25: 14,
          pm10: 31,
          so2: 6,
          no2: 4,
          co: 0.427,
          o3: 63,
          temp: 17,
          rh: 85,
          pressure: 950,
          wind_speed: 1,
          wind_dir: 11,
        },
        flags: {},
      },
      refusals: [],
      dataTime: '20220513162600',
    });
  });

  it('[HJ-8] makes frame B a reading of a moment', () => {
    const { reading } = read(segmentIn(FRAMES.B));
    expect(reading).toMatchObject({ at: Date.UTC(2019, 9, 12, 5, 37, 10), periodS: 0, values: { co: 0, no2: 0 } });
  });

  it.each([
    ['2011', 0, 'a34004-Rtd=7'],
    ['2051', 600, 'a34004-Avg=7'],
    ['2061', 3_600, 'a34004-Avg=7'],
    ['2031', 86_400, 'a34004-Avg=7'],
  ])('[HJ-8] gives %s a period of %i s', (cn, periodS, item) => {
    const sent = segment({ cn, content: `DataTime=20261121000000;${item}` });
    const start = Date.UTC(2026, 10, 20, 16);
    expect(read(sent).reading).toMatchObject({ at: start + periodS * 1000, periodS, values: { pm25: 7 } });
    expect(read(sent, { periodLabel: 'end' }).reading?.at).toBe(start);
  });

  it('[HJ-8] takes the suffix of the command and no other', () => {
    const both = 'a34004-Rtd=1,a34004-Avg=2,a34004-Min=0,a34004-Max=9,a34004-Flag=N';
    expect(values(both).reading?.values).toEqual({ pm25: 2 });
    expect(read(segment({ cn: '2011', content: `DataTime=${DATA_TIME};${both}` })).reading?.values).toEqual({
      pm25: 1,
    });
    expect(values('a34004-Rtd=1').reading).toBeUndefined();
  });

  it('[HJ-8] reads 17 digits', () => {
    const sent = segment({ cn: '2011', content: `DataTime=${DATA_TIME}250;a34004-Rtd=1` });
    expect(read(sent).reading?.at).toBe(START + 250);
  });

  it('[HJ-9] moves the decimal point to our units', () => {
    const sent = 'a21026-Avg=0.0123;a21005-Avg=1.1;a34004-Avg=0.035;a01006-Avg=101.33';
    expect(values(sent, { units: GASES_IN_MG }).reading?.values).toEqual({
      so2: 12.3,
      co: 1.1,
      pm25: 0.035,
      pressure: 1013.3,
    });
    const odd = { pm25: 'mg/m3', so2: 'ng/m3', co: 'ug/m3', pressure: 'Pa' } as const;
    expect(values(sent, { units: odd }).reading?.values).toEqual({
      so2: 0.0000123,
      co: 0.0011,
      pm25: 35,
      pressure: 1.0133,
    });
    expect(() => values(sent, { units: { pressure: 'mg/m3' } })).toThrow('MN1: pressure');
    expect(() => values(sent, { units: { temp: 'kPa' } })).toThrow('MN1: temp');
  });

  it('[HJ-10] keeps the letters of the flags', () => {
    expect(values('a34004-Avg=1,a34004-Flag=n;a34002-Avg=2,a34002-Flag=D;a21004-Avg=3').reading).toMatchObject({
      values: { pm25: 1, pm10: 2, no2: 3 },
      flags: { pm10: 'D' },
    });
  });

  it('[HJ-10] costs a bad value only itself', () => {
    const { reading, refusals } = values(
      'a34004-Avg=NaN;a34002-Avg=2,a34002-Flag=RM;a21004-Avg=;a01008-Avg=400;a21005-Avg=0x10;a05024-Avg=-3;a21026:5',
    );
    expect(reading?.values).toEqual({ o3: -3 });
    expect(refusals.map(({ code, reason }) => [code, reason.split(': ')[0]])).toEqual([
      ['bad_segment', 'a21026:5'],
      ['not_finite', 'a34004-Avg=NaN'],
      ['bad_flag', 'a34002-Flag=RM'],
      ['not_finite', 'a21005-Avg=0x10'],
      ['out_of_range', 'a01008-Avg=400'],
    ]);
  });

  it('[HJ-10] reads exponents, signs and bare points, and nothing endless', () => {
    expect(values('a34004-Avg=1.5E1;a34002-Avg=+.5;a21004-Avg=7.').reading?.values).toEqual({
      pm25: 15,
      pm10: 0.5,
      no2: 7,
    });
    expect(values('a34004-Avg=1e999;a34002-Avg=1').refusals.map(({ code }) => code)).toEqual(['not_finite']);
  });

  it('[HJ-11] keeps nothing of other system types and foreign factors', () => {
    expect(codes(segment({ st: '31' }))).toEqual(['nothing_kept']);
    expect(read(segment({ st: '31' }), { systems: ['31'] }).reading?.values).toEqual({ pm25: 62, o3: 21 });
    expect(codes(segmentIn(FRAMES.C))).toEqual(['nothing_kept']);
    expect(codes(segmentIn(FRAMES.D))).toEqual(['nothing_kept']);
    expect(codes(segmentIn(FRAMES.F))).toEqual(['nothing_kept']);
    expect(codes(segmentIn(FRAMES.H))).toEqual(['nothing_kept']);
    expect(codes(segment({ content: '' }))).toEqual(['no_values']);
  });

  it.each([
    '',
    'DataTime=;',
    'DataTime=2026112213;',
    'DataTime=20261322130000;',
    'DataTime=20260230130000;',
    'DataTime=19690101000000;',
  ])('[HJ-12] refuses %j', (dataTime) => {
    expect(codes(segment({ content: `${dataTime}a34004-Avg=1` }))).toEqual(['bad_data_time']);
  });

  it('[HJ-12] refuses a period that has not ended', () => {
    const at = (time: string) => segment({ content: `DataTime=${time};a34004-Avg=1` });
    expect(codes(at('20261122150000'))).toEqual([]);
    expect(codes(at('20261122150001'))).toEqual(['future']);
    expect(codes(at('20991122150000'))).toEqual(['future']);
  });
});

describe('SM4', () => {
  const key = '0123456789abcdeffedcba9876543210';
  const content = `DataTime=${DATA_TIME};a34004-Avg=62,a34004-Flag=N`;

  it('[HJ-23] is that of GB/T 32907', () => {
    // The standard's example: the plaintext is the key.
    const plain = Buffer.from(key, 'hex');
    const cipher = '681edf34d206965e86b3e94f536e4246';
    expect(encryptBlocks(plain, key).toString('hex')).toBe(cipher);
    expect(decryptBlocks(Buffer.from(cipher, 'hex'), key)).toEqual(plain);
  });

  it.each(['hex', 'base64'] as const)('[HJ-23] decrypts the content of a 2025 message written as %s', (encoding) => {
    const sm4 = { key, encoding };
    const sent = segment({ flag: 9, content: encryptContent(content, sm4) });
    expect(read(sent, { sm4 }).reading?.values).toEqual({ pm25: 62 });
    // A device that still speaks 2017 is not encrypted.
    expect(read(segment({ flag: 5, content }), { sm4 }).reading?.values).toEqual({ pm25: 62 });
  });

  it('[HJ-23] refuses what cannot be decrypted', () => {
    const sm4 = { key, encoding: 'hex' } as const;
    const cipher = encryptContent(content, sm4);
    for (const bad of [content, cipher.slice(0, -2), `${cipher}zz`, cipher.slice(1), '00'.repeat(16)]) {
      expect(codes(segment({ flag: 9, content: bad }), { sm4 }).length).toBeGreaterThan(0);
      expect(read(segment({ flag: 9, content: bad }), { sm4 }).reading).toBeUndefined();
    }
    expect(codes(segment({ flag: 9, content }), { sm4 })).toEqual(['bad_cipher']);
  });

  it('refuses a link that cannot be right, by its MN', () => {
    const link = { mn: 'MN1', station: 'S1' };
    expect(() => new LinkBook([link, link])).toThrow('MN1 is linked twice');
    expect(() => new LinkBook([{ ...link, minuteInterval: 7 }])).toThrow('MN1: the minute interval');
    expect(() => new LinkBook([{ ...link, sm4: { key: '12', encoding: 'hex' } }])).toThrow('MN1: an SM4 key');
    expect(() => new LinkBook([{ ...link, mn: 'a;b' }])).toThrow('no MN');
  });
});
