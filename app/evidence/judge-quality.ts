import type { CalibrationBook } from '../../domain/air/calibration/calibration-book.ts';
import type { Overrule } from '../../domain/air/quality/overrule.ts';
import type { QualityLimits } from '../../domain/air/quality/quality-limits.ts';
import { type JudgedReading, usableReading } from '../../domain/air/quality/usable-reading.ts';
import type { Reading } from '../../domain/air/reading.ts';
import type { Station } from '../../domain/air/station.ts';
import { JudgedReadings } from '../../ingest/quality/judged-readings.ts';
import { OverruleBook } from '../../ingest/quality/overrule-book.ts';
import { QualityCounters } from '../../ingest/quality/quality-counters.ts';
import { QualityDesk } from '../../ingest/quality/quality-desk.ts';
import { RegionTerms } from '../../ingest/quality/station-terms.ts';
import { KeptVerdicts } from './kept-verdicts.ts';

export interface QualityInput {
  readonly stations: readonly Station[];
  readonly limits: QualityLimits;
  readonly calibration: CalibrationBook;
  readonly utcOffsetMs: number;
  readonly overrules: readonly Overrule[];
  /** In order of time, 48 hours more at the beginning than are to be judged. */
  readonly readings: readonly Reading[];
}

/** A reading with all that quality control says of it in the end, and what is usable of it. */
export interface Controlled extends JudgedReading {
  readonly usable: Reading;
}

/** Readings judged at once: a few thousand hours. */
const PAGE = 5_000;

/** What live operation's quality control has said of these readings once all had come (QC-17), in their order. */
export async function judgeQuality(input: QualityInput): Promise<Controlled[]> {
  const { readings } = input;
  const terms = new RegionTerms(input);
  const overrules = new OverruleBook();
  for (const overrule of input.overrules) overrules.add(overrule);
  const desk = new QualityDesk({ terms, overrules, counters: new QualityCounters() });
  const store = new KeptVerdicts();
  for (let place = 0; place < readings.length; place += PAGE) {
    store.replace(desk.take(readings.slice(place, place + PAGE)).changes);
  }
  const judged = new JudgedReadings({ terms, overrules, store, settled: async () => {} });
  const controlled: Controlled[] = [];
  for (let place = 0; place < readings.length; place += PAGE) {
    for (const one of await judged.of(readings.slice(place, place + PAGE))) {
      controlled.push({ ...one, usable: usableReading(terms.of(one.reading.station).limits, one) });
    }
  }
  return controlled;
}
