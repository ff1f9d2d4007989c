import { ceilHundredths } from './ceil-hundredths.ts';
import { type IndexStandard, indexScale } from './index-standard.ts';

// HJ 633-2012 gives no index above 500; like the national platform, 500 is kept there.
const CAP = 500;
const pm25 = indexScale([0, 35, 75, 115, 150, 250, 350, 500], CAP);
const pm10 = indexScale([0, 50, 150, 250, 350, 420, 500, 600], CAP);

/**
 * HJ 633-2012 table 1, in force until 2026-02-28. The standard has no 1 h column for particles: the national platform
 * puts their 1 h mean into the 24 h column (see docs/spec/index.md, IDX-9), which is what `pm25_1h` and `pm10_1h` are.
 */
export const HJ633_2012: IndexStandard = {
  edition: '2012',
  title: 'HJ 633-2012',
  scales: {
    pm25_24h: pm25,
    pm25_1h: pm25,
    pm10_24h: pm10,
    pm10_1h: pm10,
    so2_24h: indexScale([0, 50, 150, 475, 800, 1600, 2100, 2620], CAP),
    // Table 1 note (2): above 800 there is no 1 h index, the 24 h mean's is used.
    so2_1h: indexScale([0, 150, 500, 650, 800], null),
    no2_24h: indexScale([0, 40, 80, 180, 280, 565, 750, 940], CAP),
    no2_1h: indexScale([0, 100, 200, 700, 1200, 2340, 3090, 3840], CAP),
    co_24h: indexScale([0, 2, 4, 14, 24, 36, 48, 60], CAP),
    co_1h: indexScale([0, 5, 10, 35, 60, 90, 120, 150], CAP),
    // Table 1 note (3): above 800 there is no 8 h index, the 1 h index is used.
    o3_8h: indexScale([0, 100, 160, 215, 265, 800], null),
    o3_1h: indexScale([0, 160, 200, 300, 400, 800, 1000, 1200], CAP),
  },
  // The edition is silent on rounding the input, so none is done: the decimal enters the formula as it is.
  hundredths: (_pollutant, value) => ceilHundredths(value),
  needsAllPollutants: false,
  dailyHasO3Hourly: true,
};
