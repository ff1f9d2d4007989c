/** One line: values by instant (epoch ms); null or absent is a gap. */
export interface Line {
  readonly valueAt: (ms: number) => number | null | undefined;
  readonly times: Iterable<number>;
}

/** x in epoch SECONDS as uPlot wants it, one row of y per line; every step of the window is there, gaps as null. */
export interface Grid {
  readonly x: number[];
  readonly y: (number | null)[][];
  /** Newest instant at which the FIRST line has a value, epoch ms: what it is compared with says nothing about it. */
  readonly lastMs: number | null;
}

/**
 * Puts lines on one regular grid over (fromMs, toMs], so that a missing hour is a hole in the line and never a straight bridge.
 * The grid's phase is the data's own: hours need not begin at :00 in every zone.
 */
export function timeGrid(lines: readonly Line[], fromMs: number, toMs: number, stepMs: number): Grid {
  let first: number | null = null;
  let lastMs: number | null = null;
  for (const line of lines) {
    for (const ms of line.times) {
      if (ms <= fromMs || ms > toMs || !isNumber(line.valueAt(ms))) continue;
      first ??= ms;
      if (line === lines[0] && (lastMs === null || ms > lastMs)) lastMs = ms;
    }
  }
  const phase = first === null ? 0 : first % stepMs;
  const x: number[] = [];
  const y: (number | null)[][] = lines.map(() => []);
  for (let ms = Math.floor((fromMs - phase) / stepMs + 1) * stepMs + phase; ms <= toMs; ms += stepMs) {
    x.push(ms / 1000);
    lines.forEach((line, index) => {
      const value = line.valueAt(ms);
      y[index]?.push(isNumber(value) ? value : null);
    });
  }
  return { x, y, lastMs };
}

const HOUR_MS = 3_600_000;

/** The step of a set of instants, ms: their smallest distance, between a minute and an hour (also where there is too little to tell). */
export function gridStep(times: Iterable<number>): number {
  const sorted = [...times].sort((a, b) => a - b);
  let step = HOUR_MS;
  sorted.forEach((ms, index) => {
    const before = sorted[index - 1];
    if (before !== undefined && ms > before) step = Math.min(step, ms - before);
  });
  return Math.max(60_000, step);
}

/** Indices of values that stand alone between gaps: a line has no length there, so they are drawn as dots. */
export function lonePoints(values: ArrayLike<number | null | undefined>): number[] {
  const lone: number[] = [];
  for (let index = 0; index < values.length; index += 1) {
    if (isNumber(values[index]) && !isNumber(values[index - 1]) && !isNumber(values[index + 1])) lone.push(index);
  }
  return lone;
}

function isNumber(value: number | null | undefined): value is number {
  return value !== null && value !== undefined;
}
