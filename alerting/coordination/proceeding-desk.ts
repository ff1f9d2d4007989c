import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import { utcOffsetMs } from '../../domain/agreement/utc-offset.ts';
import type { Append, Json, LedgerEvent, NewDelivery, NewEvent } from '../../store/ledger.ts';
import type { Answer, Refused } from './answer.ts';
import type { CoordinationOptions } from './coordination-options.ts';
import { refused } from './coordination-refusal.ts';
import type { GoverningVersion } from './governing-version.ts';
import type { NoticeDesk } from './notices/notice-desk.ts';
import type { KeyUse, ProceedingBook } from './proceeding-book.ts';
import type { Proceeding, ProtocolContext } from './protocol.ts';
import { type ProtocolLedger, withoutConflict } from './protocol-ledger.ts';

const PUNCTUAL_MS = 5_000;

export interface Order<Command> {
  /** Absent only with what begins a warning or case: the service numbers it. */
  readonly id?: string;
  readonly command: Command;
  /** Idempotency key: a second order with it is not carried out again (COO-4). */
  readonly key?: string;
  /** Appended with what the command makes, in the same transaction; alone when it is refused. */
  readonly also?: () => Append;
}

/** An append and what has to leave the house because of it. */
export interface Draft {
  readonly append: Append;
  readonly deliveries: readonly NewDelivery[];
}

export interface ProceedingDeskOptions extends CoordinationOptions {
  readonly record: ProtocolLedger;
  readonly notices: Pick<NoticeDesk, 'deliveriesOf'>;
  readonly governing: Pick<GoverningVersion, 'of'>;
}

/** Carries out commands on the warnings, or on the cases, one at a time: whoever calls sees to that. */
export class ProceedingDesk<State extends Proceeding, Command extends { readonly type: string }> {
  readonly book: ProceedingBook<State, Command>;
  readonly #options: ProceedingDeskOptions;

  constructor(book: ProceedingBook<State, Command>, options: ProceedingDeskOptions) {
    this.book = book;
    this.#options = options;
  }

  carryOut(order: Order<Command>): Promise<Answer<State>> {
    return withoutConflict(
      () => this.#attemptFresh(order),
      (stream) => this.#options.record.catchUp(stream, this.book.seqOf(this.book.idOf(stream) ?? '')),
    );
  }

  /** What the clocks of one warning or case say now; undefined when they say nothing. */
  spoken(id: string, now: number): Draft | undefined {
    const state = this.book.get(id);
    if (state === undefined) return undefined;
    // Clocks run on where no version is in force any more.
    const agreement = this.#options.governing.of(this.book.streamOf(id), now);
    if (agreement === undefined) throw new Error(`no version of the agreement was in force when ${id} was changed`);
    const events = this.book.protocol.onDeadline(state, this.#contextAt(now, agreement));
    return events.length === 0 ? undefined : this.#draft(id, events, agreement);
  }

  /** Nothing is refused because of what another program has changed since (COO-8). */
  async #attemptFresh(order: Order<Command>): Promise<Answer<State>> {
    const answer = await this.#attempt(order);
    if (answer.outcome === 'done' || order.id === undefined) return answer;
    await this.#catchUp(order.id);
    return (this.book.get(order.id)?.version ?? 0) === answer.version ? answer : this.#attempt(order);
  }

  #catchUp(id: string): Promise<void> {
    return this.#options.record.catchUp(this.book.streamOf(id), this.book.seqOf(id));
  }

  async #attempt(order: Order<Command>): Promise<Answer<State>> {
    const { clock, agreementAt, digest } = this.#options;
    const { key } = order;
    const { protocol } = this.book;
    const command = this.#rehearsed(order.command);
    const now = clock.now();
    const fingerprint = key === undefined ? '' : digest(asJson(protocol.numbered(command, '')));
    const used = key === undefined ? undefined : this.book.keyUse(order.id, key);
    if (used !== undefined) return this.#again(used, fingerprint);
    const agreement = agreementAt(now);
    if (agreement === undefined) return this.#refused(order.id, refused.noAgreement());
    if (order.id !== undefined && this.book.get(order.id) === undefined) {
      return this.#refused(order.id, refused.unknown(order.id));
    }
    const id = order.id ?? this.book.nextId(yearOf(now, agreement), protocol.isExercise(command));
    const context = this.#contextAt(now, agreement);
    const { events, refusal } = protocol.decide(this.book.get(id), protocol.numbered(command, id), context);
    const keyed = refusal === undefined && key !== undefined ? withKey(events, { key, command: fingerprint }) : events;
    const recorded = await this.#append(id, keyed, { now, agreement, also: order.also });
    if (refusal !== undefined) return this.#refused(order.id, refusal);
    const state = this.book.get(id);
    if (state === undefined) throw new Error(`"${command.type}" made nothing`);
    const own = recorded.filter(({ stream }) => stream === this.book.streamOf(id));
    return { outcome: 'done', state, events: own.slice(byClocks(own)), repeated: false };
  }

  /** In a drill whoever begins something begins an exercise, whatever he says. */
  #rehearsed(command: Command): Command {
    const { exercise = false } = this.#options;
    return exercise && this.book.protocol.begins(command) ? { ...command, exercise: true } : command;
  }

  async #append(
    id: string,
    events: readonly NewEvent[],
    {
      now,
      agreement,
      also,
    }: { readonly now: number; readonly agreement: AgreementFile; readonly also: Order<Command>['also'] },
  ): Promise<LedgerEvent[]> {
    const draft = events.length === 0 ? undefined : this.#draft(id, events, agreement);
    const appends = [...(draft === undefined ? [] : [draft.append]), ...(also === undefined ? [] : [also()])];
    if (appends.length === 0) return [];
    return this.#options.record.append({ appends, deliveries: draft?.deliveries ?? [], now });
  }

  #draft(id: string, events: readonly NewEvent[], agreement: AgreementFile): Draft {
    const stream = this.book.streamOf(id);
    let state = this.book.get(id);
    const expectedVersion = state?.version ?? 0;
    const deliveries = events.flatMap((event, place) => {
      const before = state;
      state = this.book.protocol.apply(before, event);
      const happening = this.book.protocol.happening(event, before, state);
      return this.#options.notices.deliveriesOf(happening, { stream, version: expectedVersion + place + 1, agreement });
    });
    return { append: { stream, expectedVersion, events }, deliveries };
  }

  /** The same answer as the first time, from the record. */
  async #again({ id, command, from, to }: KeyUse, fingerprint: string): Promise<Answer<State>> {
    if (command !== fingerprint) return this.#refused(id, refused.otherCommand());
    let state: State | undefined;
    const events: LedgerEvent[] = [];
    for await (const event of this.#options.record.read(0, this.book.streamOf(id))) {
      if (event.version > to) break;
      state = this.book.protocol.apply(state, event);
      if (event.version >= from) events.push(event);
    }
    if (state === undefined) throw new Error(`the record of ${id} is gone`);
    return { outcome: 'done', state, events, repeated: true };
  }

  #refused(id: string | undefined, refusal: Refused['refusal']): Refused {
    const state = id === undefined ? undefined : this.book.get(id);
    if (state === undefined) return { outcome: 'refused', refusal, version: 0 };
    const { type, by, at } = state.last;
    return { outcome: 'refused', refusal, version: state.version, last: { type, by, at } };
  }

  #contextAt(now: number, agreement: AgreementFile): ProtocolContext<State> {
    const { punctualMs = PUNCTUAL_MS, digest } = this.#options;
    return { now, agreement, punctualMs, digest, book: this.book };
  }
}

/** What the clocks said before a command is not of its making, and does not bear its key. */
function withKey(events: readonly NewEvent[], about: { readonly key: string; readonly command: string }): NewEvent[] {
  const first = byClocks(events);
  return events.map((event, place) => (place < first ? event : { ...event, data: { ...event.data, ...about } }));
}

/** How many events at the beginning are the clocks'. */
function byClocks(events: readonly NewEvent[]): number {
  const first = events.findIndex(({ data: { by } }) => (by as { readonly machine?: string }).machine !== 'clock');
  return first < 0 ? events.length : first;
}

/** A second try may have seen a newer version and mean the same. */
function asJson({
  expectedVersion: _,
  ...command
}: {
  readonly expectedVersion?: number;
  readonly type: string;
}): Json {
  return command as unknown as Json;
}

/** By the region's own calendar. */
function yearOf(now: number, { region }: AgreementFile): number {
  return new Date(now + utcOffsetMs(region.utc_offset)).getUTCFullYear();
}
