import { createRoute, z } from '@hono/zod-openapi';
import { POLLUTANTS } from '../../domain/air/parameter.ts';
import { formatIso } from '../../domain/time.ts';
import type { ApiApp } from '../api-app.ts';
import { IndexView, pageOf } from '../contract.ts';
import type { Cell } from '../csv.ts';
import { csvResponse } from '../csv-response.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import type { ApiDeps } from '../deps.ts';
import { indexPosition, indexSeries } from '../indices/index-series.ts';
import type { IndexSubject, SubjectIndex } from '../indices/subject-index.ts';
import { namedIds } from '../named-ids.ts';
import { BAD_QUERY, listContent, STORE_UNAVAILABLE } from '../openapi-responses.ts';
import { CursorParameter, FormatParameter, idsParameter, limitParameter, TimeParameter } from '../query-parameters.ts';
import { take } from '../take.ts';
import { timeRange } from '../time-range.ts';
import { indexView } from '../views/index-view.ts';
import { wantsCsv } from '../wants-csv.ts';

const LIMIT = { most: 10_000, usual: 1_000 };
const HEADER = [
  ...['ts', 'kind', 'subject', 'standard', 'report', 'aqi', 'level', 'primary'],
  ...POLLUTANTS.map((pollutant) => `iaqi_${pollutant}`),
  ...POLLUTANTS,
  ...['stations_valid', 'stations_total'],
];
const Position = z.tuple([z.number(), z.enum(['station', 'city']), z.string()]);

const list = createRoute({
  method: 'get',
  path: '/api/v1/indices',
  summary: 'AQI of stations and cities, oldest first',
  description:
    'Computed from the readings with the edition of HJ 633 in force on the day. `at` is the end of the hour, or of the natural ' +
    'day (Asia/Shanghai), and lies in [from, to), by default the last 24 hours. Neither `station` nor `city`: all cities. In a ' +
    'daily report `concentrations.o3` is the largest 8 h mean. An hour or day of which nothing valid was measured is left out.',
  request: {
    query: z.strictObject({
      station: idsParameter('Stations'),
      city: idsParameter('Cities: the mean of their stations, background stations left out'),
      report: z.enum(['hourly', 'daily']).default('hourly'),
      from: TimeParameter.optional(),
      to: TimeParameter.optional(),
      limit: limitParameter(LIMIT),
      cursor: CursorParameter,
      format: FormatParameter,
    }),
  },
  responses: { 200: listContent(pageOf(IndexView), 'A page of indices.'), 400: BAD_QUERY, 503: STORE_UNAVAILABLE },
});

type Deps = Pick<ApiDeps, 'stations' | 'cities' | 'clock' | 'readings' | 'utcOffsetMs' | 'log'>;

export function addIndexRoutes(app: ApiApp, deps: Deps): void {
  app.openapi(list, async (c) => {
    const query = c.req.valid('query');
    const range = timeRange(query, deps.clock);
    const after = query.cursor === undefined ? undefined : decodeCursor(Position, query.cursor);
    const subjects = subjectsOf(deps, query);
    const series = indexSeries(deps, { ...range, subjects, report: query.report, after });
    if (wantsCsv(c, query.format)) {
      return csvResponse(
        c,
        { name: `indices_${query.report}`, header: HEADER, limit: query.limit, log: deps.log },
        rows(series),
      );
    }
    const limit = query.limit ?? LIMIT.usual;
    const found = await Array.fromAsync(take(series, limit + 1));
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const next = found.length > limit && last !== undefined ? encodeCursor(indexPosition(last)) : null;
    c.header('Vary', 'Accept');
    return c.json({ items: items.map(indexView), next }, 200);
  });
}

function subjectsOf(
  deps: Deps,
  query: { readonly station?: readonly string[] | undefined; readonly city?: readonly string[] | undefined },
): IndexSubject[] {
  const named = namedIds(deps, query);
  const counting = deps.stations().filter((station) => !station.background);
  const cities = named.cities ?? (named.stations === undefined ? deps.cities().map(({ id }) => id) : []);
  return [
    ...[...(named.stations ?? [])].map((id) => ({ kind: 'station' as const, id, members: [id] })),
    ...[...cities].map((id) => ({
      kind: 'city' as const,
      id,
      members: counting.filter((station) => station.city === id).map((station) => station.id),
    })),
  ];
}

async function* rows(series: AsyncIterable<SubjectIndex>): AsyncGenerator<readonly Cell[]> {
  for await (const entry of series) yield row(entry);
}

function row(entry: SubjectIndex): readonly Cell[] {
  const { subject, standard, report, aqi, level, primary, iaqi, concentrations, stations } = indexView(entry);
  return [
    ...[formatIso(entry.at), subject.kind, subject.id, standard, report],
    ...[aqi ?? 'NA', level ?? 'NA', primary.join('+')],
    ...POLLUTANTS.map((pollutant) => iaqi[pollutant]),
    ...POLLUTANTS.map((pollutant) => concentrations[pollutant]),
    ...[stations?.valid, stations?.total],
  ];
}
