import { createRoute, z } from '@hono/zod-openapi';
import { formatIso } from '../../domain/time.ts';
import type { ApiApp } from '../api-app.ts';
import type { PushPort } from '../deps.ts';
import { problemContent } from '../openapi-responses.ts';
import { ApiProblem } from '../problem.ts';
import { pushAuthority } from '../push-authority.ts';
import { retryLater } from '../push-result.ts';
import { requestBody } from '../request-body.ts';

const route = createRoute({
  method: 'post',
  path: '/v1.1/{datastream}/Observations',
  summary: 'Create an Observation (OGC SensorThings 1.1)',
  description:
    '`/v1.1/Datastreams(42)/Observations`. Answered after the commit of the reading that the observation became part of; ' +
    '`Location` is where that reading is to be had. Needs `Authorization: Bearer <token>`.',
  request: {
    params: z.object({ datastream: z.string() }),
    body: { required: true, content: { 'application/json': { schema: { type: 'object' as const } } } },
  },
  responses: {
    201: { description: 'Stored.' },
    400: problemContent('`bad_body`: the compression is broken.'),
    401: problemContent('`unauthorized`.'),
    403: problemContent('`not_your_station`: the datastream is of a station that the token is not for.'),
    413: problemContent('`body_too_large`.'),
    415: problemContent('`unsupported_encoding`.'),
    422: problemContent('`observation_refused`: `errors` has the refusal code and the reason.'),
    429: problemContent('`too_busy`: nothing was taken; `Retry-After`.'),
    503: problemContent('`commit_timeout`: send it again; `Retry-After`.'),
  },
});

const MAX_BYTES = 65_536;

export function addObservationRoute(app: ApiApp, port: PushPort): void {
  app.openapi(route, async (c) => {
    const { stations } = await pushAuthority(c, port);
    const { datastream } = c.req.valid('param');
    const body = await requestBody(c, MAX_BYTES);
    const answer = await port.observe?.({ datastream, body, stations });
    if (answer === undefined) throw new ApiProblem('not_found');
    switch (answer.outcome) {
      case 'committed': {
        const query = new URLSearchParams({
          station: answer.station,
          from: formatIso(answer.at),
          to: formatIso(answer.at + 1),
        });
        // OGC 18-088 section 10.2: 201 with the address of what was made.
        return c.body(null, 201, { Location: `/api/v1/readings?${query}` });
      }
      case 'refused':
        if (answer.code === 'not_your_station') throw new ApiProblem('not_your_station', { detail: answer.reason });
        throw new ApiProblem('observation_refused', { errors: [{ path: answer.code, message: answer.reason }] });
      case 'busy':
      case 'uncommitted':
        throw retryLater(c, { outcome: answer.outcome, retryAfterS: answer.retryAfterS });
    }
  });
}
