import type { CaseAnswer, RefusalProblem, WarningAnswer } from '../../api/protocol-contract.ts';
import { failureOf, RequestFailed, request } from '../query/fetch-json.ts';

export type CommandAnswer = WarningAnswer | CaseAnswer;

/** One command as it is sent; a second sending with the same key is answered with what came of the first. */
export interface Order {
  /** `/api/v1/warnings/W-2026-001/acknowledge` */
  readonly url: string;
  readonly key: string;
  /** The version that the sender saw; null where there was none. */
  readonly version: number | null;
  readonly body: object;
}

export type Sent<Answer> =
  | { readonly outcome: 'done'; readonly answer: Answer }
  | { readonly outcome: 'refused'; readonly refusal: RefusalProblem }
  /** It may have been carried out or not: sending it again is safe. */
  | { readonly outcome: 'failed'; readonly error: RequestFailed };

/** Sends a command. Never throws. */
export async function sendCommand<Answer>({ url, key, version, body }: Order): Promise<Sent<Answer>> {
  try {
    const answer = await request(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': key,
        ...(version === null ? {} : { 'if-match': `"${version}"` }),
      },
      body: JSON.stringify(body),
    });
    if (answer.ok) return { outcome: 'done', answer: answer.body as Answer };
    if (isRefusal(answer.body)) return { outcome: 'refused', refusal: answer.body };
    return { outcome: 'failed', error: failureOf(answer) };
  } catch (error) {
    return {
      outcome: 'failed',
      error: error instanceof RequestFailed ? error : new RequestFailed(String(error), 0, null),
    };
  }
}

function isRefusal(body: unknown): body is RefusalProblem {
  return typeof body === 'object' && body !== null && 'rule' in body && 'reason' in body;
}
