import { createRoute, z } from '@hono/zod-openapi';
import type { ApiApp } from '../api-app.ts';
import { CityView, pageOf } from '../contract.ts';
import type { ApiDeps, City } from '../deps.ts';
import { BAD_QUERY, jsonContent, problemContent } from '../openapi-responses.ts';
import { ApiProblem } from '../problem.ts';

const list = createRoute({
  method: 'get',
  path: '/api/v1/cities',
  summary: 'Member cities, in the order of the agreement',
  request: { query: z.strictObject({}) },
  responses: { 200: jsonContent(pageOf(CityView), 'All cities: always one page.'), 400: BAD_QUERY },
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

  app.openapi(list, (c) => c.json({ items: deps.cities().map(view), next: null }, 200));

  app.openapi(one, (c) => {
    const { id } = c.req.valid('param');
    const city = deps.cities().find((candidate) => candidate.id === id);
    if (city === undefined) throw new ApiProblem('unknown_city', { detail: id });
    return c.json(view(city), 200);
  });
}
