import type { CityHour } from '../domain/air/city-hour.ts';
import type { Clock } from '../domain/clock.ts';
import type { Ledger } from '../store/ledger.ts';
import type { Timeseries } from '../store/timeseries.ts';
import type { AlertRecord } from './alert-board.ts';
import type { EvaluatorOptions } from './evaluation/evaluator-options.ts';
import type { GradeRecord } from './grade-board.ts';
import type { Subscription } from './notice.ts';

export interface EngineOptions extends EvaluatorOptions {
  /** Usable readings: calibrated, without what quality control has taken out. */
  readonly timeseries: Pick<Timeseries, 'read' | 'count'>;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly subscriptions: readonly Subscription[];
  /** An hour is closed this long after its end, if nothing of it has come for `quietMs` (EVA-3). */
  readonly closeAfterMs: number;
  readonly quietMs: number;
  /** Corrections are told once late data has been quiet for so long, at most ten times as long after the first (EVA-14); 0: at once. */
  readonly correctAfterMs: number;
  /** While true nothing is closed by the clock: readings may be waiting on our own side (EVA-9). */
  readonly holdClosing?: () => boolean;
  /** Deliveries were written to the outbox. */
  readonly onDeliveries: () => void;
  readonly onError: (error: unknown, doing: string) => void;
}

export interface EngineListener {
  cityHours?(closed: readonly CityHour[]): void;
  alert?(alert: AlertRecord, event: string): void;
  grade?(grade: GradeRecord, event: string): void;
}

export interface EngineCounters {
  evaluated: number;
  late: number;
  raised: number;
  returned: number;
  /** Alerts that late data changed, and that it took away. */
  corrected: number;
  withdrawn: number;
  failures: number;
}
