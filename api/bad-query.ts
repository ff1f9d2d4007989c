import type { z } from '@hono/zod-openapi';
import { ApiProblem } from './problem.ts';

/** All mistakes of a query at once, each under the parameter it belongs to. */
export function badQuery(issues: readonly z.core.$ZodIssue[]): ApiProblem {
  const errors = issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((path) => ({ path, message: 'no such parameter' }));
    return [{ path: issue.path.join('.'), message: issue.message }];
  });
  return new ApiProblem('bad_query', { errors });
}
