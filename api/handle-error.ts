import type { Context } from 'hono';
import type { Log } from './deps.ts';
import { ApiProblem, problemResponse } from './problem.ts';

/**
 * The last word on anything thrown: our own problems as they are, a store that is away as 503, the rest as a 500 that
 * carries the request id and nothing of the error itself.
 */
export function handleError(error: Error, c: Context, log: Log): Response {
  if (error instanceof ApiProblem) return problemResponse(c, error);
  const request = {
    error,
    requestId: c.get('requestId') as string | undefined,
    method: c.req.method,
    path: c.req.path,
  };
  // By name: stores are another room, and each of them throws this one.
  if (error.name === 'StoreUnavailable') {
    log.warn(request, 'store unavailable for a request');
    return problemResponse(c, new ApiProblem('store_unavailable'));
  }
  log.error(request, 'request failed');
  return problemResponse(c, new ApiProblem('internal'));
}
