import { EXECUTION_RESULT, NOTICE_ACK, REQUEST_ACK } from './command.ts';
import { formatQn } from './data-time.ts';
import { frameOf } from './frame.ts';
import { pickFields } from './pick-fields.ts';
import type { Segment } from './segment.ts';

/** What the platform wants of a device. */
export interface Ask {
  readonly mn: string;
  readonly st: string;
  readonly cn: string;
  readonly pw: string;
  readonly content: string;
  /** Version bits of Flag. */
  readonly version: number;
}

/** A request of ours that is not answered yet. */
export interface OwnRequest {
  readonly qn: string;
  readonly mn: string;
  readonly cn: string;
  readonly frame: string;
  /** `sent` waits for 9011, `accepted` for 9012. */
  readonly phase: 'sent' | 'accepted';
  /** How often it was sent again. */
  readonly resent: number;
  readonly dueAt: number;
}

/** `done` carries ExeRtn (1: success), `refused` QnRtn; HJ 212-2017 tables 6 and 5. */
export type Answer =
  | { readonly kind: 'done'; readonly exeRtn: number }
  | { readonly kind: 'refused'; readonly qnRtn: number }
  | { readonly kind: 'timed_out' };

export interface Finished {
  readonly request: OwnRequest;
  readonly answer: Answer;
}

export interface RequestTimes {
  /** HJ 212-2017 6.4: 10 s, and three times more. */
  readonly answerTimeoutMs: number;
  readonly resends: number;
  readonly executionTimeoutMs: number;
}

export const REQUEST_TIMES: RequestTimes = { answerTimeoutMs: 10_000, resends: 3, executionTimeoutMs: 60_000 };

/** A new request, to be sent as its `frame`. Its QN is the time, and no other open request's. */
export function openRequest(ask: Ask, open: readonly OwnRequest[], now: number, times: RequestTimes): OwnRequest {
  let at = now;
  while (open.some(({ qn }) => qn === formatQn(at))) at++;
  const qn = formatQn(at);
  const { mn, st, cn, pw, content, version } = ask;
  // Answer bit on: without it a device need not tell whether it did anything.
  const frame = frameOf(`QN=${qn};ST=${st};CN=${cn};PW=${pw};MN=${mn};Flag=${version | 1};CP=&&${content}&&`);
  return { qn, mn, cn, frame, phase: 'sent', resent: 0, dueAt: now + times.answerTimeoutMs };
}

const RESULTS: ReadonlyMap<string, number> = new Map([
  ['QnRtn', 0],
  ['ExeRtn', 1],
]);

export interface Answered {
  readonly open: readonly OwnRequest[];
  /** Undefined: no open request has this QN and MN. */
  readonly request: OwnRequest | undefined;
  readonly finished?: Finished;
}

/** What 9011, 9012, 9013, or data under the request's own command number mean for the open requests. */
export function takeAnswer(open: readonly OwnRequest[], segment: Segment, now: number, times: RequestTimes): Answered {
  const request = open.find(({ qn, mn }) => qn === segment.qn && mn === segment.mn);
  if (request === undefined) return { open, request };
  const picked: (string | undefined)[] = [];
  pickFields(segment.content, RESULTS, picked);
  const [qnRtnText, exeRtnText] = picked;
  const others = open.filter((other) => other !== request);
  const finish = (answer: Answer): Answered => ({ open: others, request, finished: { request, answer } });
  switch (segment.cn) {
    case REQUEST_ACK: {
      const qnRtn = Number(qnRtnText ?? 1);
      if (qnRtn !== 1) return finish({ kind: 'refused', qnRtn });
      const accepted: OwnRequest = { ...request, phase: 'accepted', dueAt: now + times.executionTimeoutMs };
      return { open: [...others, accepted], request };
    }
    case EXECUTION_RESULT:
      return finish({ kind: 'done', exeRtn: Number(exeRtnText ?? 1) });
    case NOTICE_ACK:
      return finish({ kind: 'done', exeRtn: 1 });
    default:
      return { open, request };
  }
}

export interface Elapsed {
  readonly open: readonly OwnRequest[];
  readonly resend: readonly string[];
  readonly finished: readonly Finished[];
}

/** Sends again what got no 9011 in time, and gives up after the last time. What was accepted is not sent again. */
export function elapseRequests(open: readonly OwnRequest[], now: number, times: RequestTimes): Elapsed {
  const kept: OwnRequest[] = [];
  const resend: string[] = [];
  const finished: Finished[] = [];
  for (const request of open) {
    if (now < request.dueAt) kept.push(request);
    else if (request.phase === 'sent' && request.resent < times.resends) {
      kept.push({ ...request, resent: request.resent + 1, dueAt: now + times.answerTimeoutMs });
      resend.push(request.frame);
    } else finished.push({ request, answer: { kind: 'timed_out' } });
  }
  return { open: kept, resend, finished };
}
