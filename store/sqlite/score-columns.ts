import type { SQLOutputValue } from 'node:sqlite';
import { type Contingency, SCORE_THRESHOLDS, type ScoreSums } from '../../domain/forecast/score.ts';

const CELLS = { hits: 'hits', misses: 'misses', falseAlarms: 'false_alarms', correctNegatives: 'correct_negatives' };
const cells = Object.entries(CELLS) as [keyof Contingency, string][];

/** The columns of the sums of a score, in the order of `scoreColumns`. */
export const SCORE_COLUMNS: readonly string[] = [
  'forecasts',
  'error',
  'absolute_error',
  ...SCORE_THRESHOLDS.flatMap((above) => cells.map(([, column]) => `${column}_${above}`)),
];

export function scoreColumns({ forecasts, error, absoluteError, events }: ScoreSums): number[] {
  const counts = SCORE_THRESHOLDS.flatMap((above) => cells.map(([cell]) => events[above][cell]));
  return [forecasts, error, absoluteError, ...counts];
}

export function scoreFromRow(row: Readonly<Record<string, SQLOutputValue>>): ScoreSums {
  const count = (above: number, cell: keyof Contingency) => Number(row[`${CELLS[cell]}_${above}`]);
  const table = (above: number): Contingency => ({
    hits: count(above, 'hits'),
    misses: count(above, 'misses'),
    falseAlarms: count(above, 'falseAlarms'),
    correctNegatives: count(above, 'correctNegatives'),
  });
  return {
    forecasts: Number(row['forecasts']),
    error: Number(row['error']),
    absoluteError: Number(row['absolute_error']),
    events: { 150: table(150), 200: table(200), 300: table(300) },
  };
}
