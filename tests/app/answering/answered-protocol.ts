import { createHash } from 'node:crypto';
import type { ModelledAnswer } from '../../../app/answering/answer.ts';
import { AnsweringDesk } from '../../../app/answering/answering-desk.ts';
import { Answers } from '../../../app/answering/answers-file.ts';
import type { UpwindAlert } from '../../../app/answering/upwind-answers.ts';
import type { AgreementFile } from '../../../domain/agreement/agreement-file.ts';
import { deadlinesOf, earliest } from '../../../domain/deadline/deadlines.ts';
import { applyCaseEvent } from '../../../domain/enforcement/apply-case-event.ts';
import { onCaseDeadlines } from '../../../domain/enforcement/case-deadlines.ts';
import type { CaseEvent } from '../../../domain/enforcement/case-event.ts';
import type { CaseState } from '../../../domain/enforcement/case-state.ts';
import { decideCase } from '../../../domain/enforcement/decide-case.ts';
import { applyWarningEvent } from '../../../domain/warning/apply-warning-event.ts';
import { decide } from '../../../domain/warning/decide.ts';
import { onDeadline } from '../../../domain/warning/on-deadline.ts';
import type { Warning } from '../../../domain/warning/warning.ts';
import type { WarningCommand } from '../../../domain/warning/warning-command.ts';
import type { WarningEvent } from '../../../domain/warning/warning-event.ts';
import { canonicalJson } from '../../../store/canonical-json.ts';
import type { Json } from '../../../store/ledger.ts';

/** One warning and one case on the pure machines, answered by the desk; the clocks speak on time. */
export class AnsweredProtocol {
  readonly agreement: AgreementFile;
  readonly desk: AnsweringDesk;
  readonly events: (WarningEvent | CaseEvent)[] = [];
  readonly given: { readonly answer: ModelledAnswer; readonly refusal: string | undefined }[] = [];
  alerts: UpwindAlert[] = [];
  warning: Warning | undefined;
  case: CaseState | undefined;
  now: number;

  constructor(agreement: AgreementFile, answers: object, now: number) {
    this.agreement = agreement;
    this.desk = new AnsweringDesk({ agreementAt: () => agreement, answers: Answers.parse(answers) });
    this.now = now;
  }

  warn(command: WarningCommand): string | undefined {
    const { events, refusal } = decide(this.warning, command, this.#context);
    this.#takeWarning(events);
    return refusal?.rule;
  }

  /** Lets time pass up to an instant, epoch ms. */
  until(end: number): this {
    for (;;) {
      const dueAt = earliest([
        ...deadlinesOf(this.warning?.clocks ?? NONE),
        ...deadlinesOf(this.case?.clocks ?? NONE),
      ])?.at;
      const warnings = this.warning === undefined ? [] : [this.warning];
      const cases = this.case === undefined ? [] : [this.case];
      const answer = this.desk.next(this.now, { warnings, cases, alerts: this.alerts });
      const at = Math.min(dueAt ?? Infinity, answer?.at ?? Infinity);
      if (at > end) break;
      this.now = Math.max(this.now, at);
      // An answer in the very instant of a deadline is in time.
      if (answer !== undefined && answer.at <= (dueAt ?? Infinity)) this.#give(answer);
      else this.#wake();
    }
    this.now = end;
    return this;
  }

  #give(answer: ModelledAnswer): void {
    const refusal = answer.kind === 'warning' ? this.warn(answer.order.command) : this.#act(answer);
    this.given.push({ answer, refusal });
    this.desk.settle(answer, refusal === undefined ? 'done' : 'refused');
  }

  #act(answer: ModelledAnswer): string | undefined {
    if (answer.kind !== 'case') return undefined;
    const { events, refusal } = decideCase(this.case, answer.order.command, { ...this.#context, digest });
    this.#takeCase(events);
    return refusal?.rule;
  }

  #wake(): void {
    if (this.warning !== undefined) this.#takeWarning(onDeadline(this.warning, this.#context));
    if (this.case !== undefined) this.#takeCase(onCaseDeadlines(this.case, { ...this.#context, digest }));
  }

  get #context() {
    return { now: this.now, agreement: this.agreement, punctualMs: 60_000 };
  }

  #takeWarning(events: readonly WarningEvent[]): void {
    this.warning = events.reduce<Warning | undefined>(applyWarningEvent, this.warning);
    this.events.push(...events);
  }

  #takeCase(events: readonly CaseEvent[]): void {
    this.case = events.reduce<CaseState | undefined>(applyCaseEvent, this.case);
    this.events.push(...events);
  }

  /** Types in the order in which they first happened. */
  get course(): string[] {
    return [...new Set(this.events.map(({ type }) => type))];
  }
}

const NONE = { open: [] };

function digest(record: object): string {
  return createHash('sha256')
    .update(canonicalJson(record as Json))
    .digest('hex');
}
