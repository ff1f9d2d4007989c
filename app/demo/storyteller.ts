import type { Answer } from '../../alerting/coordination/answer.ts';
import type { Coordination } from '../../alerting/coordination/coordination.ts';
import type { Clock } from '../../domain/clock.ts';
import type { LedgerEvent } from '../../store/ledger.ts';
import type { ModelledAnswer } from '../answering/answer.ts';
import type { AnsweringDesk } from '../answering/answering-desk.ts';
import type { UpwindAlert } from '../answering/upwind-answers.ts';

export interface StorytellerOptions {
  readonly coordination: Pick<Coordination, 'warnings' | 'cases' | 'warn' | 'act' | 'onRecorded'>;
  readonly desk: Pick<AnsweringDesk, 'next' | 'settle' | 'takeOver'>;
  readonly clock: Clock;
  /** Upwind alerts from which a case may be opened or referred. */
  readonly alerts: () => readonly UpwindAlert[];
  readonly onError: (error: unknown, doing: string) => void;
}

/** Alerts come without a call: so often it is looked, in the time of the clock. */
const LOOK_MS = 15 * 60_000;
/** Keys of the script's commands begin so: a command with any other is a visitor's. */
const OURS = 'demo:';

/**
 * Gives the scripted jurisdictions' commands at their time, by the same door as people's. A person who gives one himself takes his jurisdiction
 * over: from then on its script is silent.
 */
export class Storyteller {
  readonly #options: StorytellerOptions;
  #cancelTimer = () => {};
  #working: Promise<void> | undefined;
  #stopped = false;
  readonly #unsubscribe: () => void;

  constructor(options: StorytellerOptions) {
    this.#options = options;
    this.#unsubscribe = options.coordination.onRecorded((events) => {
      for (const event of events) this.#notice(event);
      this.#look();
    });
    this.#look();
  }

  /** Gives no further command; resolves when the one under way is done. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer();
    this.#unsubscribe();
    await this.#working;
  }

  #notice({ data }: LedgerEvent): void {
    const by = data['by'] as { readonly person?: string; readonly jurisdiction?: string } | undefined;
    if (by?.person === undefined || by.jurisdiction === undefined) return;
    if (String(data['key'] ?? '').startsWith(OURS)) return;
    this.#options.desk.takeOver(by.jurisdiction);
  }

  #look(): void {
    if (this.#stopped || this.#working !== undefined) return;
    this.#cancelTimer();
    const { clock } = this.#options;
    const next = this.#next();
    const waitMs = next === undefined ? LOOK_MS : Math.min(LOOK_MS, next.at - clock.now());
    if (next === undefined || waitMs > 0) {
      this.#cancelTimer = clock.after(waitMs, () => this.#look());
      return;
    }
    this.#working = this.#give(next)
      .catch((error) => {
        this.#options.onError(error, 'answering for a scripted jurisdiction');
        return 'failed' as const;
      })
      .then((outcome) => {
        this.#working = undefined;
        if (outcome !== 'failed') this.#look();
        else if (!this.#stopped) this.#cancelTimer = clock.after(LOOK_MS, () => this.#look());
      });
  }

  #next(): ModelledAnswer | undefined {
    const { coordination, desk, clock, alerts } = this.#options;
    const situation = { warnings: coordination.warnings.all(), cases: coordination.cases.all(), alerts: alerts() };
    return desk.next(clock.now(), situation);
  }

  async #give(answer: ModelledAnswer): Promise<void> {
    const { coordination, desk } = this.#options;
    const key = `${OURS}${answer.order.key}`;
    const given: Answer<unknown> =
      answer.kind === 'warning'
        ? await coordination.warn({ ...answer.order, key })
        : await coordination.act({ ...answer.order, key });
    desk.settle(answer, given.outcome);
  }
}
