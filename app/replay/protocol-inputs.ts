import type { Alert } from '../../domain/alert/alert.ts';
import { rankOf } from '../../domain/grade/grade.ts';
import type { GradeChanged, GradeCorrected, GradeNotice } from '../../domain/grade/grade-event.ts';
import type { UpwindAlert } from '../answering/upwind-answers.ts';
import type { GradeTold, ReplayEvent } from './replay-event.ts';

/** Something that the protocols hear of; `at`: when it is known, epoch ms. */
export type ProtocolInput = { readonly at: number } & (
  | { readonly type: 'grade'; readonly event: GradeChanged | GradeCorrected | GradeNotice }
  | { readonly type: 'alert'; readonly alert: UpwindAlert; readonly isOpen: boolean }
);

/** What of a replay the protocols hear, collected while it runs: grades and health notices, and alerts of pairs of cities. */
export class ProtocolInputs {
  readonly #inputs: ProtocolInput[] = [];

  /** `alert`: as it stands after the event. */
  add(event: ReplayEvent, alert: Alert | undefined): void {
    const { at } = event;
    if (alert !== undefined) {
      if (alert.subject.kind === 'pair')
        this.#inputs.push({ type: 'alert', at, alert, isOpen: alert.state === 'raised' });
    } else if (event.type === 'grade.changed') this.#changed(event);
    else if (event.type === 'grade.corrected' || event.type === 'grade.notice') {
      this.#inputs.push({ type: 'grade', at, event });
    }
  }

  /** In the order of their times. */
  get inOrder(): readonly ProtocolInput[] {
    return this.#inputs.toSorted((a, b) => a.at - b.at);
  }

  /** Of city-days a colour that rises is known before it is there: first by the forecast, then as it is measured. */
  #changed(event: GradeTold): void {
    const { proposeAt, ...data } = event.data;
    const { grade, previous } = data;
    const told = { ...event, data };
    if (proposeAt === undefined || rankOf(grade) <= rankOf(previous)) {
      this.#inputs.push({ type: 'grade', at: event.at, event: told });
      return;
    }
    const measured = { ...told, data: { ...data, previous: grade, basis: 'observed' as const } };
    this.#inputs.push(
      { type: 'grade', at: proposeAt, event: { ...told, data: { ...data, basis: 'forecast' } } },
      { type: 'grade', at: event.at, event: measured },
    );
  }
}
