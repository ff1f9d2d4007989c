import { describe, expect, it } from 'vitest';
import { PARAMETERS } from '../../../domain/air/parameter.ts';
import { carries, flagBit, SEQ_BIT, valueBit } from '../../../store/influxdb/carried-fields.ts';
import { readingLine } from '../../../store/influxdb/line-protocol.ts';
import { reading } from '../../contract/timeseries-contract.ts';

describe('readingLine', () => {
  it('writes tags sorted, floats, flag strings, integers and milliseconds', () => {
    const line = readingLine(
      reading({ at: 1_795_330_800_000, seq: 7, values: { pm25: 62, co: 1.3 }, flags: { o3: 'C' } }),
    );
    expect(line).toBe(
      'readings,city=c1,period=3600,station=s1 carries=4611i,pm25=62,co=1.3,o3_flag="C",seq=7i 1795330800000',
    );
  });

  it('escapes commas, spaces and equals signs in tags', () => {
    const line = readingLine(reading({ station: 'a,b =', city: '市 1', values: {} }));
    expect(line).toContain('city=市\\ 1,period=3600,station=a\\,b\\ \\= carries=0i ');
  });
});

describe('carried fields', () => {
  it('are stored data: these numbers never change', () => {
    expect(PARAMETERS.map((parameter) => Math.log2(valueBit(parameter)))).toEqual([
      1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25,
    ]);
    expect(SEQ_BIT).toBe(1);
  });

  it('have a bit each', () => {
    const bits = [SEQ_BIT, ...PARAMETERS.flatMap((parameter) => [valueBit(parameter), flagBit(parameter)])];
    expect(new Set(bits).size).toBe(bits.length);
    const all = bits.reduce((sum, bit) => sum + bit, 0);
    for (const bit of bits) {
      expect(carries(all, bit)).toBe(true);
      expect(carries(all - bit, bit)).toBe(false);
    }
  });
});
