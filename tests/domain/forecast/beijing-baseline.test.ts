import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { readReadingsCsv } from '../../../app/csv/readings-csv.ts';
import { cityMean } from '../../../domain/air/city-mean.ts';
import { HourGrid } from '../../../domain/air/hour-grid.ts';
import { POLLUTANTS } from '../../../domain/air/parameter.ts';
import { baselineForecast } from '../../../domain/forecast/baseline.ts';
import { observedAqi, type StationHourValues } from '../../../domain/forecast/observed-aqi.ts';
import { addScores, NO_SCORES, type ScoreSums, scoreFigures, scoreOf } from '../../../domain/forecast/score.ts';

const data = process.env['LIANFANG_DATA'] ?? new URL('../../../../shared/data', import.meta.url).pathname;
const file = `${data}/cn_beijing12_hourly_20130301_20170228.csv.gz`;
const grid = new HourGrid({ utcOffsetMs: 8 * 3_600_000 });
/** The control site is not behind the city. */
const BACKGROUND = '1002A';

/** Sums of every lead of the baseline, and of plain persistence: the AQI of the day before the issue, for all days ahead. */
interface Score {
  readonly baseline: ScoreSums[];
  readonly persistence: ScoreSums[];
}

describe.skipIf(!existsSync(file))(`the baseline on four years of Beijing (skipped without ${file})`, () => {
  let score: Score;
  beforeAll(async () => {
    score = scoresOf(await stationHours());
  }, 120_000);

  it('[FCS-23] is about as good as plain persistence at an AQI of 200, and not biased', () => {
    const lines = [0, 1, 2, 3].map((lead) => {
      const [ours, plain] = [score.baseline[lead], score.persistence[lead]].map((sums) =>
        scoreFigures(sums ?? NO_SCORES),
      );
      const figures = (of: typeof ours) => {
        const at200 = of?.events[1];
        const two = (value: number | null | undefined) => value?.toFixed(3) ?? '-';
        return `CSI ${two(at200?.csi)} POD ${two(at200?.pod)} FAR ${two(at200?.far)} bias ${two(at200?.bias)} MAE ${of?.mae?.toFixed(1)}`;
      };
      expect(ours?.forecasts).toBeGreaterThan(1_300);
      expect(ours?.forecasts).toBe(plain?.forecasts);
      expect(ours?.events[1]?.csi ?? 0).toBeGreaterThan((plain?.events[1]?.csi ?? 1) - 0.05);
      return `lead ${lead}: n ${ours?.forecasts}; baseline ${figures(ours)}; persistence ${figures(plain)}`;
    });
    process.stderr.write(`AQI above 200, Beijing 2013-2017, issued at midnight:\n${lines.join('\n')}\n`);
  });
});

async function stationHours(): Promise<StationHourValues[]> {
  const hours: StationHourValues[] = [];
  for await (const { at, station, values } of readReadingsCsv(file, { ts: 'start' })) {
    if (station !== BACKGROUND) hours.push({ station, hour: grid.hourOf(at, 3600), values });
  }
  return hours;
}

function scoresOf(hours: readonly StationHourValues[]): Score {
  const byHour = Map.groupBy(hours, ({ hour }) => hour);
  const byDay = Map.groupBy(hours, ({ hour }) => grid.dayOf(hour));
  const observed = new Map([...byDay].map(([day, ofDay]) => [day, observedAqi(ofDay, day, grid)]));
  const means = new Map(
    [...byHour].map(([hour, ofHour]) => [
      hour,
      cityMean(ofHour.map(({ values }) => ({ background: false, values }))).values,
    ]),
  );
  const score: Score = { baseline: leads(), persistence: leads() };
  for (const today of byDay.keys()) {
    const lastHour = today * 24;
    const past = Array.from({ length: 8 * 24 }, (_, index) => means.get(lastHour - 8 * 24 + 1 + index));
    const input = Object.fromEntries(POLLUTANTS.map((pollutant) => [pollutant, past.map((hour) => hour?.[pollutant])]));
    const forecast = baselineForecast({ hours: input, lastHour, grid });
    const yesterday = observed.get(today - 1) ?? null;
    if (!forecast.ok || yesterday === null) continue;
    for (const [lead, { day, aqi }] of forecast.days.entries()) {
      const truth = observed.get(day) ?? null;
      if (truth === null || aqi === null) continue;
      score.baseline[lead] = addScores(score.baseline[lead] ?? NO_SCORES, scoreOf(aqi, truth));
      score.persistence[lead] = addScores(score.persistence[lead] ?? NO_SCORES, scoreOf(yesterday, truth));
    }
  }
  return score;
}

function leads(): ScoreSums[] {
  return [NO_SCORES, NO_SCORES, NO_SCORES, NO_SCORES];
}
