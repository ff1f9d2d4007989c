import type { Calibration } from '../domain/air/calibration/calibration.ts';
import type { Overrule } from '../domain/air/quality/overrule.ts';
import type { QualityLimits } from '../domain/air/quality/quality-limits.ts';
import type { JudgedReading } from '../domain/air/quality/usable-reading.ts';
import type { Reading } from '../domain/air/reading.ts';

/** What quality control says; ingest implements it. */
export interface QualitySource {
  /** What follows from verdicts. */
  readonly limits: Pick<QualityLimits, 'exclude' | 'flags'>;
  /** All that is said of the readings of one page, in their order. */
  judge(readings: readonly Reading[]): Promise<readonly JudgedReading[]>;
  /** Of one station, oldest first. */
  calibrations(station: string): readonly Calibration[];
  /** Records a reviewer's decision, which holds at once; undefined: there is no such value. */
  overrule(decision: Omit<Overrule, 'decidedAt'>): Promise<Overrule | undefined>;
  /** In constant time; absent: nobody may overrule. */
  readonly isReviewer?: (token: string) => boolean;
}
