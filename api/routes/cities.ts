import { createRoute, z } from '@hono/zod-openapi';
import type { ApiApp } from '../api-app.ts';
import { CityView, pageOf } from '../contract.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import type { ApiDeps, City } from '../deps.ts';
import { BAD_QUERY, jsonContent, problemContent } from '../openapi-responses.ts';
import { ApiProblem } from '../problem.ts';
import { CursorParameter, limitParameter } from '../query-parameters.ts';

const LIMIT = { most: 10_000, usual: 10_000 };

const list = createRoute({
  method: 'get',
  path: '/api/v1/cities',
  summary: 'Member cities, in the order of the agreement',
  request: { query: z.strictObject({ limit: limitParameter(LIMIT), cursor: CursorParameter }) },
  responses: { 200: jsonContent(pageOf(CityView), 'A page of cities.'), 400: BAD_QUERY },
});

const one = createRoute({
  method: 'get',
  path: '/api/v1/cities/{id}',
  summary: 'One city',
  request: { params: z.object({ id: z.string() }), query: z.strictObject({}) },
  responses: { 200: jsonContent(CityView, 'The city.'), 400: BAD_QUERY, 404: problemContent('`unknown_city`.') },
});

export function addCityRoutes(app: ApiApp, deps: Pick<ApiDeps, 'stations' | 'cities'>): void {
  const view = ({ id, name, adcode }: City): CityView => ({
    id,
    name: { zh: name.zh, en: name.en },
    stations: deps.stations().filter((station) => station.city === id).length,
    ...(adcode === undefined ? {} : { adcode }),
  });

  app.openapi(list, (c) => {
    const { cursor, limit = LIMIT.usual } = c.req.valid('query');
    const cities = deps.cities();
    const begin = cursor === undefined ? 0 : 1 + positionOf(cities, decodeCursor(z.tuple([z.string()]), cursor)[0]);
    const items = cities.slice(begin, begin + limit).map(view);
    const last = items.at(-1);
    return c.json({ items, next: begin + limit < cities.length && last ? encodeCursor([last.id]) : null }, 200);
  });

  app.openapi(one, (c) => {
    const { id } = c.req.valid('param');
    const city = deps.cities().find((candidate) => candidate.id === id);
    if (city === undefined) throw new ApiProblem('unknown_city', { detail: id });
    return c.json(view(city), 200);
  });
}

/** A city that has left the agreement between two pages leaves no place to go on from. */
function positionOf(cities: readonly City[], id: string): number {
  const position = cities.findIndex((city) => city.id === id);
  if (position < 0)
    throw new ApiProblem('bad_cursor', { errors: [{ path: 'cursor', message: 'begin without a cursor' }] });
  return position;
}
