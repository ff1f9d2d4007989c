import type { Levels } from './levels.ts';

/** Series are compared over so many hours, if at least `AT_LEAST` are in both. */
const HOURS = 24;
const AT_LEAST = 8;

/** How far the lag may be wrong: anemometers stand lower and more sheltered than the air that carries. */
export function lagSpanHours(lagHours: number): number {
  return Math.max(0.75, 0.3 * lagHours);
}

/** The best correlation of the excesses of two stations over the whole-hour lags around one; NaN with too few common hours. */
export function lagCorrelation(
  levels: Levels,
  asked: { readonly station: number; readonly from: number; readonly hour: number; readonly lagHours: number },
): number {
  const { lagHours } = asked;
  const span = lagSpanHours(lagHours);
  let best = Number.NaN;
  for (let lag = Math.max(0, Math.round(lagHours - span)); lag <= Math.round(lagHours + span); lag += 1) {
    const here = correlation(levels, asked, lag);
    if (!Number.isNaN(here) && !(here <= best)) best = here;
  }
  return best;
}

/** Pearson's, of the target's last hours and the other's `lag` hours before each; 0 when one of them never changed. */
function correlation(
  levels: Levels,
  asked: { readonly station: number; readonly from: number; readonly hour: number },
  lag: number,
): number {
  let [n, sumX, sumY, sumXX, sumYY, sumXY] = [0, 0, 0, 0, 0, 0];
  for (let back = 0; back < HOURS; back += 1) {
    const x = levels.excess(asked.station, asked.hour - back);
    const y = levels.excess(asked.from, asked.hour - back - lag);
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    n += 1;
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumYY += y * y;
    sumXY += x * y;
  }
  if (n < AT_LEAST) return Number.NaN;
  const square = (sumXX - (sumX * sumX) / n) * (sumYY - (sumY * sumY) / n);
  return square > 1e-9 ? (sumXY - (sumX * sumY) / n) / Math.sqrt(square) : 0;
}
