import type { Evaluation } from '../../alerting/evaluation/evaluation.ts';
import { Evaluator } from '../../alerting/evaluation/evaluator.ts';
import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import type { CityHour } from '../../domain/air/city-hour.ts';
import type { Reading } from '../../domain/air/reading.ts';
import { OverruleBook } from '../../ingest/quality/overrule-book.ts';
import { QualityCounters } from '../../ingest/quality/quality-counters.ts';
import { QualityDesk } from '../../ingest/quality/quality-desk.ts';
import { RegionTerms } from '../../ingest/quality/station-terms.ts';
import { evaluatorOptions } from '../agreement/evaluator-options.ts';
import type { LoadedAgreement } from '../config/load.ts';
import { agreementAt } from './agreement-at.ts';
import type { ReplayEvent } from './replay-event.ts';

export interface ReplayListener {
  /** In the order in which it would have become known. */
  event?(event: ReplayEvent): void;
  /** After quality control. */
  usable?(readings: readonly Reading[]): void;
  closed?(hours: readonly CityHour[]): void;
}

/** What live operation does with readings, without its stores: quality control, then the evaluator. */
export class ReplayRun {
  readonly #region: LoadedAgreement;
  readonly #listener: ReplayListener;
  #engine: { readonly evaluator: Evaluator; readonly desk: QualityDesk } | undefined;

  constructor(region: LoadedAgreement, listener: ReplayListener) {
    this.#region = region;
    this.#listener = listener;
  }

  /** Takes readings in the order of the file; the first decides which version is in force. Throws `ConfigError` when none is. */
  take(readings: readonly Reading[]): void {
    const [first] = readings;
    if (first === undefined) return;
    this.#engine ??= engineFor(agreementAt(this.#region.versions, first.at), this.#region);
    const { evaluator, desk } = this.#engine;
    const { usable } = desk.take(readings);
    this.#listener.usable?.(usable);
    this.#tell(evaluator.judge(usable));
  }

  /** Closes what is open at the end of the file. */
  finish(): void {
    if (this.#engine !== undefined) this.#tell(this.#engine.evaluator.closeHours(Number.POSITIVE_INFINITY));
  }

  #tell({ alerts, grades, closed }: Evaluation): void {
    const { event, closed: hear } = this.#listener;
    if (closed.length > 0) hear?.(closed);
    if (event === undefined) return;
    for (const alert of alerts) event(alert);
    for (const grade of grades) if (grade.type !== 'grade.noted') event(grade);
  }
}

function engineFor(agreement: AgreementFile, region: LoadedAgreement) {
  const options = evaluatorOptions(agreement, region.stations);
  const terms = new RegionTerms({ ...region, limits: agreement.quality, utcOffsetMs: options.utcOffsetMs });
  const desk = new QualityDesk({ terms, overrules: new OverruleBook(), counters: new QualityCounters() });
  return { evaluator: new Evaluator(options), desk };
}
