import type { AlertEvent } from '../../domain/alert/alert.ts';
import type { GradeChanged, GradeCorrected, GradeNotice } from '../../domain/grade/grade-event.ts';

/** A changed grade; of city-days also when it would have been proposed, epoch ms. */
export interface GradeTold extends Pick<GradeChanged, 'type' | 'at'> {
  readonly data: GradeChanged['data'] & { readonly proposeAt?: number };
}

/** What a replay says would have happened: events as in the ledger. */
export type ReplayEvent = AlertEvent | GradeTold | GradeNotice | GradeCorrected;
