import type { Context } from 'hono';
import { ApiProblem } from './problem.ts';
import type { QualitySource } from './quality-source.ts';

/** Throws `no_reviewers` when nobody may decide here, `unauthorized` unless the bearer token is a reviewer's. */
export function requireReviewer(c: Context, { isReviewer }: Pick<QualitySource, 'isReviewer'>): void {
  if (isReviewer === undefined) {
    throw new ApiProblem('no_reviewers', { detail: 'set http.operator_token or http.operator_token_hash' });
  }
  const [, token] = /^bearer +([\w.~+/=-]{1,1000}) *$/i.exec(c.req.header('authorization') ?? '') ?? [];
  if (token !== undefined && isReviewer(token)) return;
  c.header('WWW-Authenticate', token === undefined ? 'Bearer' : 'Bearer error="invalid_token"');
  throw new ApiProblem('unauthorized', {
    detail: token === undefined ? 'no token; send Authorization: Bearer <token>' : 'the token is not valid',
  });
}
