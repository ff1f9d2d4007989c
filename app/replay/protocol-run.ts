import { setImmediate } from 'node:timers/promises';
import { Coordination } from '../../alerting/coordination/coordination.ts';
import type { AgreementVersions } from '../../domain/agreement/agreement-versions.ts';
import type { CaseState } from '../../domain/enforcement/case-state.ts';
import type { Warning } from '../../domain/warning/warning.ts';
import type { LedgerEvent } from '../../store/ledger.ts';
import { SqliteLedger } from '../../store/sqlite/sqlite-ledger.ts';
import type { ModelledAnswer } from '../answering/answer.ts';
import { AnsweringDesk } from '../answering/answering-desk.ts';
import type { Answers } from '../answering/answers-file.ts';
import type { UpwindAlert } from '../answering/upwind-answers.ts';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { sha256 } from '../installation/coordination-side.ts';
import type { ProtocolInput } from './protocol-inputs.ts';

export interface ProtocolOutcome {
  /** As the ledger would have them, in order. */
  readonly events: readonly LedgerEvent[];
  readonly warnings: readonly Warning[];
  readonly cases: readonly CaseState[];
  /** Modelled answers that were refused, by rule. */
  readonly refused: Readonly<Record<string, number>>;
}

export interface ProtocolRunOptions {
  readonly versions: AgreementVersions;
  readonly answers: Answers;
  readonly inputs: readonly ProtocolInput[];
  /** Epoch ms; what is owed later is not waited for. */
  readonly to: number;
}

/**
 * The protocols over a time that is past: the coordination service of live operation on a ledger in memory and a clock that jumps from one
 * thing that happens to the next, with modelled answers. Nothing is kept, and nobody is told.
 */
export async function runProtocol(options: ProtocolRunOptions): Promise<ProtocolOutcome> {
  const ledger = SqliteLedger.open({ path: ':memory:' });
  try {
    const run = await ProtocolRun.start(options, ledger);
    for (const [at, inputs] of Map.groupBy(options.inputs, (input) => input.at)) {
      if (at > options.to) break;
      await run.until(at);
      await run.hear(inputs);
    }
    await run.until(options.to);
    return await run.end();
  } finally {
    await ledger.close();
  }
}

class ProtocolRun {
  readonly #coordination: Coordination;
  readonly #clock: VirtualClock;
  readonly #desk: AnsweringDesk;
  readonly #ledger: SqliteLedger;
  readonly #options: ProtocolRunOptions;
  readonly #events: LedgerEvent[] = [];
  /** Of the streams of grades. */
  readonly #versions = new Map<string, number>();
  readonly #alerts = new Map<string, UpwindAlert>();
  readonly #refused: Record<string, number> = {};
  readonly #errors: unknown[];

  private constructor(
    options: ProtocolRunOptions,
    parts: {
      readonly coordination: Coordination;
      readonly clock: VirtualClock;
      readonly desk: AnsweringDesk;
      readonly ledger: SqliteLedger;
      readonly errors: unknown[];
    },
  ) {
    this.#options = options;
    this.#coordination = parts.coordination;
    this.#clock = parts.clock;
    this.#desk = parts.desk;
    this.#errors = parts.errors;
    this.#ledger = parts.ledger;
    this.#coordination.onRecorded((events) => {
      for (const event of events) if (/^(warning|case)\//.test(event.stream)) this.#events.push(event);
    });
  }

  static async start(options: ProtocolRunOptions, ledger: SqliteLedger): Promise<ProtocolRun> {
    const { versions, answers, inputs, to } = options;
    const clock = new VirtualClock(inputs[0]?.at ?? to);
    const agreementAt = (at: number) => inForce(versions, at);
    const errors: unknown[] = [];
    const coordination = await Coordination.start({
      ledger,
      clock,
      agreementAt,
      digest: sha256,
      onError: (error) => errors.push(error),
    });
    return new ProtocolRun(options, {
      coordination,
      clock,
      ledger,
      desk: new AnsweringDesk({ agreementAt, answers }),
      errors,
    });
  }

  /** Lets everything happen up to then, epoch ms. An answer in the very instant of its deadline is in time. */
  async until(end: number): Promise<void> {
    for (;;) {
      const dueAt = this.#coordination.nextDueAt() ?? Number.POSITIVE_INFINITY;
      const answer = this.#next();
      const at = Math.min(dueAt, answer?.at ?? Number.POSITIVE_INFINITY);
      if (at > end) break;
      this.#clock.moveTo(at);
      if (answer !== undefined && answer.at <= dueAt) await this.#give(answer);
      else await this.#speak();
    }
    this.#clock.moveTo(end);
  }

  /** What becomes known at one instant: into the ledger, as live, and the service follows. */
  async hear(inputs: readonly ProtocolInput[]): Promise<void> {
    const events = inputs.flatMap((input) => (input.type === 'grade' ? [input.event] : []));
    for (const input of inputs) if (input.type === 'alert') this.#alert(input.alert, input.isOpen);
    if (events.length === 0 || inForce(this.#options.versions, this.#clock.now()) === undefined) return;
    for (const event of events) {
      const stream = `grade/${event.data.subject.kind}/${event.data.subject.id}`;
      const expectedVersion = this.#versions.get(stream) ?? 0;
      await this.#ledger.append({ appends: [{ stream, expectedVersion, events: [event] }], now: this.#clock.now() });
      this.#versions.set(stream, expectedVersion + 1);
    }
    await this.#coordination.follow();
    this.#failed();
  }

  #alert(alert: UpwindAlert, isOpen: boolean): void {
    const isGround = this.#coordination.cases.all().some(({ grounds }) => grounds.id === alert.id);
    if (isOpen) this.#alerts.set(alert.id, alert);
    else if (!isGround) this.#alerts.delete(alert.id);
  }

  async end(): Promise<ProtocolOutcome> {
    const [warnings, cases] = [this.#coordination.warnings.all(), this.#coordination.cases.all()];
    await this.#coordination.stop();
    return { events: this.#events, warnings, cases, refused: this.#refused };
  }

  #next(): ModelledAnswer | undefined {
    const { warnings, cases } = this.#coordination;
    const alerts = this.#options.answers.cases ? [...this.#alerts.values()] : [];
    return this.#desk.next(this.#clock.now(), { warnings: warnings.all(), cases: cases.all(), alerts });
  }

  async #give(answer: ModelledAnswer): Promise<void> {
    const given =
      answer.kind === 'warning'
        ? await this.#coordination.warn(answer.order)
        : await this.#coordination.act(answer.order);
    this.#desk.settle(answer, given.outcome);
    if (given.outcome === 'done') return;
    const { rule } = given.refusal;
    this.#refused[rule] = (this.#refused[rule] ?? 0) + 1;
  }

  /** The timer of the service runs; it is waited for until it has said what was due. */
  async #speak(): Promise<void> {
    const now = this.#clock.now();
    while ((this.#coordination.nextDueAt() ?? Number.POSITIVE_INFINITY) <= now) {
      this.#clock.runDue();
      await setImmediate();
      this.#failed();
    }
  }

  #failed(): void {
    if (this.#errors.length > 0) throw this.#errors[0];
  }
}

/** One version that stands alone is tried on any time. */
function inForce({ versions }: AgreementVersions, at: number) {
  const [only] = versions;
  if (versions.length === 1) return only?.agreement;
  return versions.findLast(({ from, to }) => from <= at && at < to)?.agreement;
}
