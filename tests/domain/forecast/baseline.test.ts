import { describe, expect, it } from 'vitest';
import { HourGrid } from '../../../domain/air/hour-grid.ts';
import { POLLUTANTS, type Pollutant } from '../../../domain/air/parameter.ts';
import { type Baseline, baselineForecast } from '../../../domain/forecast/baseline.ts';

const grid = new HourGrid({ utcOffsetMs: 8 * 3_600_000 });
/** 2026-01-01. */
const TODAY = 20_454;
const LEVELS: Readonly<Record<Pollutant, number>> = { pm25: 80, pm10: 120, so2: 10, no2: 40, co: 1, o3: 50 };

/** `valueAt` for the days before hour `lastHour`, by hours since the first. */
function history(options: {
  readonly days: number;
  readonly lastHour?: number;
  readonly valueAt?: (pollutant: Pollutant, hour: number) => number | undefined;
}): Baseline {
  const { days, lastHour = TODAY * 24, valueAt = (pollutant) => LEVELS[pollutant] } = options;
  const first = lastHour - days * 24 + 1;
  const hours = Object.fromEntries(
    POLLUTANTS.map((pollutant) => [
      pollutant,
      Array.from({ length: days * 24 }, (_, index) => valueAt(pollutant, first + index)),
    ]),
  );
  return baselineForecast({ hours, lastHour, grid });
}

function daysOf(baseline: Baseline) {
  if (!baseline.ok) throw new Error(baseline.reason);
  return baseline.days;
}

describe('the baseline', () => {
  it('[FCS-20] forecasts still air as it is, for today and three days', () => {
    const days = daysOf(history({ days: 7 }));
    expect(days.map(({ day }) => day)).toEqual([TODAY, TODAY + 1, TODAY + 2, TODAY + 3]);
    for (const day of days) {
      expect(day.values).toEqual({ pm25: 80, pm10: 120, so2: 10, no2: 40, co: 1, o3_8h: 50 });
      // HJ 633-2012, PM2.5 75..115 is IAQI 100..150.
      expect(day).toMatchObject({ aqi: 107, aqiBasis: 'values', primary: ['pm25'] });
    }
  });

  it('[FCS-20] keeps the shape of the day and takes the level of the last 24 hours', () => {
    const shape = (hour: number) => 20 + 5 * grid.hourOfDay(hour);
    const from = TODAY * 24 - 24;
    const valueAt = (pollutant: Pollutant, hour: number) =>
      pollutant === 'o3' ? shape(hour) * (hour > from ? 2 : 1) : LEVELS[pollutant];
    const [today] = daysOf(history({ days: 8, valueAt }));
    // The largest mean of 8 hours ends at 24:00: hours 17 to 24, twice 20 + 5 * 20.5.
    expect(today?.values.o3_8h).toBe(245);
  });

  it('[FCS-21] takes the hours of today that are over as they were', () => {
    const lastHour = TODAY * 24 + 12;
    const valueAt = (pollutant: Pollutant, hour: number) => (pollutant === 'pm25' && hour > TODAY * 24 ? 160 : 80);
    const days = daysOf(history({ days: 7, lastHour, valueAt }));
    // Twelve hours of 160, then the last day's mean of 120.
    expect(days.map(({ values }) => values.pm25)).toEqual([140, 120, 120, 120]);
  });

  it('[FCS-22] refuses with too little data, and leaves out a pollutant of which too little is known', () => {
    expect(history({ days: 2 })).toEqual({ ok: false, reason: 'too_short' });
    expect(baselineForecast({ hours: {}, lastHour: 0, grid })).toEqual({ ok: false, reason: 'too_short' });
    const gap = (hour: number) => hour > TODAY * 24 - 5;
    const late = history({ days: 7, valueAt: (_, hour) => (gap(hour) ? undefined : 50) });
    expect(late).toEqual({ ok: false, reason: 'too_few_recent' });
    const [today] = daysOf(history({ days: 7, valueAt: (p, hour) => (p === 'o3' && gap(hour) ? undefined : 200) }));
    expect(today?.values).not.toHaveProperty('o3_8h');
    expect(today).toMatchObject({ aqi: 500, values: { pm25: 200 } });
  });

  it('[FCS-22] stays finite where there usually is nothing', () => {
    const valueAt = (_: Pollutant, hour: number) => (hour > TODAY * 24 - 2 ? 48 : 0);
    expect(daysOf(history({ days: 7, valueAt }))[1]?.values.pm25).toBe(4);
  });
});
