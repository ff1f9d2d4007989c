import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { Awaitable, TokenGrant } from './deps.ts';
import { ApiProblem } from './problem.ts';

/** What a token allows, and whose it is. */
export type PushAuthority<Grant> = Grant & {
  /** Names the token without being it. */
  readonly client: string;
};

/**
 * The token of `Authorization: Bearer` (RFC 6750), or of `Basic` as its password, for devices that know nothing else. Throws
 * `unauthorized`; asked before the body is read.
 */
export async function pushAuthority<Grant extends object = TokenGrant>(
  c: Context,
  port: { verifyToken(token: string): Awaitable<Grant | undefined> },
): Promise<PushAuthority<Grant>> {
  const token = tokenOf(c.req.header('authorization') ?? '');
  const grant = token === undefined ? undefined : await port.verifyToken(token);
  if (token === undefined || grant === undefined) {
    c.header('WWW-Authenticate', token === undefined ? 'Bearer' : 'Bearer error="invalid_token"');
    throw new ApiProblem('unauthorized', {
      detail: token === undefined ? 'no token; send Authorization: Bearer <token>' : 'the token is not valid',
    });
  }
  return { ...grant, client: createHash('sha256').update(token).digest('base64url') };
}

function tokenOf(header: string): string | undefined {
  const [, scheme, credentials] = /^(bearer|basic) +([\w.~+/=-]{1,1000}) *$/i.exec(header) ?? [];
  if (credentials === undefined) return undefined;
  if (scheme?.toLowerCase() === 'bearer') return credentials;
  const pair = Buffer.from(credentials, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon < 0 || colon === pair.length - 1 ? undefined : pair.slice(colon + 1);
}
