import { beforeAll, describe, expect, it } from 'vitest';
import { readReadingsCsv } from '../../../app/csv/readings-csv.ts';
import { cityMean } from '../../../domain/air/city-mean.ts';
import { HourGrid } from '../../../domain/air/hour-grid.ts';
import { POLLUTANTS } from '../../../domain/air/parameter.ts';
import { baselineForecast } from '../../../domain/forecast/baseline.ts';
import type { DayForecast } from '../../../domain/forecast/forecast.ts';
import { observedAqi, type StationHourValues } from '../../../domain/forecast/observed-aqi.ts';
import { addScores, NO_SCORES, type ScoreSums, scoreFigures, scoreOf } from '../../../domain/forecast/score.ts';
import { dataFile } from '../../app/csv/data-file.ts';
import { cityDays } from './city-days.ts';

const hoursFile = dataFile('cn_beijing12_hourly_20130301_20170228.csv.gz');
const daysFile = dataFile('cn_jjj_2plus26_daily_winters1516_1617.csv.gz');
const grid = new HourGrid({ utcOffsetMs: 8 * 3_600_000 });
/** The control site is not behind the city. */
const BACKGROUND = '1002A';
const LEADS = [0, 1, 2, 3];

type Days = ReadonlyMap<number, number | null>;
/** Sums by lead. */
type Sums = readonly ScoreSums[];

describe.skipIf(hoursFile.absent)(`the baseline on ${hoursFile.title}`, () => {
  let observed: Days;
  let issues: ReadonlyMap<number, readonly DayForecast[]>;
  beforeAll(async () => {
    const hours = await stationHours();
    const byDay = Map.groupBy(hours, ({ hour }) => grid.dayOf(hour));
    observed = new Map([...byDay].map(([day, ofDay]) => [day, observedAqi(ofDay, day, grid)]));
    issues = baselines(hours, [...byDay.keys()]);
  }, 120_000);

  it('[FCS-23] is about as good as plain persistence above an AQI of 200', () => {
    const ours = scoresOf(observed, (day, lead) => issues.get(day - lead)?.[lead]?.aqi);
    const plain = scoresOf(observed, (day, lead) => (issues.has(day - lead) ? observed.get(day - lead - 1) : null));
    tell('Beijing, four years, truth by HJ 633', { baseline: ours, persistence: plain });
    for (const lead of LEADS) {
      expect(ours[lead]?.forecasts).toBeGreaterThan(1_300);
      expect(csi200(ours[lead])).toBeGreaterThan(csi200(plain[lead]) - 0.05);
    }
  });

  it.skipIf(daysFile.absent)(`[FCS-23] also against the published city-days of ${daysFile.title}`, () => {
    const cities = cityDays(daysFile.path);
    const published = cities.get('北京') ?? new Map();
    const before = (day: number, lead: number) => published.get(day - lead - 1);
    const ours = scoresOf(published, (day, lead) =>
      before(day, lead) === undefined ? null : issues.get(day - lead)?.[lead]?.aqi,
    );
    const plain = scoresOf(published, (day, lead) => (issues.has(day - lead) ? before(day, lead) : null));
    const all = LEADS.map((lead) =>
      [...cities.values()]
        .map((days) => scoresOf(days, (day, ahead) => days.get(day - ahead - 1))[lead] ?? NO_SCORES)
        .reduce((one, other) => addScores(one, other)),
    );
    tell('Beijing, two winters, published AQI', { baseline: ours, persistence: plain });
    tell(`${cities.size} cities, two winters, published AQI`, { persistence: all });
    for (const lead of LEADS) expect(csi200(ours[lead])).toBeGreaterThan(csi200(plain[lead]) - 0.1);
  });
});

async function stationHours(): Promise<StationHourValues[]> {
  const hours: StationHourValues[] = [];
  for await (const { at, station, values } of readReadingsCsv(hoursFile.path, { ts: 'start' })) {
    if (station !== BACKGROUND) hours.push({ station, hour: grid.hourOf(at, 3600), values });
  }
  return hours;
}

/** Issued at the begin of each day, from the city's hours of the eight days before. */
function baselines(hours: readonly StationHourValues[], days: readonly number[]): Map<number, readonly DayForecast[]> {
  const means = new Map(
    [...Map.groupBy(hours, ({ hour }) => hour)].map(([hour, ofHour]) => [
      hour,
      cityMean(ofHour.map(({ values }) => ({ background: false, values }))).values,
    ]),
  );
  const issued = new Map<number, readonly DayForecast[]>();
  for (const today of days) {
    const lastHour = today * 24;
    const past = Array.from({ length: 8 * 24 }, (_, index) => means.get(lastHour - 8 * 24 + 1 + index));
    const input = Object.fromEntries(POLLUTANTS.map((pollutant) => [pollutant, past.map((hour) => hour?.[pollutant])]));
    const forecast = baselineForecast({ hours: input, lastHour, grid });
    if (forecast.ok) issued.set(today, forecast.days);
  }
  return issued;
}

function scoresOf(truth: Days, forecast: (day: number, lead: number) => number | null | undefined): Sums {
  return LEADS.map((lead) => {
    let sums = NO_SCORES;
    for (const [day, aqi] of truth) {
      const said = forecast(day, lead) ?? null;
      if (said !== null && aqi !== null) sums = addScores(sums, scoreOf(said, aqi));
    }
    return sums;
  });
}

function csi200(sums: ScoreSums | undefined): number {
  return scoreFigures(sums ?? NO_SCORES).events[1]?.csi ?? 0;
}

function tell(title: string, of: Readonly<Record<string, Sums>>): void {
  const two = (value: number | null | undefined) => value?.toFixed(3) ?? '-';
  const lines = Object.entries(of).flatMap(([name, sums]) =>
    sums.map((ofLead, lead) => {
      const { forecasts, mae, events } = scoreFigures(ofLead);
      const [, at] = events;
      const figures = `CSI ${two(at?.csi)} POD ${two(at?.pod)} FAR ${two(at?.far)} bias ${two(at?.bias)}`;
      return `  ${name} lead ${lead}: n ${forecasts} ${figures} MAE ${mae?.toFixed(1)}`;
    }),
  );
  process.stderr.write(`AQI above 200, issued at midnight; ${title}:\n${lines.join('\n')}\n`);
}
