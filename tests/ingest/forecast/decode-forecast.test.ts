import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HourGrid } from '../../../domain/air/hour-grid.ts';
import { decodeForecast, isRefused } from '../../../ingest/forecast/decode-forecast.ts';
import { ForecasterBook } from '../../../ingest/forecast/forecaster-book.ts';
import { REFUSAL_CODES } from '../../../ingest/refusal.ts';

const NOW = Date.parse('2026-11-22T14:00:00+08:00');
const grid = new HourGrid({ utcOffsetMs: 8 * 3_600_000 });
const TODAY = Date.parse('2026-11-22') / 86_400_000;
const token = 'a token of twenty characters';
const forecasters = new ForecasterBook([
  { issuer: 'bureau', token },
  { issuer: 'county', cities: ['a'], token: `${token} too` },
]);
const rules = { cities: new Set(['a', 'b']), forecasters, grid, futureToleranceMs: 600_000 };

const GOOD = {
  issuer: 'bureau',
  issued_at: '2026-11-22T10:00:00+08:00',
  days: [
    { day: '2026-11-23', aqi: 210, primary: ['pm25'] },
    { day: '2026-11-22', aqi_low: 150, aqi_high: 181 },
  ],
};

function decode(json: unknown, more: Partial<Parameters<typeof decodeForecast>[2]> = {}) {
  return decodeForecast(json, rules, { city: 'a', receivedAt: NOW, ...more });
}
function faults(json: unknown, more: Parameters<typeof decode>[1] = {}): string[] {
  const decoded = decode(json, more);
  if (!isRefused(decoded)) throw new Error('it was taken');
  return decoded.map(({ code, reason }) => `${reason.split(': ')[0]} ${code}`);
}
const days = (...list: object[]) => ({ ...GOOD, days: list });

describe('a forecast as it is sent', () => {
  it('[FCS-2] keeps issuer, time of issue and its days in order', () => {
    expect(decode(GOOD)).toEqual({
      city: 'a',
      issuer: 'bureau',
      issuedAt: Date.parse('2026-11-22T10:00:00+08:00'),
      issuedDay: TODAY,
      receivedAt: NOW,
      days: [
        { day: TODAY, aqi: 166, aqiBasis: 'range', aqiLow: 150, aqiHigh: 181, values: {}, primary: [] },
        { day: TODAY + 1, aqi: 210, aqiBasis: 'given', values: {}, primary: ['pm25'] },
      ],
    });
  });

  it('[FCS-5] has the AQI that it says, else that of its values by the edition, else the middle of its range', () => {
    const aqi = (day: object) => {
      const decoded = decode(days({ day: '2026-11-23', ...day }));
      return isRefused(decoded) ? decoded : decoded.days[0];
    };
    const range = { aqi_low: 100, aqi_high: 121 };
    expect(aqi({ aqi: 90, values: { pm25: 200 }, ...range })).toMatchObject({ aqi: 90, aqiBasis: 'given' });
    // HJ 633-2026: PM2.5 of 150 is IAQI 200.
    expect(aqi({ values: { pm25: 150 }, ...range })).toMatchObject({ aqi: 200, aqiBasis: 'values' });
    // 2026: below 100 no AQI without all six.
    expect(aqi({ values: { pm25: 20 }, ...range })).toMatchObject({ aqi: 111, aqiBasis: 'range' });
    expect(aqi({ values: { pm25: 20 } })).toMatchObject({ aqi: null, aqiBasis: null, values: { pm25: 20 } });
  });

  it('[FCS-6] is refused with every fault and its field', () => {
    expect(faults(null)).toEqual([expect.stringContaining('wrong_type')]);
    expect(faults({ ...GOOD, isuer: 1, issuer: undefined })).toEqual(['issuer missing_field', 'isuer unknown_field']);
    expect(faults({ ...GOOD, days: [] })).toEqual(['days empty']);
    expect(faults({ ...GOOD, issuer: 'a\nb' })).toEqual(['issuer wrong_type']);
    expect(faults(days({ day: '2026-11-23', aqi: '210' }, { day: '2026-11-23', aqi: 501 }))).toEqual([
      'days[0].aqi wrong_type',
      'days[1].aqi out_of_range',
    ]);
    expect(faults(days({ day: '2026-11-23', values: { pm2_5: 1 }, aqi: 1 }))).toEqual([
      'days[0].values.pm2_5 unknown_parameter',
    ]);
    expect(faults(days({ day: '2026-11-23', values: { co: -1 } }))).toEqual(['days[0].values.co out_of_range']);
    expect(faults(days({ day: '2026-11-23', aqi: 1, primary: ['PM'] }))).toEqual([
      'days[0].primary[0] unknown_parameter',
    ]);
    expect(faults(days({ day: '2026-11-23' }, { day: '2026-11-24', values: {} }))).toEqual([
      'days[0] no_forecast',
      'days[1] no_forecast',
    ]);
    expect(faults(days({ day: '2026-11-23', aqi_low: 9 }))).toEqual(['days[0].aqi_high missing_field']);
    expect(faults(days({ day: '2026-11-23', aqi_low: 9, aqi_high: 8 }))).toEqual(['days[0].aqi_low out_of_range']);
  });

  it('[FCS-6] is refused with days that are none, past, too far ahead or doubled, and with a time that is none', () => {
    const of = (...list: string[]) => faults(days(...list.map((day) => ({ day, aqi: 1 }))));
    expect(of('2026-02-30', '2026-11-21', '2026-12-02', '2026-12-03', '2026-12-02')).toEqual([
      'days[0].day bad_day',
      'days[1].day bad_day',
      'days[3].day bad_day',
      'days[4].day bad_day',
    ]);
    expect(faults({ ...GOOD, issued_at: '2026-11-22 10:00' })).toEqual(['issued_at bad_time']);
    expect(faults({ ...GOOD, issued_at: '2026-11-22T14:10:01+08:00' })).toEqual(['issued_at future']);
    expect(isRefused(decode({ ...GOOD, issued_at: '2026-11-22T14:10:00+08:00' }))).toBe(false);
  });

  it('[FCS-7] comes only from a registered issuer, for its cities, with its own credential', () => {
    expect(faults(GOOD, { city: 'c' })).toEqual(['c unknown_city']);
    expect(faults({ ...GOOD, issuer: 'stranger' })).toEqual(['issuer not_your_forecast']);
    expect(isRefused(decode({ ...GOOD, issuer: 'county' }))).toBe(false);
    expect(faults({ ...GOOD, issuer: 'county' }, { city: 'b' })).toEqual(['issuer not_your_forecast']);
    expect(faults(GOOD, { sender: 'county' })).toEqual(['issuer not_your_forecast']);
    expect(isRefused(decode(GOOD, { sender: 'bureau' }))).toBe(false);
    const open = { ...rules, forecasters: new ForecasterBook([]) };
    for (const issuer of ['baseline', 'perfect', 'anybody']) {
      const decoded = decodeForecast({ ...GOOD, issuer }, open, { city: 'a', receivedAt: NOW });
      expect(isRefused(decoded)).toBe(issuer !== 'anybody');
    }
  });

  it('[FCS-7] knows a forecaster by its token', () => {
    expect(forecasters.ofToken(token)).toBe('bureau');
    expect(forecasters.ofToken('x')).toBeUndefined();
    expect(forecasters.isPassword('county', `${token} too`)).toBe(true);
    expect(forecasters.isPassword('county', token)).toBe(false);
    expect(forecasters.isPassword('nobody', token)).toBe(false);
  });

  it('[FCS-8] no JSON, however odd, makes it throw', () => {
    const nearly = fc.record({
      issuer: fc.oneof(fc.constant('bureau'), fc.anything()),
      issued_at: fc.oneof(fc.constant(GOOD.issued_at), fc.string(), fc.anything()),
      days: fc.oneof(
        fc.array(fc.record({ day: fc.oneof(fc.constant('2026-11-23'), fc.string()), aqi: fc.anything() })),
        fc.anything(),
      ),
    });
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), nearly), (json) => {
        const decoded = decode(json);
        if (!isRefused(decoded)) expect(decoded.issuer).toBe('bureau');
        else for (const { code } of decoded) expect(REFUSAL_CODES).toContain(code);
      }),
    );
  });
});
