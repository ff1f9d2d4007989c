import { createRoute, z } from '@hono/zod-openapi';
import { formatIso } from '../../domain/time.ts';
import type { ApiApp } from '../api-app.ts';
import { pageOf, RevisionView } from '../contract.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import type { ApiDeps, OlderVersion, RevisionSource } from '../deps.ts';
import { BAD_QUERY, jsonContent, problemContent, STORE_UNAVAILABLE } from '../openapi-responses.ts';
import { ApiProblem } from '../problem.ts';
import { CursorParameter, limitParameter, TimeParameter } from '../query-parameters.ts';
import { timeRange } from '../time-range.ts';

const LIMIT = { most: 1_000, usual: 200 };
const Position = z.tuple([z.number(), z.number(), z.number(), z.number()]);

const list = createRoute({
  method: 'get',
  path: '/api/v1/stations/{id}/revisions',
  summary: 'What readings of a station said before they were replaced',
  description:
    'Older versions by end of period and by when they were replaced; the version that counts is at /api/v1/readings. The range of ' +
    'periods is [from, to), by default the last 24 hours. A page may have fewer items than `limit` and still a next one.',
  request: {
    params: z.object({ id: z.string() }),
    query: z.strictObject({
      from: TimeParameter.optional(),
      to: TimeParameter.optional(),
      limit: limitParameter(LIMIT),
      cursor: CursorParameter,
    }),
  },
  responses: {
    200: jsonContent(pageOf(RevisionView), 'A page of older versions.'),
    400: BAD_QUERY,
    404: problemContent('`unknown_station`.'),
    503: STORE_UNAVAILABLE,
  },
});

export function addRevisionRoutes(
  app: ApiApp,
  deps: Pick<ApiDeps, 'stations' | 'clock'> & { readonly revisions: RevisionSource },
): void {
  app.openapi(list, async (c) => {
    const { id } = c.req.valid('param');
    const { from, to, limit = LIMIT.usual, cursor } = c.req.valid('query');
    if (!deps.stations().some((station) => station.id === id)) throw new ApiProblem('unknown_station', { detail: id });
    const after = cursor === undefined ? undefined : positionOf(cursor);
    const range = timeRange({ from, to }, deps.clock);
    const { versions, next } = await deps.revisions.page({ ...range, station: id, limit, ...(after && { after }) });
    const position = next && [next.at, next.periodS, next.replacedAt, next.number];
    return c.json({ items: versions.map(revisionView), next: position ? encodeCursor(position) : null }, 200);
  });
}

function revisionView({ station, at, periodS, replacedAt, reading }: OlderVersion): RevisionView {
  const identity = { station, at: formatIso(at), period: periodS, replacedAt: formatIso(replacedAt) };
  if (reading === null) return { ...identity, values: null };
  const { seq, values, flags } = reading;
  return {
    ...identity,
    ...(seq === undefined ? {} : { seq }),
    values: { ...values },
    ...(Object.keys(flags).length === 0 ? {} : { flags: { ...flags } }),
  };
}

function positionOf(cursor: string) {
  const [at, periodS, replacedAt, number] = decodeCursor(Position, cursor);
  return { at, periodS, replacedAt, number };
}
