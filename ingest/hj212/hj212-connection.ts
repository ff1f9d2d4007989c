import type { Socket } from 'node:net';
import type { Clock } from '../../domain/clock.ts';
import type { Log } from '../log.ts';
import type { Outcome, Pipeline } from '../pipeline.ts';
import { DATA_ACK } from './command.ts';
import { FrameReader, type FrameResult, type FramingOptions } from './frame-reader.ts';
import type { CutReason, Hj212Counters } from './hj212-counters.ts';
import type { Answer } from './own-requests.ts';
import { type Effect, newSession, type SessionEvent, type SessionRules, transition } from './session.ts';

/** What all connections of a gateway share. */
export interface ConnectionContext {
  readonly rules: SessionRules;
  readonly framing: FramingOptions;
  readonly pipeline: Pipeline;
  readonly counters: Hj212Counters;
  readonly clock: Clock;
  readonly log: Log;
}

/** With so much unread, a device is not read from either; if it stays so for so many ticks, it is cut. */
const MAX_UNSENT_BYTES = 65_536;
const MAX_DEAF_TICKS = 60;

/** Carries out what the session of one connection decides. One small object per connection; buffers only while a frame is open. */
export class Hj212Connection {
  readonly #context: ConnectionContext;
  readonly #socket: Socket;
  readonly #reader: FrameReader;
  #state;
  #cancelPause: (() => void) | undefined;
  #refusalLogged = false;
  #deafTicks = 0;
  #isCut = false;
  /** A password that somebody is to be asked about before anything more is taken. */
  #toVerify: Extract<Effect, { kind: 'verify' }> | undefined;
  /** Submissions that are not settled yet and want an acknowledgement. */
  #unsettled = 0;
  /** The device has closed its half; ours stays open until it has its acknowledgements. */
  #noMore = false;
  /** Frames to be written in one go at the end of this turn. */
  #outgoing = '';
  /** Who waits for the answer to a request of ours. */
  #waiting: Map<string, (answer: Answer) => void> | undefined;

  constructor(socket: Socket, context: ConnectionContext) {
    this.#socket = socket;
    this.#context = context;
    this.#reader = new FrameReader(context.framing);
    this.#state = newSession(context.clock.now());
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.once('end', () => this.#ended());
    socket.once('close', () => this.#closed());
    // 'close' follows; a reset connection is daily business of mobile modems.
    socket.on('error', () => {});
  }

  /** To be called about once a second: time-outs and resends. While it is paused a device cannot be late. */
  tick(): void {
    if (this.#isCut) {
      this.#socket.destroy();
      return;
    }
    this.#deafTicks = this.#socket.writableLength > MAX_UNSENT_BYTES ? this.#deafTicks + 1 : 0;
    if (this.#deafTicks > MAX_DEAF_TICKS) this.cut('does_not_read');
    else if (this.#cancelPause === undefined) this.#apply({ kind: 'tick' });
  }

  /** The known device that spoke last on this connection. */
  get mn(): string | undefined {
    return this.#state.peer?.mn;
  }

  /** Sends a request of ours to that device; resolves with its answer or with `timed_out`, also when the connection ends. */
  ask(cn: string, content: string): Promise<Answer> {
    const { peer } = this.#state;
    if (peer === undefined || !this.#socket.writable || this.#noMore) return Promise.resolve({ kind: 'timed_out' });
    this.#apply({ kind: 'ask', ask: { ...peer, cn, content } });
    const request = this.#state.requests.at(-1);
    if (request === undefined) return Promise.resolve({ kind: 'timed_out' });
    return new Promise((resolve) => {
      this.#waiting ??= new Map();
      this.#waiting.set(request.qn, resolve);
    });
  }

  cut(reason: CutReason): void {
    if (this.#isCut || this.#socket.destroyed) return;
    this.#isCut = true;
    this.#context.counters.cut[reason]++;
    this.#context.log.info({ peer: this.#socket.remoteAddress ?? null, reason }, 'an HJ 212 connection was cut');
    this.#flush();
    // What was already answered goes out first; the next tick no longer waits for it.
    if (reason === 'does_not_read' || reason === 'shutdown') this.#socket.destroy();
    else this.#socket.destroySoon();
  }

  #receive(chunk: Buffer): void {
    if (this.#isCut) return;
    this.#context.counters.bytesReceived += chunk.length;
    this.#take(this.#reader.push(chunk));
  }

  /** One after the other. Where a password has to be asked for it stops, and goes on from there with the answer. */
  #take(results: readonly FrameResult[]): void {
    const { counters, pipeline } = this.#context;
    for (let index = 0; index < results.length; index++) {
      const result = results[index];
      if (this.#isCut || result === undefined) return;
      if ('refusal' in result) this.#apply({ kind: 'unreadable', refusal: result.refusal });
      else {
        this.#apply({ kind: 'segment', segment: result.segment });
        if (this.#toVerify !== undefined) {
          this.#verify(this.#toVerify, results.slice(index));
          return;
        }
        counters.framesReceived++;
      }
    }
    this.#flush();
    const { wastedBytes } = this.#reader;
    if (wastedBytes > 0) this.#apply({ kind: 'wasted', bytes: wastedBytes });
    if (this.#isCut) return;
    if (pipeline.isFull()) {
      counters.pauses++;
      this.#pause((resume) => pipeline.onRoom(resume));
    } else if (this.#socket.writableLength > MAX_UNSENT_BYTES) {
      this.#pause((resume) => {
        this.#socket.once('drain', resume);
        return () => this.#socket.off('drain', resume);
      });
    }
  }

  /** Reads no more, asks, and takes `rest`; a device that has gone meanwhile has sent it all the same. */
  #verify({ station, password }: Extract<Effect, { kind: 'verify' }>, rest: readonly FrameResult[]): void {
    const { rules, log } = this.#context;
    const asked = rules.passwords?.ask(station, password, this.#socket.remoteAddress ?? '') ?? Promise.resolve();
    this.#pause((resume) => {
      asked.then(
        () => {
          this.#toVerify = undefined;
          resume();
          this.#take(rest);
          if (this.#noMore || this.#socket.destroyed) this.#end();
        },
        (error: unknown) => {
          this.#toVerify = undefined;
          log.error({ err: error }, 'the credentials cannot be read; the device is to try again');
          this.cut('credentials_unavailable');
        },
      );
      return () => {};
    });
  }

  /** Reads no more until `wait` calls back. */
  #pause(wait: (resume: () => void) => () => void): void {
    this.#socket.pause();
    this.#cancelPause = wait(() => {
      this.#cancelPause = undefined;
      this.#socket.resume();
    });
  }

  #apply(event: SessionEvent): void {
    const { clock, rules } = this.#context;
    const { state, effects } = transition(this.#state, event, clock.now(), rules);
    // Before the effects: a submission without readings settles at once and comes back in here.
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: Effect): void {
    const { counters, pipeline } = this.#context;
    switch (effect.kind) {
      case 'submit': {
        const { acks, decoded, bytes, station } = effect;
        if (decoded.refusals.length > 0) this.#refused(effect);
        if (acks.length > 0) this.#unsettled++;
        const settle = (outcome: Outcome) => this.#settled(acks, outcome);
        pipeline.submitDecoded({ decoded, bytes, ...(station !== undefined && { station }), settle });
        return;
      }
      case 'send':
        if (!this.#socket.writable) return;
        if (effect.cn === DATA_ACK) counters.dataAcknowledged++;
        else counters.framesSent++;
        this.#send(effect.frame);
        return;
      case 'finished': {
        const { request, answer } = effect.finished;
        const good = answer.kind === 'done' && answer.exeRtn === 1;
        if (good) counters.requestsDone++;
        else {
          counters.requestsFailed++;
          this.#context.log.warn({ mn: request.mn, cn: request.cn, answer }, 'a device did not do what was asked');
        }
        this.#waiting?.get(request.qn)?.(answer);
        this.#waiting?.delete(request.qn);
        return;
      }
      case 'verify':
        this.#toVerify = effect;
        return;
      case 'close':
        this.cut(effect.reason);
    }
  }

  /** A batch settles many messages in one turn: one write for the answers to all of them. */
  #send(frame: string): void {
    if (this.#outgoing === '') queueMicrotask(() => this.#flush());
    this.#outgoing += frame;
  }

  #flush(): void {
    const text = this.#outgoing;
    this.#outgoing = '';
    if (text !== '' && this.#socket.writable) this.#socket.write(text);
  }

  #settled(acks: Extract<Effect, { kind: 'submit' }>['acks'], { stored, refusals }: Outcome): void {
    if (acks.length === 0) return;
    this.#unsettled--;
    // A device that is gone will send again, and the store will know the reading.
    if (this.#socket.destroyed) return;
    this.#apply({ kind: 'settled', acks, stored: stored.length, refusals });
    if (this.#noMore && this.#unsettled === 0) this.#hangUp();
  }

  /** Counted, and the first of each connection logged: a device does the same wrong thing every minute. */
  #refused({ decoded }: Extract<Effect, { kind: 'submit' }>): void {
    for (const { code } of decoded.refusals) this.#context.counters.refused[code]++;
    const [first] = decoded.refusals;
    if (this.#refusalLogged || first === undefined || first.code === 'nothing_kept') return;
    this.#refusalLogged = true;
    const peer = this.#socket.remoteAddress ?? null;
    this.#context.log.warn(
      { peer, code: first.code, reason: first.reason },
      'an HJ 212 device sent what we cannot take',
    );
  }

  #ended(): void {
    this.#noMore = true;
    this.#end();
  }

  /** Not before what waits for its password has been taken. */
  #end(): void {
    if (this.#toVerify !== undefined) return;
    this.#apply({ kind: 'ended' });
    if (this.#unsettled === 0) this.#hangUp();
  }

  #hangUp(): void {
    this.#flush();
    this.#socket.end();
  }

  #closed(): void {
    this.#cancelPause?.();
    this.#end();
  }
}
