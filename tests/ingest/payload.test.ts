import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARAMETERS } from '../../domain/air/parameter.ts';
import { FLAGS } from '../../domain/air/reading.ts';
import { decodePayload, MAX_PAYLOAD_BYTES } from '../../ingest/payload.ts';
import { REFUSAL_CODES } from '../../ingest/refusal.ts';
import { bytes, message, NOW, station } from './samples.ts';

const LATEST = NOW + 600_000;
const decode = (payload: Uint8Array, of = station()) => decodePayload(payload, of, LATEST);
const codes = (payload: Uint8Array) => decode(payload).refusals.map(({ code }) => code);

describe('decodePayload', () => {
  it('[DEC-1] takes the reading of the public contract', () => {
    expect(decode(bytes(message()))).toEqual({
      readings: [
        {
          station: 'S1',
          city: 'qingyuan',
          at: Date.UTC(2026, 10, 22, 6),
          periodS: 3600,
          seq: 1024,
          values: message()['values'],
          flags: { o3: 'C' },
        },
      ],
      refusals: [],
    });
  });

  it('[DEC-1] stores the good items of an array and refuses the bad ones by their place', () => {
    const { readings, refusals } = decode(
      bytes([message({ seq: 1 }), 7, message({ seq: 3, at: 'noon' }), message({ seq: 4 })]),
    );
    expect(readings.map(({ seq }) => seq)).toEqual([1, 4]);
    expect(refusals.map(({ code, index, seq }) => ({ code, index, seq }))).toEqual([
      { code: 'wrong_type', index: 1, seq: undefined },
      { code: 'bad_time', index: 2, seq: 3 },
    ]);
  });

  it('leaves seq and flags out when they say nothing', () => {
    const { seq: _, ...withoutSeq } = message({ flags: { o3: 'N', co: 'D' } });
    const [reading] = decode(bytes(withoutSeq)).readings;
    expect(reading?.flags).toEqual({ co: 'D' });
    expect(Object.keys(reading ?? {})).not.toContain('seq');
  });

  const refused: readonly [string, string | Record<string, unknown> | unknown[], string, string][] = [
    ['text', 'hello', 'not_json', ''],
    ['a cut-off message', '{"at":"2026-11-22T14:00', 'not_json', ''],
    ['a bare NaN', '{"values":{"pm25":NaN}}', 'not_json', ''],
    ['no bytes', '', 'empty', ''],
    ['an empty array', [], 'empty', ''],
    ['null', 'null', 'wrong_type', ''],
    ['an array in an array', [[]], 'wrong_type', ''],
    ['a time as a number', message({ at: 1_700_000_000 }), 'wrong_type', 'at:'],
    ['a value in quotes', message({ values: { pm25: '62' } }), 'wrong_type', 'values.pm25:'],
    ['a value of null', message({ values: { pm25: null } }), 'wrong_type', 'values.pm25:'],
    ['values as an array', message({ values: [62] }), 'wrong_type', 'values:'],
    ['no values', message({ values: {} }), 'no_values', 'values:'],
    ['a missing period', message({ period: undefined }), 'missing_field', 'period:'],
    ['a missing time', message({ at: undefined }), 'missing_field', 'at:'],
    ['missing values', message({ values: undefined }), 'missing_field', 'values:'],
    ['a field of its own', message({ firmware: 3 }), 'unknown_field', 'firmware:'],
    [
      'a __proto__',
      '{"__proto__":{},"at":"2026-11-22T14:00:00Z","period":0,"values":{"co":1}}',
      'unknown_field',
      '__proto__:',
    ],
    ['an unknown parameter', message({ values: { 'PM2.5': 62 } }), 'unknown_parameter', 'values.PM2.5:'],
    ['an inherited name', message({ values: { toString: 62 } }), 'unknown_parameter', 'values.toString:'],
    ['infinity', '{"at":"2026-11-22T14:00:00+08:00","period":0,"values":{"co":1e999}}', 'not_finite', 'values.co:'],
    ['a fraction of a period', message({ period: 0.5 }), 'bad_period', 'period:'],
    ['a negative period', message({ period: -1 }), 'bad_period', 'period:'],
    ['a negative seq', message({ seq: -1 }), 'bad_seq', 'seq:'],
    ['a seq beyond exact integers', message({ seq: 2 ** 53 }), 'bad_seq', 'seq:'],
    ['a flag outside HJ 212', message({ flags: { o3: 'Z' } }), 'bad_flag', 'flags.o3:'],
    ['a flag on nothing', message({ flags: { ozone: 'C' } }), 'unknown_parameter', 'flags.ozone:'],
  ];
  it.each(refused)('[DEC-3] refuses %s', (_, payload, code, field) => {
    const { readings, refusals } = decode(bytes(payload));
    expect(readings).toEqual([]);
    expect(refusals.map((refusal) => refusal.code)).toEqual([code]);
    expect(refusals[0]?.reason.startsWith(field)).toBe(true);
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(codes(Uint8Array.from([0x7b, 0xff, 0x7d]))).toEqual(['not_utf8']);
  });

  it.each(['2026-11-22T14:00:00', '2026-11-22 14:00:00+08:00', '2026-02-30T00:00:00Z', '22.11.2026'])(
    '[DEC-4] refuses the time %s',
    (at) => {
      expect(codes(bytes(message({ at })))).toEqual(['bad_time']);
    },
  );

  it('[DEC-4] refuses a clock that has fallen back to 1970 in Beijing', () => {
    expect(codes(bytes(message({ at: '1970-01-01T00:00:00+08:00' })))).toEqual(['bad_time']);
  });

  it('[DEC-5] shifts a period that is stamped by its start', () => {
    const [reading] = decode(
      bytes(message({ at: '2026-11-22T13:00:00+08:00' })),
      station({ periodLabel: 'start' }),
    ).readings;
    expect(reading?.at).toBe(Date.UTC(2026, 10, 22, 6));
  });

  it('[DEC-6] refuses the future beyond the tolerance, by the end of the period', () => {
    expect(codes(bytes(message({ at: '2026-11-22T14:15:00+08:00' })))).toEqual([]);
    expect(codes(bytes(message({ at: '2026-11-22T14:15:00.001+08:00' })))).toEqual(['future']);
    expect(codes(bytes(message({ at: '3000-01-01T00:00:00Z' })))).toEqual(['future']);
    const byStart = decode(bytes(message()), station({ periodLabel: 'start' }));
    expect(byStart.refusals[0]?.code).toBe('future');
  });

  it('[DEC-6] takes a reading of any age', () => {
    expect(codes(bytes(message({ at: '1998-01-01T00:00:00Z' })))).toEqual([]);
  });

  it.each([
    [{ pm25: 1_000_000 }, []],
    [{ pm25: 1_000_001 }, ['out_of_range']],
    [{ temp: -1_000_001 }, ['out_of_range']],
    [{ pm25: -5 }, []],
    [{ wind_dir: 360 }, []],
    [{ wind_dir: 361 }, ['out_of_range']],
    [{ wind_dir: -1 }, ['out_of_range']],
  ])('[DEC-7] judges %j as %j', (values, expected) => {
    expect(codes(bytes(message({ values })))).toEqual(expected);
  });

  it('[DEC-8] takes 500 readings and refuses 501 as a whole', () => {
    const array = (length: number) => Array.from({ length }, (_, seq) => message({ seq }));
    expect(decode(bytes(array(500))).readings).toHaveLength(500);
    expect(decode(bytes(array(501)))).toMatchObject({ readings: [], refusals: [{ code: 'too_many' }] });
  });

  it('[DEC-8] refuses more than 1 MiB unread', () => {
    const padded = (length: number) => bytes(JSON.stringify(message()).padEnd(length));
    expect(codes(padded(MAX_PAYLOAD_BYTES))).toEqual([]);
    expect(codes(padded(MAX_PAYLOAD_BYTES + 1))).toEqual(['too_large']);
  });

  it('[DEC-2] never throws, and gives every refusal a code and a reason: any JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const { readings, refusals } = decode(bytes(text));
        expect(readings.length + refusals.length).toBeGreaterThan(0);
        for (const { code, reason } of refusals) {
          expect(REFUSAL_CODES).toContain(code);
          expect(reason).not.toBe('');
        }
      }),
    );
  });

  it('[DEC-2] never throws: any bytes, and a good message with any bytes in it', () => {
    const good = bytes([message(), message({ seq: 1025 })]);
    fc.assert(
      fc.property(fc.uint8Array(), fc.nat(good.length), (noise, at) => {
        decode(noise);
        decode(Buffer.concat([good.subarray(0, at), noise, good.subarray(at)]));
      }),
    );
  });

  it('[DEC-1] every valid reading survives, whatever its neighbours are', () => {
    const valid = fc.record({
      at: fc.date({ min: new Date(0), max: new Date(NOW), noInvalidDate: true }).map((date) => date.toISOString()),
      period: fc.integer({ min: 0, max: 86_400 }),
      seq: fc.nat(),
      values: fc.dictionary(fc.constantFrom(...PARAMETERS), fc.double({ min: 0, max: 360, noNaN: true }), {
        minKeys: 1,
      }),
      flags: fc.dictionary(fc.constantFrom(...PARAMETERS), fc.constantFrom(...FLAGS)),
    });
    const item = fc.oneof(
      valid.map((good) => ({ good })),
      fc.jsonValue().map((bad) => ({ bad })),
    );
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 20 }), (items) => {
        const payload = bytes(items.map((one) => ('good' in one ? one.good : one.bad)));
        const { readings, refusals } = decode(payload);
        expect(readings.length + refusals.length).toBe(items.length);
        const survivors = readings.map(({ at, periodS, seq, values }) => ({ at, periodS, seq, values }));
        const expected = items.flatMap((one) => ('good' in one ? [one.good] : []));
        expect(survivors).toEqual(
          expected.map(({ at, period, seq, values }) =>
            JSON.parse(JSON.stringify({ at: Date.parse(at), periodS: period, seq, values })),
          ),
        );
      }),
    );
  });
});
