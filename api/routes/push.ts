import { createRoute } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ApiApp } from '../api-app.ts';
import { PushResult } from '../contract.ts';
import type { PushPort } from '../deps.ts';
import { jsonContent, problemContent } from '../openapi-responses.ts';
import { ApiProblem } from '../problem.ts';
import { pushAuthority } from '../push-authority.ts';
import { committedPush } from '../push-result.ts';
import { requestBody } from '../request-body.ts';
import { addMappedPushRoute } from './push-mapped.ts';
import { addObservationRoute } from './push-observation.ts';

const FORMATS: Readonly<Record<string, 'json' | 'ndjson'>> = {
  'application/json': 'json',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
};

// Plain schemas: the body may be compressed and is read by us, within bounds; one bad item does not refuse the others.
const pushed = { type: 'object' as const, description: 'The reading of the public contract, and "station".' };
const route = createRoute({
  method: 'post',
  path: '/api/v1/readings',
  summary: 'Push readings',
  description:
    'One reading, an array, or one a line; at most 5,000 and 8 MiB; gzip and deflate are understood. Answered after the ' +
    'commit, with a verdict for every item. `station` may be left out when the token is for one station. With an ' +
    '`Idempotency-Key` the same request gets the same answer for 24 hours; without one it is harmless to send again, too: ' +
    'a reading is known by its station, time and period. Needs `Authorization: Bearer <token>`.',
  request: {
    body: {
      required: true,
      content: {
        'application/json': { schema: { anyOf: [pushed, { type: 'array' as const, items: pushed }] } },
        'application/x-ndjson': { schema: { type: 'string' as const } },
      },
    },
  },
  responses: {
    202: jsonContent(PushResult, 'What is called stored is durable; what is refused need not be sent again.'),
    400: problemContent('`bad_body`, `bad_idempotency_key`.'),
    401: problemContent('`unauthorized`.'),
    403: problemContent('`not_your_station`: nothing in it is for a station of the token.'),
    413: problemContent('`body_too_large`, `too_many_readings`.'),
    415: problemContent('`unsupported_media_type`, `unsupported_encoding`.'),
    422: problemContent('`idempotency_key_reused`.'),
    429: problemContent('`too_busy`: nothing was taken; `Retry-After`.'),
    503: problemContent('`commit_timeout`: send it again; `Retry-After`.'),
  },
});

/** The ways of readings over HTTP: our own contract, and those of foreign devices that the port has. */
export function addPushRoutes(app: ApiApp, port: PushPort): void {
  app.openapi(route, async (c) => {
    const { stations, client } = await pushAuthority(c, port);
    const format = formatOf(c);
    const idempotencyKey = idempotencyKeyOf(c);
    const body = await requestBody(c);
    const committed = committedPush(
      c,
      await port.submit({
        body,
        format,
        stations,
        client,
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      }),
    );
    if (committed.replayed) c.header('Idempotent-Replayed', 'true');
    return c.json(committed.answer as PushResult, 202);
  });
  if (port.submitMapped !== undefined) addMappedPushRoute(app, port);
  if (port.observe !== undefined) addObservationRoute(app, port);
}

function formatOf(c: Context): 'json' | 'ndjson' {
  const [type = '', ...parameters] = (c.req.header('content-type') ?? '').toLowerCase().split(';');
  const format = FORMATS[type.trim()];
  const charset = parameters.map((parameter) => /^\s*charset\s*=\s*"?([^"\s]+)/.exec(parameter)?.[1]).find(Boolean);
  if (format === undefined || (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')) {
    throw new ApiProblem('unsupported_media_type', {
      detail: `known are ${Object.keys(FORMATS).join(', ')}, in UTF-8`,
    });
  }
  return format;
}

function idempotencyKeyOf(c: Context): string | undefined {
  const key = c.req.header('idempotency-key');
  if (key === undefined) return undefined;
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new ApiProblem('bad_idempotency_key', { detail: '1 to 200 visible ASCII characters, such as a UUID' });
  }
  return key;
}
