import { describe, expect, it } from 'vitest';
import { ageText, spanText, stopwatch } from '../../dashboard/format/age.ts';
import {
  clockTime,
  dayTime,
  hourOfDay,
  isoBeijing,
  minuteTime,
  monthDay,
} from '../../dashboard/format/beijing-time.ts';
import { countdown } from '../../dashboard/format/countdown.ts';
import { alertQuantity, MISSING, quantityLabel, unitOf, valueText, withUnit } from '../../dashboard/format/quantity.ts';
import { en } from '../../dashboard/words/en.ts';
import { zh } from '../../dashboard/words/zh.ts';
import { PARAMETERS } from '../../domain/air/parameter.ts';

const AT = Date.UTC(2026, 10, 22, 6, 26, 8, 730);

describe('time', () => {
  it('is Beijing’s', () => {
    expect([clockTime(AT), minuteTime(AT), monthDay(AT), dayTime(AT), hourOfDay(AT)]).toEqual([
      '14:26:08',
      '14:26',
      '11-22',
      '11-22 14:26',
      '14',
    ]);
    expect(isoBeijing(AT)).toBe('2026-11-22T14:26:08+08:00');
    expect(dayTime(Date.UTC(2026, 11, 31, 16))).toBe('01-01 00:00');
  });

  it('is coarser the longer ago', () => {
    const MIN = 60_000;
    expect(ageText(30_000, zh.age)).toBe('刚刚');
    expect(ageText(-5 * MIN, zh.age)).toBe('刚刚');
    expect(ageText(28 * MIN, zh.age)).toBe('28 分钟前');
    expect(spanText(185 * MIN, zh.age)).toBe('3 小时 5 分');
    expect(spanText(20 * 60 * MIN + MIN, zh.age)).toBe('20 小时');
    expect(ageText(3 * 1440 * MIN, en.age)).toBe('3 d ago');
    expect([stopwatch(47_000), stopwatch(3_753_000), stopwatch(-1)]).toEqual(['00:47', '1:02:33', '00:00']);
  });
});

describe('values', () => {
  it('have the digits of their parameter, a real minus, and never a zero for what is missing', () => {
    expect(valueText('pm25', 61.6)).toBe('62');
    expect(valueText('co', 1)).toBe('1.0');
    expect(valueText('temp', -3.25)).toBe('\u22123.3');
    expect(valueText('temp', -0.01)).toBe('0.0');
    for (const nothing of [null, undefined, Number.NaN]) expect(valueText('o3', nothing)).toBe(MISSING);
    expect(valueText('pm25', 0)).toBe('0');
  });

  it('stand before their unit with a thin space; the index has none', () => {
    expect(withUnit('pm25', 62)).toBe('62\u2009\u03bcg/m³');
    expect(withUnit('co', 1.3)).toBe('1.3\u2009mg/m³');
    expect(withUnit('aqi', 312)).toBe('312');
    expect(withUnit('pm25', null)).toBe(MISSING);
  });

  it('have a label and a unit for every parameter, in both languages', () => {
    for (const parameter of PARAMETERS) {
      expect(unitOf(parameter), parameter).not.toBe('');
      expect(unitOf(parameter).normalize('NFD').includes('\u00b5')).toBe(false);
      expect(quantityLabel(parameter, zh), parameter).toBeTruthy();
      expect(quantityLabel(parameter, en), parameter).toBeTruthy();
    }
  });

  it('of alerts may be an index of one pollutant, or something unheard of', () => {
    expect(alertQuantity('iaqi.pm25', zh)).toEqual({ label: 'IAQI PM₂.₅', quantity: 'aqi' });
    expect(alertQuantity('o3', zh)).toEqual({ label: 'O₃', quantity: 'o3' });
    expect(alertQuantity('silence', zh)).toEqual({ label: 'silence', quantity: null });
  });
});

describe('a countdown', () => {
  const days = (count: number) => `${count} d`;
  const left = (ms: number) => countdown(1_000_000_000 + ms, 1_000_000_000, days);

  it('counts down to the second, with hours and days where there are any', () => {
    expect(left(761_000)).toBe('12:41');
    expect(left(5_640_000)).toBe('1:34:00');
    expect(left(2 * 86_400_000 + 11_400_000)).toBe('2 d 3:10:00');
    expect(left(0)).toBe('00:00');
  });

  it('counts up when the time is over', () => {
    expect(left(-26_000)).toBe('00:26');
    expect(left(-86_400_000 - 1000)).toBe('1 d 00:01');
  });
});
