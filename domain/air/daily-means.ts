import type { DailyInput } from './daily-index.ts';
import { dailyMaximum8h } from './daily-maximum-8h.ts';
import { type Hours, isValidHour, meanOfHours } from './mean-of-hours.ts';
import { POLLUTANTS, type Pollutant } from './parameter.ts';
import { DAY } from './sliding-means.ts';

/** Hourly means of one natural day per pollutant, element 0 ends at 01:00, element 23 at 24:00. */
export type DayOfHours = { readonly [P in Pollutant]?: Hours };

/**
 * What the daily index needs, from the hours of one natural day (Asia/Shanghai). A 24 h mean needs >= 20 valid hours
 * (GB 3095 table 4), `o3_8h` the rule of `dailyMaximum8h`, `o3` (largest 1 h mean) >= 20 valid hours.
 */
export function dailyMeans(day: DayOfHours): DailyInput {
  const means: { -readonly [K in keyof DailyInput]: DailyInput[K] } = {};
  for (const pollutant of POLLUTANTS) {
    const hours = day[pollutant];
    if (hours === undefined) continue;
    if (pollutant === 'o3') {
      const valid = hours.filter(isValidHour);
      if (valid.length >= DAY.atLeast) means.o3 = Math.max(...valid);
      means.o3_8h = dailyMaximum8h(hours) ?? undefined;
    } else {
      means[pollutant] = meanOfHours(hours, DAY.atLeast) ?? undefined;
    }
  }
  return means;
}
