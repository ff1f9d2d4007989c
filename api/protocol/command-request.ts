import type { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { ApiProblem } from '../problem.ts';
import { requestBody } from '../request-body.ts';

/** A hundred attachments are told by name and digest in a tenth of it. */
const MAX_BODY_BYTES = 256 * 1_024;

export interface CommandHeaders {
  readonly key: string;
  readonly expectedVersion?: number;
}

/** `Idempotency-Key`, without which a command whose answer was lost might be given twice (PRO-6), and `If-Match` (PRO-7). */
export function commandHeaders(c: Context): CommandHeaders {
  const key = c.req.header('idempotency-key');
  if (key === undefined || !/^[\x21-\x7e]{1,200}$/.test(key)) {
    const detail = 'a command needs an Idempotency-Key of 1 to 200 visible ASCII characters, such as a UUID';
    throw new ApiProblem('bad_idempotency_key', { detail });
  }
  const seen = c.req.header('if-match')?.trim();
  if (seen === undefined || seen === '*') return { key };
  // Proxies that compress make a tag weak; the version is the same.
  const [, version] = /^(?:W\/)?"(\d{1,9})"$/.exec(seen) ?? [];
  if (version === undefined) {
    throw new ApiProblem('bad_version', { detail: 'If-Match takes one version in quotes, as ETag gives it: "7"' });
  }
  return { key, expectedVersion: Number(version) };
}

/** The fields of a command. Throws `unsupported_media_type`, `body_too_large`, `bad_body` with every mistake. An empty body is `{}`. */
export async function commandBody<Fields>(c: Context, schema: z.ZodType<Fields>): Promise<Fields> {
  const type = (c.req.header('content-type') ?? 'application/json').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new ApiProblem('unsupported_media_type', { detail: 'known is application/json, in UTF-8' });
  }
  const body = await requestBody(c, MAX_BODY_BYTES);
  let content: unknown;
  try {
    content = body.byteLength === 0 ? {} : JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new ApiProblem('bad_body', { detail: 'not JSON in UTF-8' });
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) {
    const errors = [...halves(parsed.data, '')];
    if (errors.length === 0) return parsed.data;
    throw new ApiProblem('bad_body', { errors });
  }
  throw new ApiProblem('bad_body', { errors: parsed.error.issues.flatMap(mistakes) });
}

/** Texts with half of a surrogate pair, which JSON can write and a ledger cannot hash. */
function* halves(value: unknown, path: string): Iterable<{ path: string; message: string }> {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) yield { path, message: 'half of a surrogate pair is no text 代理对不完整' };
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      const inner = path === '' ? name : `${path}.${name}`;
      if (!name.isWellFormed()) yield { path, message: 'half of a surrogate pair is no name 代理对不完整' };
      yield* halves(member, inner);
    }
  }
}

function mistakes(issue: z.core.$ZodIssue): { path: string; message: string }[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: `no such field${hintFor(key)}` }));
  }
  return [{ path: issue.path.join('.'), message: issue.message }];
}

function hintFor(key: string): string {
  if (key === 'by') return ': who speaks is known from the token';
  return key === 'expectedVersion' ? ': send it as If-Match' : '';
}
