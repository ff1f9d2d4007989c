import type { Context } from 'hono';
import type { PushAnswer } from './deps.ts';
import { ApiProblem } from './problem.ts';

type Committed = Extract<PushAnswer, { outcome: 'committed' }>;

/** What was committed; anything else is thrown as its problem, with `Retry-After` where sending again helps. */
export function committedPush(c: Context, answer: PushAnswer): Committed {
  switch (answer.outcome) {
    case 'committed':
      return answer;
    case 'refused':
      throw new ApiProblem(answer.fault, { detail: answer.detail });
    case 'busy':
    case 'uncommitted':
      throw retryLater(c, { outcome: answer.outcome, retryAfterS: answer.retryAfterS });
  }
}

/** 429 when nothing was taken, 503 when it was and is not stored yet. */
export function retryLater(
  c: Context,
  { outcome, retryAfterS }: { readonly outcome: 'busy' | 'uncommitted'; readonly retryAfterS: number },
): ApiProblem {
  c.header('Retry-After', String(Math.ceil(retryAfterS)));
  return new ApiProblem(outcome === 'busy' ? 'too_busy' : 'commit_timeout');
}
