import type { AgreementFile } from '../../../domain/agreement/agreement-file.ts';
import type { Clock } from '../../../domain/clock.ts';
import type { GradeChanged, GradeCorrected, GradeEvent } from '../../../domain/grade/grade-event.ts';
import type { Basis, Warning, WarningKind } from '../../../domain/warning/warning.ts';
import type { Append, LedgerEvent } from '../../../store/ledger.ts';
import { GradeBoard } from '../../grade-board.ts';
import type { Answer } from '../answer.ts';
import type { Order } from '../proceeding-desk.ts';
import { type LedgerFold, type ProtocolLedger, withoutConflict } from '../protocol-ledger.ts';
import { openEpisode, type WarningOrderCommand } from '../warning-protocol.ts';
import { type MachineOrder, responseToCorrection, responseToGrade, responseToNotice } from './grade-response.ts';

/** Stream of the marks that say up to which event the engine's grades were followed. */
export const FOLLOWED_STREAM = 'coordination';
const AGAIN_MS = 1_000;
/** How often it is looked whether a version of the agreement has come into force, for grades that wait for one. */
const LOOK_MS = 60_000;

export interface GradeFollowerOptions {
  readonly clock: Clock;
  readonly exercise: boolean;
  readonly agreementAt: (at: number) => AgreementFile | undefined;
  readonly record: () => Pick<ProtocolLedger, 'read' | 'append' | 'catchUp'>;
  readonly warnings: { all(): readonly Warning[] };
  readonly warn: (order: Order<WarningOrderCommand>) => Promise<Answer<Warning>>;
  /** Between commands, never beside one. */
  readonly run: <Result>(task: () => Promise<Result>) => Promise<Result>;
  readonly onError: (error: unknown, doing: string) => void;
}

interface Pending {
  readonly seq: number;
  readonly event: GradeEvent;
}

/**
 * Makes proposals and reports on the air of what the engine has recorded of grades, each once: the mark of how far it has come is
 * recorded together with what it led to, so that a start makes up for what a crash has left, and for nothing else (COO-16).
 */
export class GradeFollower implements LedgerFold {
  readonly #options: GradeFollowerOptions;
  readonly #board = new GradeBoard();
  readonly #followed: Record<WarningKind, number> = { colour: 0, ozone: 0, dust: 0 };
  #marks = 0;
  #regional: Pending[] = [];
  #notices: Pending[] = [];
  /** Seq through which grades are folded. */
  #seen = 0;
  #working: Promise<void> | undefined;
  #again = false;
  #stopped = false;
  #cancel: (() => void) | undefined;

  constructor(options: GradeFollowerOptions) {
    this.#options = options;
  }

  takes(stream: string): boolean {
    return stream === FOLLOWED_STREAM || stream.startsWith('grade');
  }

  fold(event: LedgerEvent): void {
    if (event.stream === FOLLOWED_STREAM) {
      this.#marks = event.version;
      const kind = event.data['kind'] as WarningKind;
      this.#followed[kind] = Math.max(this.#followed[kind], Number(event.data['through']));
      return;
    }
    if (event.seq <= this.#seen) return;
    this.#seen = event.seq;
    this.#board.apply(event);
    const pending = { seq: event.seq, event: event as unknown as GradeEvent };
    const { type, data } = pending.event;
    if (type === 'grade.notice') this.#notices.push(pending);
    else if (type !== 'grade.noted' && data.subject.kind === 'region') this.#regional.push(pending);
  }

  /** Looks for what the engine has recorded, and acts on it. Never rejects: what fails is tried again. */
  async follow(): Promise<void> {
    this.#again = true;
    this.#working ??= this.#work();
    await this.#working;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#working;
  }

  async #work(): Promise<void> {
    this.#cancel?.();
    while (this.#again && !this.#stopped) {
      this.#again = false;
      const waitMs = await this.#round();
      if (waitMs !== undefined && !this.#again && !this.#stopped) {
        this.#cancel = this.#options.clock.after(waitMs, () => void this.follow());
      }
    }
    // In the same breath as the look at `#again`: whoever calls a moment later begins anew.
    this.#working = undefined;
  }

  /** Ms after which it has to be looked again, whoever calls or not; undefined: all is done. */
  async #round(): Promise<number | undefined> {
    try {
      for await (const event of this.#options.record().read(this.#seen)) {
        if (event.stream.startsWith('grade')) this.fold(event);
        this.#seen = event.seq;
      }
      const agreement = this.#options.agreementAt(this.#options.clock.now());
      // Nobody may act on it now: it waits until somebody may.
      if (agreement === undefined) return this.#regional.length + this.#notices.length > 0 ? LOOK_MS : undefined;
      await this.#regionalGrades(agreement);
      for (const kind of ['ozone', 'dust'] as const) await this.#healthNotices(kind, agreement);
      this.#notices = [];
      return undefined;
    } catch (error) {
      if (this.#stopped) return undefined;
      this.#options.onError(error, 'following the grades');
      return AGAIN_MS;
    }
  }

  async #regionalGrades(agreement: AgreementFile): Promise<void> {
    this.#regional = this.#regional.filter(({ seq }) => seq > this.#followed.colour);
    const newest = this.#regional.findLast(({ event }) => event.type === 'grade.changed');
    for (const { seq, event } of this.#regional) {
      const told = event as GradeChanged | GradeCorrected;
      const open = this.#openOf('colour', told.at, agreement);
      const { now, basis } = { now: this.#options.clock.now(), basis: this.#basis() };
      const orders =
        told.type === 'grade.changed'
          ? responseToGrade(told, { open, isNewest: newest?.seq === seq, basis, now })
          : responseToCorrection(told, { open, basis, now, current: this.#regionGrade() });
      const isNothing = open === undefined && told.type === 'grade.changed' && told.data.grade === 'none';
      if (!isNothing) await this.#carryOut('colour', seq, orders);
    }
    this.#regional = [];
  }

  async #healthNotices(kind: 'ozone' | 'dust', agreement: AgreementFile): Promise<void> {
    const newest = this.#notices.at(-1);
    if (newest === undefined || newest.seq <= this.#followed[kind]) return;
    const asking = this.#board.all().filter(({ subject, notice }) => subject.kind === 'city' && notice === kind);
    const cities = asking.map(({ subject }) => subject.id).sort();
    const open = this.#openOf(kind, newest.event.at, agreement);
    if (cities.length === 0 && open === undefined) return;
    await this.#carryOut(kind, newest.seq, responseToNotice(kind, { cities, open, at: newest.event.at }));
  }

  /** The last of the orders is recorded together with the mark; a refused one leaves the mark alone. */
  async #carryOut(kind: WarningKind, seq: number, orders: readonly MachineOrder[]): Promise<void> {
    const mark = () => this.#mark(kind, seq);
    for (const [place, { id, command }] of orders.entries()) {
      const isLast = place === orders.length - 1;
      const key = `grade:${seq}/${kind}/${place + 1}`;
      await this.#options.warn({
        command,
        key,
        ...(id === undefined ? {} : { id }),
        ...(isLast ? { also: mark } : {}),
      });
    }
    if (this.#followed[kind] >= seq) return;
    const { record, run, clock } = this.#options;
    await run(() =>
      withoutConflict(
        () => record().append({ appends: [mark()], deliveries: [], now: clock.now() }),
        (stream) => record().catchUp(stream, 0),
      ),
    );
  }

  #mark(kind: WarningKind, through: number): Append {
    const event = { type: 'coordination.followed', at: this.#options.clock.now(), data: { kind, through } };
    return { stream: FOLLOWED_STREAM, expectedVersion: this.#marks, events: [event] };
  }

  #openOf(kind: WarningKind, from: number, agreement: AgreementFile): Warning | undefined {
    const { warnings, exercise } = this.#options;
    return openEpisode(warnings.all(), { kind, window: { from, to: null }, exercise }, agreement);
  }

  /** What the regional grade rests on: what that of the cities that give it does; one without a grade of its own yet is forecast. */
  #basis(): Basis {
    const region = this.#board.all().find(({ subject }) => subject.kind === 'region');
    const bases = (region?.details?.cities ?? []).map((city) => {
      const record = this.#board.all().find(({ subject }) => subject.kind === 'city' && subject.id === city);
      return record?.details?.basis ?? 'forecast';
    });
    if (bases.length === 0 || bases.every((basis) => basis === 'observed')) return 'observed';
    return bases.every((basis) => basis === 'forecast') ? 'forecast' : 'both';
  }

  #regionGrade() {
    const region = this.#board.all().find(({ subject }) => subject.kind === 'region');
    return region?.grade ?? 'none';
  }
}
