import { beforeAll, describe, expect, it } from 'vitest';
import { readReadingsCsv } from '../../../../app/csv/readings-csv.ts';
import { readStationsCsv } from '../../../../app/csv/stations-csv.ts';
import type { Parameter } from '../../../../domain/air/parameter.ts';
import { neighboursOf } from '../../../../domain/air/quality/neighbours-of.ts';
import { spatialVerdicts } from '../../../../domain/air/quality/spatial-verdicts.ts';
import { StationHistory } from '../../../../domain/air/quality/station-history.ts';
import type { QualityTest, Verdict } from '../../../../domain/air/quality/verdict.ts';
import type { Values } from '../../../../domain/air/reading.ts';
import { dataFile } from '../../../app/csv/data-file.ts';
import { checkReading, comparable, defaults, HOUR_MS } from './hourly-series.ts';

interface Winter {
  readonly at: (hourEnd: string, station: string) => string[];
  /** Share of the parameter's values with a verdict of the test, in per cent; of one station when named. */
  readonly share: (test: QualityTest, parameter: Parameter, options?: { station?: string; fail?: true }) => number;
}

async function judgeFile(path: string, ts: 'start' | 'end', utcOffsetMs: number): Promise<Winter> {
  const histories = new Map<string, StationHistory>();
  const verdicts = new Map<string, Verdict & { readonly station: string }>();
  const counted = new Map<string, number>();
  for await (const { station, at, values } of readReadingsCsv(path, { ts })) {
    const history = histories.get(station) ?? new StationHistory({ limits: defaults, utcOffsetMs });
    histories.set(station, history);
    const reading = { station, city: 'c1', at, periodS: 3600, values, flags: {} };
    for (const verdict of checkReading(history, reading)) {
      verdicts.set([station, verdict.at, verdict.parameter, verdict.test].join(), { ...verdict, station });
    }
    for (const parameter in values) {
      for (const key of [parameter, `${parameter} ${station}`]) counted.set(key, (counted.get(key) ?? 0) + 1);
    }
  }
  const list = [...verdicts.values()];
  return {
    at: (hourEnd, station) =>
      list
        .filter((verdict) => verdict.at === Date.parse(hourEnd) && verdict.station === station)
        .map(({ parameter, test, severity }) => `${parameter}:${test}:${severity}`),
    share: (test, parameter, { station, fail } = {}) => {
      const found = list.filter((verdict) => verdict.test === test && verdict.parameter === parameter);
      const wanted = found.filter(
        (verdict) => (station ?? verdict.station) === verdict.station && (fail !== true || verdict.severity === 'fail'),
      );
      return (100 * wanted.length) / (counted.get(station === undefined ? parameter : `${parameter} ${station}`) ?? 0);
    },
  };
}

const plain = dataFile('in_igp_hourly_20221101_20230131.csv.gz');
const plainStations = dataFile('in_igp_stations.csv');
const beijing = dataFile('cn_beijing12_hourly_20161115_20170110.csv.gz');

describe.skipIf(plain.absent)(`the plain's winter: ${plain.title}`, () => {
  let winter: Winter;
  beforeAll(async () => {
    winter = await judgeFile(plain.path, 'start', 5.5 * HOUR_MS);
  });

  it('[QC-4] finds the lone 963.29 of Jhansi, whose next hour is missing', () => {
    expect(winter.at('2023-01-06T15:00:00+05:30', 'UP052')).toEqual(['pm25:range:suspect', 'pm25:step:suspect']);
  });

  it('[QC-6] finds instruments that stood still', () => {
    expect(winter.share('flat_line', 'wind_speed', { station: 'UP028' })).toBeGreaterThan(50); // 1.00 m/s
    expect(winter.share('flat_line', 'rh', { station: 'HR027' })).toBeGreaterThan(20); // 99.13 %
    expect(winter.share('flat_line', 'no2', { station: 'HR007' })).toBeGreaterThan(50); // about 24 µg/m³
    expect(winter.share('flat_line', 'wind_speed')).toBeGreaterThan(1.5);
    expect(winter.share('flat_line', 'wind_speed')).toBeLessThan(4);
    expect(winter.share('flat_line', 'rh')).toBeGreaterThan(1.5);
    expect(winter.share('flat_line', 'rh')).toBeLessThan(4);
  });

  it('[QC-6] leaves particles and calm alone', () => {
    expect(winter.share('flat_line', 'pm25')).toBeLessThan(0.1);
    expect(winter.share('flat_line', 'pm10')).toBeLessThan(0.1);
    expect(winter.share('flat_line', 'rain')).toBeLessThan(0.2);
    expect(winter.share('flat_line', 'co')).toBeLessThan(2);
  });

  it.each(['pm25', 'pm10', 'so2', 'no2', 'co', 'o3'] as const)(
    '[QC-5] takes few values of %s for steps and peaks, and fails fewer still',
    (parameter) => {
      expect(winter.share('step', parameter)).toBeLessThan(1.5);
      expect(winter.share('step', parameter, { fail: true })).toBe(0);
      expect(winter.share('spike', parameter)).toBeLessThan(0.7);
      expect(winter.share('spike', parameter, { fail: true })).toBeLessThan(0.1);
      expect(winter.share('range', parameter, { fail: true })).toBe(0);
    },
  );

  it.skipIf(plainStations.absent)('[QC-10] calls few stations unlike their neighbours', async () => {
    const stations = await readStationsCsv(plainStations.path);
    const neighbours = neighboursOf(stations, defaults.neighbours.within_km);
    expect([...neighbours.values()].filter((list) => list.length >= 3).length).toBeGreaterThan(10);
    const hours = new Map<number, Map<string, Values>>();
    for await (const { at, station, values } of readReadingsCsv(plain.path)) {
      hours.set(at, (hours.get(at) ?? new Map()).set(station, values));
    }
    let values = 0;
    let suspect = 0;
    let failed = 0;
    for (const [at, hour] of hours) {
      for (const [station, own] of hour) {
        const around = (neighbours.get(station) ?? []).flatMap((id) => hour.get(id) ?? []);
        if (own.pm25 === undefined || around.filter(({ pm25 }) => pm25 !== undefined).length < 3) continue;
        values += 1;
        const compared = { at, values: comparable({ pm25: own.pm25 }), neighbours: around.map(comparable) };
        const verdict = spatialVerdicts(defaults, compared)[0];
        if (verdict?.severity === 'suspect') suspect += 1;
        if (verdict?.severity === 'fail') failed += 1;
      }
    }
    expect(values).toBeGreaterThan(20_000);
    expect(suspect / values).toBeLessThan(0.05);
    expect(failed / values).toBeLessThan(0.025);
    expect(failed).toBeGreaterThan(0);
  });
});

describe.skipIf(beijing.absent)(`Beijing's winter: ${beijing.title}`, () => {
  let winter: Winter;
  beforeAll(async () => {
    winter = await judgeFile(beijing.path, 'end', 8 * HOUR_MS);
  });

  it('[QC-6] the detection limits of SO2 and O3 are no flat lines', () => {
    expect(winter.share('flat_line', 'so2')).toBeLessThan(0.2); // 3 % lie in runs of six hours and more, at 2
    expect(winter.share('flat_line', 'o3')).toBeLessThan(1); // 13 %
    expect(winter.share('flat_line', 'co')).toBeLessThan(0.3);
  });

  it('[QC-5] the red alert of December 2016 is not taken for a fault', () => {
    for (const test of ['range', 'step', 'spike', 'flat_line', 'consistency'] as const) {
      expect(winter.share(test, 'pm25', { fail: true })).toBeLessThan(0.05);
    }
    expect(winter.share('range', 'pm25')).toBeGreaterThan(1);
    expect(winter.share('consistency', 'pm25')).toBeLessThan(0.1);
  });
});
