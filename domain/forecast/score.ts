/** AQI above which a day counts as an event: those on which the warning grades are built. */
export const SCORE_THRESHOLDS = [150, 200, 300] as const;
export type ScoreThreshold = (typeof SCORE_THRESHOLDS)[number];

/** The four cells of forecast against observed, counted in forecasts. */
export interface Contingency {
  readonly hits: number;
  readonly misses: number;
  readonly falseAlarms: number;
  readonly correctNegatives: number;
}

/** Sums that add up in any order and can be taken back exactly: whole numbers only. */
export interface ScoreSums {
  /** Forecasts scored. */
  readonly forecasts: number;
  /** Of forecast less observed AQI. */
  readonly error: number;
  readonly absoluteError: number;
  readonly events: Readonly<Record<ScoreThreshold, Contingency>>;
}

/** What the sums say; null where nothing can be divided. */
export interface ScoreFigures {
  readonly forecasts: number;
  /** Mean absolute and mean error, AQI. */
  readonly mae: number | null;
  readonly meanError: number | null;
  readonly events: readonly (Contingency & {
    readonly above: ScoreThreshold;
    /** Probability of detection, hits / (hits + misses). */
    readonly pod: number | null;
    /** False alarm ratio, false alarms / (hits + false alarms). */
    readonly far: number | null;
    /** Critical success index, hits / (hits + misses + false alarms). */
    readonly csi: number | null;
    /** Frequency bias, events forecast / events observed. */
    readonly bias: number | null;
  })[];
}

const NOTHING: Contingency = { hits: 0, misses: 0, falseAlarms: 0, correctNegatives: 0 };
export const NO_SCORES: ScoreSums = {
  forecasts: 0,
  error: 0,
  absoluteError: 0,
  events: { 150: NOTHING, 200: NOTHING, 300: NOTHING },
};

/** The sums of one forecast: whole AQI against whole AQI. */
export function scoreOf(forecast: number, observed: number): ScoreSums {
  const error = forecast - observed;
  const cell = (above: ScoreThreshold): Contingency => {
    if (observed > above) return forecast > above ? { ...NOTHING, hits: 1 } : { ...NOTHING, misses: 1 };
    return forecast > above ? { ...NOTHING, falseAlarms: 1 } : { ...NOTHING, correctNegatives: 1 };
  };
  const events = { 150: cell(150), 200: cell(200), 300: cell(300) };
  return { forecasts: 1, error, absoluteError: Math.abs(error), events };
}

/** `sums` and `more`; with `times` -1 `more` is taken back. */
export function addScores(sums: ScoreSums, more: ScoreSums, times: 1 | -1 = 1): ScoreSums {
  const cell = (above: ScoreThreshold): Contingency => {
    const [one, other] = [sums.events[above], more.events[above]];
    return {
      hits: one.hits + times * other.hits,
      misses: one.misses + times * other.misses,
      falseAlarms: one.falseAlarms + times * other.falseAlarms,
      correctNegatives: one.correctNegatives + times * other.correctNegatives,
    };
  };
  return {
    forecasts: sums.forecasts + times * more.forecasts,
    error: sums.error + times * more.error,
    absoluteError: sums.absoluteError + times * more.absoluteError,
    events: { 150: cell(150), 200: cell(200), 300: cell(300) },
  };
}

export function scoreFigures(sums: ScoreSums): ScoreFigures {
  return {
    forecasts: sums.forecasts,
    mae: ratio(sums.absoluteError, sums.forecasts),
    meanError: ratio(sums.error, sums.forecasts),
    events: SCORE_THRESHOLDS.map((above) => {
      const cells = sums.events[above];
      const { hits, misses, falseAlarms } = cells;
      return {
        above,
        ...cells,
        pod: ratio(hits, hits + misses),
        far: ratio(falseAlarms, hits + falseAlarms),
        csi: ratio(hits, hits + misses + falseAlarms),
        bias: ratio(hits + falseAlarms, hits + misses),
      };
    }),
  };
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
