import { type IndexStandard, indexScale } from './index-standard.ts';
import { roundHalfEven } from './round-half-even.ts';

// The index range of HJ 633-2026 is 1 to 500: more than the last breakpoint is 500.
const CAP = 500;
// 1 h means of particles use the daily columns; there is no 24 h sliding mean any more.
const pm25 = indexScale([0, 35, 60, 115, 150, 250, 350, 500], CAP);
const pm10 = indexScale([0, 50, 120, 250, 350, 420, 500, 600], CAP);

/** HJ 633-2026 table 1, in force since 2026-03-01. */
export const HJ633_2026: IndexStandard = {
  edition: '2026',
  title: 'HJ 633-2026',
  scales: {
    pm25_24h: pm25,
    pm25_1h: pm25,
    pm10_24h: pm10,
    pm10_1h: pm10,
    so2_24h: indexScale([0, 50, 150, 475, 800, 1600, 2100, 2620], CAP),
    // Table 1 note b: above 800 the 1 h IAQI of SO2 is fixed at 200.
    so2_1h: indexScale([0, 150, 500, 650, 800], 200),
    no2_24h: indexScale([0, 40, 80, 180, 280, 565, 750, 940], CAP),
    no2_1h: indexScale([0, 100, 200, 700, 1200, 2340, 3090, 3840], CAP),
    co_24h: indexScale([0, 2, 4, 14, 24, 36, 48, 60], CAP),
    co_1h: indexScale([0, 5, 10, 35, 60, 90, 120, 150], CAP),
    // Table 1 note c: above 800 the 8 h IAQI of O3 is fixed at 300.
    o3_8h: indexScale([0, 100, 160, 215, 265, 800], 300),
    o3_1h: indexScale([0, 160, 200, 300, 400, 800, 1000, 1200], CAP),
  },
  // Concentrations are rounded by GB/T 8170 before the index: CO to 0.1 mg/m³, the others to 1 µg/m³.
  hundredths: (pollutant, value) => (pollutant === 'co' ? roundHalfEven(value, 1) * 10 : roundHalfEven(value, 0) * 100),
  needsAllPollutants: true,
  dailyHasO3Hourly: false,
};
