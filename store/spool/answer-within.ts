import type { Clock } from '../../domain/clock.ts';

export const OVERDUE = Symbol('overdue');

/** The answer, or `OVERDUE` when it has not come in time; what comes later is nobody's. */
export function answerWithin<T>(
  answer: Promise<T>,
  limit: { readonly clock: Clock; readonly ms: number },
): Promise<T | typeof OVERDUE> {
  return new Promise((resolve, reject) => {
    const cancel = limit.clock.after(limit.ms, () => resolve(OVERDUE));
    answer.then(resolve, reject).finally(cancel);
  });
}
