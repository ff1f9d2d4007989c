import { createRoute, z } from '@hono/zod-openapi';
import type { Station } from '../../domain/air/station.ts';
import { formatIso } from '../../domain/time.ts';
import type { ApiApp } from '../api-app.ts';
import { pageOf, StationView } from '../contract.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import type { ApiDeps } from '../deps.ts';
import type { LatestState } from '../live/latest-state.ts';
import { BAD_QUERY, jsonContent, problemContent } from '../openapi-responses.ts';
import { ApiProblem } from '../problem.ts';
import { CursorParameter, idsParameter, limitParameter } from '../query-parameters.ts';
import { selectedStations } from '../selected-stations.ts';
import { statusView } from '../views/status-view.ts';

const LIMIT = { most: 10_000, usual: 10_000 };

const list = createRoute({
  method: 'get',
  path: '/api/v1/stations',
  summary: 'Registered stations, by id',
  request: {
    query: z.strictObject({
      city: idsParameter('Only stations of these cities'),
      limit: limitParameter(LIMIT),
      cursor: CursorParameter,
    }),
  },
  responses: { 200: jsonContent(pageOf(StationView), 'A page of stations.'), 400: BAD_QUERY },
});

const one = createRoute({
  method: 'get',
  path: '/api/v1/stations/{id}',
  summary: 'One station',
  request: { params: z.object({ id: z.string() }), query: z.strictObject({}) },
  responses: {
    200: jsonContent(StationView, 'The station.'),
    400: BAD_QUERY,
    404: problemContent('`unknown_station`.'),
  },
});

export function addStationRoutes(
  app: ApiApp,
  deps: Pick<ApiDeps, 'stations' | 'cities' | 'balance'>,
  latest: LatestState,
): void {
  const view = ({ id, name, city, lon, lat, background, operator }: Station): StationView => {
    const lastAt = latest.lastAt(id);
    const status = deps.balance?.standing(id)?.status;
    return {
      id,
      name,
      city,
      lon,
      lat,
      background,
      ...(operator === undefined ? {} : { operator }),
      lastAt: lastAt === undefined ? null : formatIso(lastAt),
      ...(status === undefined ? {} : { status: statusView(status) }),
    };
  };

  app.openapi(list, (c) => {
    const { city, cursor, limit = LIMIT.usual } = c.req.valid('query');
    const behind = cursor === undefined ? '' : decodeCursor(z.tuple([z.string()]), cursor)[0];
    const selected = selectedStations(deps, { city }) ?? deps.stations();
    const rest = selected.filter((station) => station.id > behind).sort((a, b) => (a.id < b.id ? -1 : 1));
    const items = rest.slice(0, limit).map(view);
    const last = items.at(-1);
    return c.json({ items, next: rest.length > limit && last !== undefined ? encodeCursor([last.id]) : null }, 200);
  });

  app.openapi(one, (c) => {
    const { id } = c.req.valid('param');
    const station = deps.stations().find((candidate) => candidate.id === id);
    if (station === undefined) throw new ApiProblem('unknown_station', { detail: id });
    return c.json(view(station), 200);
  });
}
