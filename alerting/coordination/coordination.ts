import type { CaseState } from '../../domain/enforcement/case-state.ts';
import type { Warning } from '../../domain/warning/warning.ts';
import type { LedgerEvent } from '../../store/ledger.ts';
import type { Answer } from './answer.ts';
import { CASE_PROTOCOL, type CaseOrderCommand } from './case-protocol.ts';
import { CommandQueue } from './command-queue.ts';
import type { CoordinationOptions } from './coordination-options.ts';
import { DeadlineTimer } from './deadline-timer.ts';
import { GoverningVersion } from './governing-version.ts';
import { GradeFollower } from './grades/grade-follower.ts';
import type { NoticeBoard, NoticeRecord } from './notices/notice-board.ts';
import { NoticeDesk } from './notices/notice-desk.ts';
import { ReadingDesk } from './notices/reading-desk.ts';
import { ProceedingBook } from './proceeding-book.ts';
import { type Order, ProceedingDesk } from './proceeding-desk.ts';
import type { Proceeding } from './protocol.ts';
import { type LedgerFold, ProtocolLedger } from './protocol-ledger.ts';
import { WARNING_PROTOCOL, type WarningOrderCommand } from './warning-protocol.ts';

/**
 * The one place where warnings and cases are changed (docs/spec/coordination.md): commands one after another go to the machines of
 * `domain/`, their events into the ledger with the deliveries they cause, and one timer speaks for all clocks. What is in memory is
 * the fold of the ledger; a new start has the same and tells what fell due meanwhile.
 */
export class Coordination {
  readonly #options: CoordinationOptions;
  readonly #queue = new CommandQueue();
  readonly #record: ProtocolLedger;
  readonly #warnings: ProceedingDesk<Warning, WarningOrderCommand>;
  readonly #cases: ProceedingDesk<CaseState, CaseOrderCommand>;
  readonly #timer: DeadlineTimer;
  readonly #notices: NoticeDesk;
  readonly #readings: ReadingDesk;
  readonly #follower: GradeFollower;
  readonly #governing: GoverningVersion;
  #stopped = false;

  private constructor(options: CoordinationOptions) {
    const { ledger, onError, onDeliveries = () => {} } = options;
    this.#options = options;
    this.#notices = new NoticeDesk(options.subscriptions ?? []);
    this.#readings = new ReadingDesk(this.#notices.board);
    const warnings = new ProceedingBook(WARNING_PROTOCOL);
    const cases = new ProceedingBook(CASE_PROTOCOL);
    const { clock, agreementAt, exercise = false } = options;
    this.#governing = new GoverningVersion(agreementAt);
    this.#follower = new GradeFollower({
      clock,
      exercise,
      agreementAt,
      warnings,
      record: () => this.#record,
      warn: (order) => this.warn(order),
      run: (task) => this.#inTurn(task),
      onError,
    });
    this.#record = new ProtocolLedger({
      ledger,
      onDeliveries: (deliveries) => {
        this.notices.queued(deliveries.map(({ idempotencyKey }) => idempotencyKey));
        onDeliveries();
      },
      onError,
      folds: [this.#foldOf(warnings), this.#foldOf(cases), this.#readings, this.#follower],
    });
    const shared = { ...options, record: this.#record, notices: this.#notices, governing: this.#governing };
    this.#warnings = new ProceedingDesk(warnings, shared);
    this.#cases = new ProceedingDesk(cases, shared);
    this.#timer = new DeadlineTimer({
      clock: options.clock,
      onError,
      record: this.#record,
      desks: [this.#warnings, this.#cases],
      run: (task) => this.#queue.run(task),
    });
  }

  /** Folds the ledger, tells what fell due while nobody was there, and waits for the next. Rejects when the ledger cannot be read. */
  static async start(options: CoordinationOptions): Promise<Coordination> {
    const coordination = new Coordination(options);
    await coordination.#record.open();
    coordination.notices.queued((await options.outbox?.unsent()) ?? []);
    await coordination.#timer.start();
    await coordination.follow();
    return coordination;
  }

  /** States as folded by `applyWarningEvent`; the oldest first. */
  get warnings(): { get(id: string): Warning | undefined; all(): readonly Warning[] } {
    return this.#warnings.book;
  }

  get cases(): { get(id: string): CaseState | undefined; all(): readonly CaseState[] } {
    return this.#cases.book;
  }

  /**
   * Carries out a command on a warning. Rejects with `StoreUnavailable` while the ledger is away: then nothing has happened, and the
   * same order with its key may be given again.
   */
  warn(order: Order<WarningOrderCommand>): Promise<Answer<Warning>> {
    return this.#inTurn(() => this.#warnings.carryOut(order));
  }

  /** The same for a case. */
  act(order: Order<CaseOrderCommand>): Promise<Answer<CaseState>> {
    return this.#inTurn(() => this.#cases.carryOut(order));
  }

  /** The engine has recorded something of grades: makes the proposals and reports that follow. Never rejects. */
  follow(): Promise<void> {
    return this.#follower.follow();
  }

  /** What jurisdictions were told; whoever carries deliveries says what has arrived. */
  get notices(): NoticeBoard {
    return this.#notices.board;
  }

  /** A person of its jurisdiction has read a notice. */
  read(order: Parameters<ReadingDesk['carryOut']>[0]): Promise<Answer<NoticeRecord>> {
    const { clock } = this.#options;
    return this.#inTurn(() => this.#readings.carryOut(order, { record: this.#record, clock }));
  }

  /** Everything it appends, in order of seq, after it is folded. The result ends it. */
  onRecorded(listener: (events: readonly LedgerEvent[]) => void): () => void {
    return this.#record.onRecorded(listener);
  }

  /** When the next clock speaks, epoch ms. */
  nextDueAt(): number | undefined {
    return this.#timer.nextDueAt();
  }

  /** For /readyz: whether clocks can speak and every record can be read. */
  status(): { readonly ok: true } | { readonly ok: false; readonly reason: string } {
    const [stream, reason] = [...this.#record.broken][0] ?? [];
    if (stream !== undefined) return { ok: false, reason: `${stream} is a broken record: ${reason}` };
    const { trouble } = this.#timer;
    return trouble === undefined ? { ok: true } : { ok: false, reason: `deadlines wait: ${trouble}` };
  }

  /** Carries out what was ordered, and takes nothing more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer.stop();
    await this.#follower.stop();
    await this.#queue.settled();
  }

  /** State, then what is told of it, then its clocks. */
  #foldOf<State extends Proceeding, Command extends { readonly type: string }>(
    book: ProceedingBook<State, Command>,
  ): LedgerFold {
    const { agreementAt, clock } = this.#options;
    return {
      takes: (stream) => book.idOf(stream) !== undefined,
      fold: (event) => {
        const before = book.get(book.idOf(event.stream) ?? '');
        const state = book.fold(event);
        // Clocks speak at the moment that is recorded as theirs: what goes out and what stands on the page are by one version.
        const agreement = this.#governing.recorded(event.stream, event.at) ?? agreementAt(clock.now());
        if (agreement !== undefined) {
          this.#notices.recorded(event, book.protocol.happening(event, before, state), agreement);
        }
        this.#timer.set(event.stream, book.nextDueAt(state.id));
      },
    };
  }

  #inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.#stopped) return Promise.reject(new Error('the coordination service has stopped'));
    return this.#queue.run(task);
  }
}
