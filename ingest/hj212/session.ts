import type { Decoded } from '../payload.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type AdmissionRules, type Admitted, admit } from './admission.ts';
import { type Addressee, addresseeOf, answerFrame, QN_RTN, versionBits, wantsAnswer } from './answer.ts';
import { commandKind, DATA_ACK, NOTICE_ACK, REQUEST_ACK, SET_TIME, TIME_REQUEST } from './command.ts';
import { formatDataTime } from './data-time.ts';
import {
  type Ask,
  elapseRequests,
  type Finished,
  type OwnRequest,
  openRequest,
  REQUEST_TIMES,
  type RequestTimes,
  takeAnswer,
} from './own-requests.ts';
import {
  dataTimeByQn,
  elapseParts,
  joinPart,
  PART_LIMITS,
  type PartedMessage,
  type PartLimits,
  type PartSet,
  type PartSets,
  partsAreDue,
} from './part-sets.ts';
import { parseSegment, type Segment } from './segment.ts';
import { readUpload } from './upload.ts';

/** What one packet waits with until its reading is committed. */
interface HeldPart {
  readonly acks: readonly Addressee[];
  readonly refusals: readonly Refusal[];
  readonly bytes: number;
}

/** A device as it last introduced itself: what a request to it repeats. */
export interface Peer {
  readonly mn: string;
  readonly st: string;
  readonly pw: string;
  /** Version bits of Flag. */
  readonly version: number;
}

/** One connection, as a value. Small: there are thousands of them. */
export interface SessionState {
  /** Our clock at the last message of a known device, or at the connection, epoch ms. */
  readonly lastHeardAt: number;
  /** The known device that spoke last. */
  readonly peer?: Peer;
  readonly refusedInARow: number;
  readonly sets: PartSets<HeldPart>;
  readonly requests: readonly OwnRequest[];
}

export type SessionEvent =
  /** A data segment whose frame was good. */
  | { readonly kind: 'segment'; readonly segment: Buffer }
  /** Bytes that were no good frame. */
  | { readonly kind: 'unreadable'; readonly refusal: Refusal }
  /** So many bytes were thrown away since the last good frame. */
  | { readonly kind: 'wasted'; readonly bytes: number }
  /** The pipeline has settled what was submitted with these acknowledgements. */
  | {
      readonly kind: 'settled';
      readonly acks: readonly Addressee[];
      readonly stored: number;
      readonly refusals: readonly Refusal[];
    }
  /** The platform wants something of the device. */
  | { readonly kind: 'ask'; readonly ask: Ask }
  | { readonly kind: 'tick' }
  /** The device sends nothing more. */
  | { readonly kind: 'ended' };

export type Effect =
  /** To the pipeline; when it has settled, the event `settled` with the same `acks`. */
  | {
      readonly kind: 'submit';
      readonly decoded: Decoded;
      readonly bytes: number;
      readonly acks: readonly Addressee[];
      /** Of the device that sent it; absent where nobody known has. */
      readonly station?: string;
    }
  | { readonly kind: 'send'; readonly frame: string; readonly cn: string }
  | { readonly kind: 'finished'; readonly finished: Finished }
  /** Nothing was taken: ask whether this is the password, and bring the same event again. */
  | { readonly kind: 'verify'; readonly station: string; readonly password: string }
  | { readonly kind: 'close'; readonly reason: CloseReason };

export type CloseReason = 'idle' | 'never_known' | 'too_many_refusals' | 'rubbish';

export type SessionOutcome =
  | 'submitted'
  | 'part_held'
  | 'notice_acknowledged'
  | 'request_refused'
  | 'answer_taken'
  | 'answer_unexpected'
  | 'refused'
  | 'acknowledged'
  | 'asked'
  | 'nothing_due'
  | 'password_unasked'
  | 'time_passed'
  | 'closed';

export interface Step {
  readonly state: SessionState;
  readonly outcome: SessionOutcome;
  readonly effects: readonly Effect[];
}

export interface SessionRules extends AdmissionRules {
  /** How far ahead of our clock a period may end. */
  readonly futureToleranceMs: number;
  /** After so long without a message a known device is taken for gone. */
  readonly idleTimeoutMs: number;
  /** How long somebody may be connected without a single message of a known device. */
  readonly strangerTimeoutMs: number;
  readonly maxRefusalsInARow: number;
  readonly maxWastedBytes: number;
  readonly requests: RequestTimes;
  readonly parts: PartLimits;
}

export const SESSION_DEFAULTS: Omit<SessionRules, keyof AdmissionRules> = {
  futureToleranceMs: 600_000,
  idleTimeoutMs: 2 * 3_600_000,
  strangerTimeoutMs: 600_000,
  maxRefusalsInARow: 100,
  maxWastedBytes: 65_536,
  requests: REQUEST_TIMES,
  parts: PART_LIMITS,
};

const NO_SETS: PartSets<HeldPart> = new Map();
const NO_REQUESTS: readonly OwnRequest[] = Object.freeze([]);
const NO_EFFECTS: readonly Effect[] = Object.freeze([]);

export function newSession(now: number): SessionState {
  return { lastHeardAt: now, refusedInARow: 0, sets: NO_SETS, requests: NO_REQUESTS };
}

/** One step of a connection. Pure: `rules` are read, nothing is kept anywhere but in the state. */
export function transition(state: SessionState, event: SessionEvent, now: number, rules: SessionRules): Step {
  switch (event.kind) {
    case 'segment':
      return takeSegment(state, event.segment, now, rules);
    case 'unreadable':
      return refused(state, event.refusal, 0, rules);
    case 'wasted':
      if (event.bytes <= rules.maxWastedBytes) return { state, outcome: 'refused', effects: NO_EFFECTS };
      return { state, outcome: 'closed', effects: [{ kind: 'close', reason: 'rubbish' }] };
    case 'settled':
      return settled(state, event);
    case 'ask': {
      const request = openRequest(event.ask, state.requests, now, rules.requests);
      return {
        state: { ...state, requests: [...state.requests, request] },
        outcome: 'asked',
        effects: [{ kind: 'send', frame: request.frame, cn: request.cn }],
      };
    }
    case 'tick':
      return tick(state, now, rules);
    case 'ended':
      return ended(state);
  }
}

function takeSegment(before: SessionState, bytes: Buffer, now: number, rules: SessionRules): Step {
  const segment = parseSegment(bytes);
  if ('code' in segment) return refused(before, segment, bytes.length, rules);
  const admission = admit(segment, rules, now);
  if ('unasked' in admission) {
    return { state: before, outcome: 'password_unasked', effects: [{ kind: 'verify', ...admission.unasked }] };
  }
  const kind = commandKind(segment.cn);
  if ('refusal' in admission) {
    const step = refused(before, admission.refusal, bytes.length, rules);
    if (!wantsAnswer(segment) || kind === 'answer') return step;
    // HJ 212-2017 table 6: the sender learns what is wrong, as far as an answer can carry it.
    const cn = kind === 'request' ? REQUEST_ACK : kind === 'notice' ? NOTICE_ACK : DATA_ACK;
    return { ...step, effects: [send(addresseeOf(segment), cn, `QnRtn=${admission.qnRtn}`), ...step.effects] };
  }
  const { mn, st, pw = '' } = segment;
  // An answer has system type 91, which is not the device's own.
  const peer = { mn, st: kind === 'answer' ? (before.peer?.st ?? st) : st, pw, version: versionBits(segment) };
  const state: SessionState = { ...before, lastHeardAt: now, peer, refusedInARow: 0 };
  // What was asked for comes under the request's own number (1011: the device's time); data stays data.
  const asked = kind === 'request' && state.requests.some(({ qn, cn }) => qn === segment.qn && cn === segment.cn);
  if (kind === 'answer' || asked) {
    const { open, request, finished } = takeAnswer(state.requests, segment, now, rules.requests);
    return {
      state: { ...state, requests: open },
      outcome: request === undefined ? 'answer_unexpected' : 'answer_taken',
      effects: finished === undefined ? NO_EFFECTS : [{ kind: 'finished', finished }],
    };
  }
  switch (kind) {
    case 'data':
      return takeData(state, segment, admission, bytes.length, now, rules);
    case 'upload':
      return submitted(state, admission, segment, bytes.length, {
        readings: [],
        refusals: [refuse('nothing_kept', { field: `CN=${segment.cn}` })],
      });
    case 'notice':
      return takeNotice(state, segment, now, rules);
    case 'request': {
      const step = refused(state, refuse('unsupported_command', { field: `CN=${segment.cn}` }), bytes.length, rules);
      if (!wantsAnswer(segment)) return { ...step, outcome: 'request_refused' };
      const answer = send(addresseeOf(segment), REQUEST_ACK, `QnRtn=${QN_RTN.cn}`);
      return { ...step, outcome: 'request_refused', effects: [answer, ...step.effects] };
    }
  }
}

function takeData(
  state: SessionState,
  segment: Segment,
  admission: Admitted,
  bytes: number,
  now: number,
  rules: SessionRules,
): Step {
  const { part, mn, st, cn, qn } = segment;
  const common = part && { mn, st, cn, count: part.count, ...(qn === undefined ? {} : { qn }) };
  const upload = readUpload(segment, admission, {
    latestAt: now + rules.futureToleranceMs,
    dataTime: common && dataTimeByQn(state.sets, common),
  });
  const { reading, refusals, dataTime } = upload;
  if (part === undefined || common === undefined || dataTime === undefined) {
    const readings = reading === undefined ? [] : [reading];
    return submitted(state, admission, segment, bytes, { readings, refusals });
  }
  const message: PartedMessage = { ...common, dataTime };
  if (reading === undefined) {
    // A part without anything of ours need not wait, but it may be the one that completes the message.
    const { sets, released } = joinPart(state.sets, { message, number: part.number, held: [] }, now, rules.parts);
    const step = submitted({ ...state, sets }, admission, segment, bytes, { readings: [], refusals });
    return { ...step, effects: [...step.effects, ...released.map(release)] };
  }
  const held: HeldPart = { acks: wantsAnswer(segment) ? [addresseeOf(segment)] : [], refusals, bytes };
  const joined = joinPart(state.sets, { message, number: part.number, reading, held: [held] }, now, rules.parts);
  return {
    state: { ...state, sets: joined.sets },
    outcome: joined.released.length > 0 ? 'submitted' : 'part_held',
    effects: joined.released.map(release),
  };
}

/** HJ 212-2017 annex C.6: the notice that asks for the time is acknowledged, and then the clock is set by a request. */
function takeNotice(state: SessionState, segment: Segment, now: number, rules: SessionRules): Step {
  const effects: Effect[] = [];
  if (wantsAnswer(segment)) effects.push(send(addresseeOf(segment), NOTICE_ACK));
  const pending = state.requests.some(({ mn, cn }) => mn === segment.mn && cn === SET_TIME);
  if (segment.cn !== TIME_REQUEST || pending) return { state, outcome: 'notice_acknowledged', effects };
  const ask: Ask = {
    mn: segment.mn,
    st: segment.st,
    pw: segment.pw ?? '',
    version: versionBits(segment),
    cn: SET_TIME,
    content: `SystemTime=${formatDataTime(now)}`,
  };
  const step = transition(state, { kind: 'ask', ask }, now, rules);
  return { ...step, outcome: 'notice_acknowledged', effects: [...effects, ...step.effects] };
}

function settled(state: SessionState, event: Extract<SessionEvent, { kind: 'settled' }>): Step {
  const { acks, stored, refusals } = event;
  // Wholly refused data is acknowledged, or it would come for ever; but it is not called a success.
  const failed = stored === 0 && refusals.some(({ code }) => code !== 'nothing_kept');
  const content = failed ? `QnRtn=${QN_RTN.refused}` : '';
  return { state, outcome: 'acknowledged', effects: acks.map((ack) => send(ack, DATA_ACK, content)) };
}

function tick(state: SessionState, now: number, rules: SessionRules): Step {
  if (!isDue(state, now, rules)) return { state, outcome: 'nothing_due', effects: NO_EFFECTS };
  const { sets, released } = elapseParts(state.sets, now);
  const { open, resend, finished } = elapseRequests(state.requests, now, rules.requests);
  const effects: Effect[] = [
    ...released.map(release),
    ...resend.map((frame): Effect => ({ kind: 'send', frame, cn: 'resent' })),
    ...finished.map((one): Effect => ({ kind: 'finished', finished: one })),
  ];
  if (now >= silentUntil(state, rules)) effects.push({ kind: 'close', reason: state.peer ? 'idle' : 'never_known' });
  const closed = effects.at(-1)?.kind === 'close';
  return { state: { ...state, sets, requests: open }, outcome: closed ? 'closed' : 'time_passed', effects };
}

/** What is held back is committed all the same: a device that wants no answers would not send it again. */
function ended(state: SessionState): Step {
  const { released } = elapseParts(state.sets, Number.POSITIVE_INFINITY);
  const finished = state.requests.map((request): Effect => {
    return { kind: 'finished', finished: { request, answer: { kind: 'timed_out' } } };
  });
  return {
    state: { ...state, sets: NO_SETS, requests: NO_REQUESTS },
    outcome: 'closed',
    effects: [...released.map(release), ...finished],
  };
}

function isDue(state: SessionState, now: number, rules: SessionRules): boolean {
  if (now >= silentUntil(state, rules) || state.requests.some(({ dueAt }) => now >= dueAt)) return true;
  return partsAreDue(state.sets, now);
}

function silentUntil({ peer, lastHeardAt }: SessionState, rules: SessionRules): number {
  return lastHeardAt + (peer ? rules.idleTimeoutMs : rules.strangerTimeoutMs);
}

/** Counted through the pipeline like every refusal, but nobody waits for it. */
function refused(before: SessionState, refusal: Refusal, bytes: number, rules: SessionRules): Step {
  const state = { ...before, refusedInARow: before.refusedInARow + 1 };
  const submit: Effect = { kind: 'submit', decoded: { readings: [], refusals: [refusal] }, bytes, acks: [] };
  if (state.refusedInARow < rules.maxRefusalsInARow) return { state, outcome: 'refused', effects: [submit] };
  return { state, outcome: 'closed', effects: [submit, { kind: 'close', reason: 'too_many_refusals' }] };
}

function submitted(
  state: SessionState,
  { station }: Admitted,
  segment: Segment,
  bytes: number,
  decoded: Decoded,
): Step {
  const acks = wantsAnswer(segment) ? [addresseeOf(segment)] : [];
  return { state, outcome: 'submitted', effects: [{ kind: 'submit', decoded, bytes, acks, station: station.id }] };
}

function release({ reading, held }: PartSet<HeldPart>): Effect {
  return {
    kind: 'submit',
    decoded: { readings: reading === undefined ? [] : [reading], refusals: held.flatMap(({ refusals }) => refusals) },
    bytes: held.reduce((sum, { bytes }) => sum + bytes, 0),
    acks: held.flatMap(({ acks }) => acks),
    ...(reading !== undefined && { station: reading.station }),
  };
}

function send(to: Addressee, cn: string, content = ''): Effect {
  return { kind: 'send', frame: answerFrame(to, cn, content), cn };
}
