import { createRoute, z } from '@hono/zod-openapi';
import type { ApiApp } from '../api-app.ts';
import { PushResult } from '../contract.ts';
import type { PushPort } from '../deps.ts';
import { jsonContent, problemContent } from '../openapi-responses.ts';
import { ApiProblem } from '../problem.ts';
import { pushAuthority } from '../push-authority.ts';
import { committedPush } from '../push-result.ts';
import { requestBody } from '../request-body.ts';

const route = createRoute({
  method: 'post',
  path: '/api/v1/push/{profile}',
  summary: 'Push one message of a foreign device',
  description:
    'The message as the device makes it, read by the declared profile of that name (`sensor-community` and others). Needs ' +
    'the token as `Bearer`, or as the password of `Basic` for devices that know nothing else.',
  request: {
    params: z.object({ profile: z.string() }),
    body: { required: true, content: { 'application/json': { schema: { type: 'object' as const } } } },
  },
  responses: {
    202: jsonContent(PushResult, 'What is called stored is durable.'),
    400: problemContent('`bad_body`.'),
    401: problemContent('`unauthorized`.'),
    403: problemContent('`not_your_station`: the device belongs to a station that the token is not for.'),
    404: problemContent('`not_found`: there is no such profile.'),
    413: problemContent('`body_too_large`.'),
    415: problemContent('`unsupported_encoding`.'),
    429: problemContent('`too_busy`: nothing was taken; `Retry-After`.'),
    503: problemContent('`commit_timeout`: send it again; `Retry-After`.'),
  },
});

/** Small: one message of one device. */
const MAX_BYTES = 65_536;

export function addMappedPushRoute(app: ApiApp, port: PushPort): void {
  app.openapi(route, async (c) => {
    const { stations } = await pushAuthority(c, port);
    const { profile } = c.req.valid('param');
    const body = await requestBody(c, MAX_BYTES);
    const headers = Object.fromEntries(c.req.raw.headers);
    const answer = await port.submitMapped?.({ profile, body, headers, stations });
    if (answer === undefined) throw new ApiProblem('not_found', { detail: `no profile ${profile.slice(0, 60)}` });
    return c.json(committedPush(c, answer).answer as PushResult, 202);
  });
}
