import { describe, expect, it } from 'vitest';
import { judgeAround } from '../../../../domain/air/quality/judge-around.ts';
import { QualityLimits } from '../../../../domain/air/quality/quality-limits.ts';
import { StationHistory } from '../../../../domain/air/quality/station-history.ts';
import { FLAGS } from '../../../../domain/air/reading.ts';
import {
  brief,
  checkReading,
  defaults,
  finalVerdicts,
  HOUR_MS,
  hourly,
  judged,
  NOON,
  OFFSET_MS,
} from './hourly-series.ts';

describe('a period by itself', () => {
  it('[QC-2] every flag but N is a verdict, and it alone is told of a value that it takes out', () => {
    const severities = Object.fromEntries(
      FLAGS.map((flag) => {
        const found = finalVerdicts([hourly(0, { so2: 9999, o3: 20 }, { so2: flag })]);
        return [flag, found.map(({ test, severity }) => `${test}:${severity}`).join()];
      }),
    );
    const suspect = 'flag:suspect';
    const failed = 'flag:fail';
    expect(severities).toEqual({
      N: 'range:fail',
      F: failed,
      M: suspect,
      S: suspect,
      D: failed,
      C: suspect,
      T: suspect,
      B: failed,
    });
  });

  it('[QC-2] a flag that is configured to count leaves the other tests in place', () => {
    const limits = QualityLimits.parse({ flags: { T: { excluded: false } } });
    const found = finalVerdicts([hourly(0, { so2: 900 }, { so2: 'T' })], { limits });
    expect(found.map(brief)).toEqual(['0:flag:suspect', '0:range:suspect']);
  });

  it.each([
    ['pm25', -5.001, 'fail'],
    ['pm25', -5, 'suspect'],
    ['pm25', -0.001, 'suspect'],
    ['pm25', 0, undefined],
    ['pm25', 500, undefined],
    ['pm25', 500.001, 'suspect'],
    ['pm25', 1000, 'suspect'],
    ['pm25', 1000.001, 'fail'],
    ['co', 60.001, 'fail'],
    ['co', -0.3, 'suspect'],
    ['so2', 801, 'suspect'],
    ['wind_dir', 360, undefined],
    ['wind_dir', 360.5, 'fail'],
    ['rh', 103, 'suspect'],
    ['temp', 58.6, 'suspect'],
    ['pressure', 95, 'fail'],
  ] as const)('[QC-3] %s %d: %s', (parameter, value, severity) => {
    expect(judged(parameter, [value])).toEqual(severity === undefined ? [] : [`0:range:${severity}`]);
  });

  it('[QC-3] the reason carries the limit that was crossed', () => {
    expect(finalVerdicts([hourly(0, { pm25: 963.29 })])).toEqual([
      {
        at: NOON,
        parameter: 'pm25',
        test: 'range',
        severity: 'suspect',
        reason: { code: 'above_range', facts: { value: 963.29, limit: 500 } },
      },
    ]);
    expect(finalVerdicts([hourly(0, { co: -2 })])[0]?.reason).toEqual({
      code: 'below_range',
      facts: { value: -2, limit: -0.3 },
    });
  });

  it('[QC-3] readings of minutes and instants are held against the range too, and enter no history', () => {
    const history = new StationHistory({ limits: defaults, utcOffsetMs: OFFSET_MS });
    for (const periodS of [0, 60, 300, 86_400]) {
      const reading = { ...hourly(0, { pm25: 2000 }), periodS };
      expect(checkReading(history, reading).map(brief)).toEqual(['0:range:fail']);
      expect(judgeAround(history, reading)).toBeUndefined();
    }
    expect(history.value('pm25', history.hourOf(NOON))).toBeNaN();
  });

  it('[QC-7] PM2.5 above PM10 by more than the margin makes both suspect', () => {
    const found = finalVerdicts([hourly(0, { pm25: 115.1, pm10: 100 })]);
    expect(found.map(({ parameter, severity }) => `${parameter}:${severity}`)).toEqual([
      'pm25:suspect',
      'pm10:suspect',
    ]);
    expect(found[0]?.reason).toEqual({ code: 'pm25_above_pm10', facts: { pm25: 115.1, pm10: 100, limit: 115 } });
    expect(finalVerdicts([hourly(0, { pm25: 115, pm10: 100 })])).toEqual([]);
  });

  it('[QC-7] is not made when one of the two is missing, flagged out or impossible', () => {
    expect(finalVerdicts([hourly(0, { pm25: 400 })])).toEqual([]);
    expect(finalVerdicts([hourly(0, { pm25: 400, pm10: 10 }, { pm10: 'C' })]).map(brief)).toEqual(['0:flag:suspect']);
    expect(finalVerdicts([hourly(0, { pm25: 400, pm10: -50 })]).map(brief)).toEqual(['0:range:fail']);
  });

  it('[QC-8] damp air makes PM suspect where it is measured by light, and only there', () => {
    const damp = hourly(0, { pm25: 80, pm10: 100, o3: 20, rh: 90.1 });
    expect(finalVerdicts([damp], { traits: { opticalPm: true } }).map(({ parameter }) => parameter)).toEqual([
      'pm25',
      'pm10',
    ]);
    expect(finalVerdicts([damp])).toEqual([]);
    expect(finalVerdicts([damp], { traits: { opticalPm: false } })).toEqual([]);
  });

  it('[QC-8] is not made at the limit, without RH, or on an RH that is itself invalid', () => {
    const options = { traits: { opticalPm: true } };
    expect(finalVerdicts([hourly(0, { pm25: 80, rh: 90 })], options)).toEqual([]);
    expect(finalVerdicts([hourly(0, { pm25: 80 })], options)).toEqual([]);
    expect(finalVerdicts([hourly(0, { pm25: 80, rh: 99 }, { rh: 'D' })], options).map(brief)).toEqual(['0:flag:fail']);
  });

  it('[QC-9] a value long after the last calibration is suspect, whichever parameter it belongs to', () => {
    const day = 24 * HOUR_MS;
    const found = finalVerdicts([hourly(0, { so2: 20, pm25: 20, no2: 20 })], {
      traits: { calibratedAt: { so2: [NOON - 90 * day, NOON - 14 * day - 1, NOON + day], pm25: [NOON - 62 * day] } },
    });
    expect(found).toEqual([
      {
        at: NOON,
        parameter: 'so2',
        test: 'calibration',
        severity: 'suspect',
        reason: { code: 'calibration_old', facts: { days: 14, limit: 14 } },
      },
    ]);
    const limits = QualityLimits.parse({ parameters: { so2: { calibration: { fail_days: 30 } } } });
    const options = { limits, traits: { calibratedAt: { so2: [NOON - 31 * day] } } };
    expect(finalVerdicts([hourly(0, { so2: 20 })], options).map(brief)).toEqual(['0:calibration:fail']);
  });

  it('[QC-9] says nothing of hours before the calibration it knows', () => {
    const traits = { calibratedAt: { so2: [NOON + 40 * 24 * HOUR_MS] } };
    expect(finalVerdicts([hourly(0, { so2: 20 })], { traits })).toEqual([]);
  });
});

describe('against the hours around', () => {
  it('[QC-4] a change by more than the limit is suspect, at the limit it is not', () => {
    expect(judged('pm25', [20.1, 120.1])).toEqual([]);
    expect(judged('pm25', [20.1, 120.2])).toEqual(['1:step:suspect']);
    expect(judged('co', [0.3, 3.3, 6.4])).toEqual(['2:step:suspect']);
    expect(judged('pm25', [400, 200, 180])).toEqual(['1:step:suspect']);
  });

  it('[QC-4] the hour that returns from a peak is none', () => {
    expect(judged('pm25', [40, 200, 45]).filter((verdict) => verdict.includes('step'))).toEqual(['1:step:suspect']);
    expect(judged('pm25', [40, 200, 205, 45]).filter((verdict) => verdict.includes('step'))).toEqual([
      '1:step:suspect',
      '3:step:suspect',
    ]);
  });

  it('[QC-4] is not made over a gap, nor against a value that is flagged out or impossible', () => {
    expect(judged('pm25', [20, undefined, 300])).toEqual([]);
    expect(finalVerdicts([hourly(0, { o3: 20 }, { o3: 'C' }), hourly(1, { o3: 300 })]).map(brief)).toEqual([
      '0:flag:suspect',
    ]);
    expect(judged('pm25', [1001, 60])).toEqual(['0:range:fail']);
  });

  it('[QC-4] fails a value only where that is configured', () => {
    const limits = QualityLimits.parse({ parameters: { pm25: { step: { fail: 250 } } } });
    expect(judged('pm25', [20, 271, 280], { limits })).toEqual(['1:step:fail']);
    expect(judged('pm25', [20, 270, 280], { limits })).toEqual(['1:step:suspect']);
  });

  it('[QC-5] a lone peak or dip is judged when the next hour is there', () => {
    const spikes = (values: readonly (number | undefined)[]) =>
      judged('pm25', values).filter((verdict) => verdict.includes('spike'));
    expect(spikes([40, 300])).toEqual([]);
    expect(spikes([40, 300, 50])).toEqual(['1:spike:fail']);
    expect(spikes([40, 105, 44])).toEqual(['1:spike:suspect']);
    expect(spikes([300, 40, 280])).toEqual(['1:spike:fail']);
    expect(spikes([40.1, 100.1, 0])).toEqual([]);
    expect(spikes([40, 100.1, 0])).toEqual(['1:spike:suspect']);
  });

  it('[QC-5] the edge of a plateau is no peak, unless the average is asked for', () => {
    expect(judged('pm25', [50, 420, 430, 425])).toEqual(['1:step:suspect']);
    const limits = QualityLimits.parse({ spike_method: 'average' });
    expect(judged('pm25', [50, 420, 430, 425], { limits })).toEqual(['1:step:suspect', '1:spike:fail']);
  });

  it('[QC-5] the judgement that the next hour brings covers the middle hour, with all that is known of it', () => {
    const history = new StationHistory({ limits: defaults, utcOffsetMs: OFFSET_MS });
    const judgements = [40, 963.29, 44].map((pm25, hour) => judgeAround(history, hourly(hour, { pm25 })));
    const noon = history.hourOf(NOON);
    expect(judgements.map((judgement) => [(judgement?.from ?? 0) - noon, (judgement?.to ?? 0) - noon])).toEqual([
      [0, 0],
      [1, 1],
      [1, 2],
    ]);
    expect(judgements[2]?.verdicts.map(brief)).toEqual(['1:step:suspect', '1:spike:fail']);
    expect(judgements[2]?.verdicts[1]?.reason).toEqual({
      code: 'lone_peak',
      facts: { value: 963.29, before: 40, after: 44, deviation: 919.29, limit: 150 },
    });
  });

  it('[QC-5] is not made next to a gap', () => {
    const found = [...judged('pm25', [undefined, 300, 50]), ...judged('pm25', [40, 300, undefined, 50])];
    expect(found.filter((verdict) => verdict.includes('spike'))).toEqual([]);
  });

  it('[QC-6] the fourth equal hour is suspect, the eighth fails', () => {
    const found = judged('pm25', new Array<number>(9).fill(55.4));
    expect(found).toEqual([
      ...[3, 4, 5, 6].map((hour) => `${hour}:flat_line:suspect`),
      ...[7, 8].map((hour) => `${hour}:flat_line:fail`),
    ]);
  });

  it('[QC-6] a run stays within its tolerance as a whole, by the decimals that were sent', () => {
    expect(judged('pm25', [20, 20.3, 20.1, 20.4])).toEqual(['3:flat_line:suspect']);
    expect(judged('pm25', [20, 20.3, 20.1, 20.5])).toEqual([]);
    expect(judged('pm25', [20, 20.2, 20.4, 20.6, 20.8])).toEqual([]);
    expect(judged('co', [0.6, 0.65, 0.6, 0.65, 0.6, 0.65])).toEqual([]);
  });

  it('[QC-6] a missing hour ends the run', () => {
    expect(judged('pm25', [20, 20, 20, undefined, 20, 20, 20])).toEqual([]);
  });

  it.each([
    ['so2', 2],
    ['o3', 2],
    ['co', 0],
    ['co', 0.3],
    ['pm25', 3],
    ['wind_speed', 0],
    ['rain', 0],
    ['rh', 100],
  ] as const)('[QC-6] %s may stay at %d for days', (parameter, value) => {
    expect(judged(parameter, new Array<number>(48).fill(value))).toEqual([]);
  });

  it.each([
    ['so2', 8.12, 8, 24],
    ['no2', 24, 5, 10],
    ['wind_speed', 1, 6, 12],
    ['rh', 99.13, 6, 12],
    ['wind_dir', 151.1, 12, 24],
  ] as const)('[QC-6] %s may not stay at %d', (parameter, value, suspect, fail) => {
    const found = judged(parameter, new Array<number>(30).fill(value));
    expect(found[0]).toBe(`${suspect - 1}:flat_line:suspect`);
    expect(found.find((verdict) => verdict.endsWith('fail'))).toBe(`${fail - 1}:flat_line:fail`);
  });

  it('[QC-6] ozone near zero does not count at night, and counts by day', () => {
    const night = Array.from({ length: 13 }, (_, hour) => hourly(8 + hour, { o3: 9 })); // the hours that end at 20:00 ... 08:00
    expect(finalVerdicts(night)).toEqual([]);
    const morning = Array.from({ length: 4 }, (_, hour) => hourly(21 + hour, { o3: 9 }));
    expect(finalVerdicts([...night, ...morning]).map(brief)).toEqual(['24:flat_line:suspect']);
    expect(judged('o3', [9, 9, 9, 9])).toEqual(['3:flat_line:suspect']);
    expect(finalVerdicts(night.map((reading) => ({ ...reading, values: { o3: 78 } }))).length).toBe(10);
  });

  it('[QC-6] hours lie on the clock of the region', () => {
    const half = 5.5 * HOUR_MS;
    const start = Date.parse('2022-11-01T12:00:00+05:30');
    const readings = [0, 1, 2, 3].map((hour) => ({ ...hourly(0, { pm25: 55.4 }), at: start + hour * HOUR_MS }));
    const found = finalVerdicts(readings, { utcOffsetMs: half });
    expect(found.map(({ at }) => at)).toEqual([start + 3 * HOUR_MS]);
  });
});
