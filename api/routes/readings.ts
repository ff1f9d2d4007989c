import { createRoute, z } from '@hono/zod-openapi';
import { PARAMETERS } from '../../domain/air/parameter.ts';
import type { Reading } from '../../domain/air/reading.ts';
import { formatIso } from '../../domain/time.ts';
import type { ApiApp } from '../api-app.ts';
import { pageOf, ReadingView } from '../contract.ts';
import type { Cell } from '../csv.ts';
import { csvResponse } from '../csv-response.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import type { ApiDeps } from '../deps.ts';
import { BAD_QUERY, listContent, STORE_UNAVAILABLE } from '../openapi-responses.ts';
import { CursorParameter, FormatParameter, idsParameter, limitParameter, TimeParameter } from '../query-parameters.ts';
import { type ReadingSelection, readingPages, type readingPosition } from '../reading-pages.ts';
import { selectedStations } from '../selected-stations.ts';
import { timeRange } from '../time-range.ts';
import { readingQuality } from '../views/quality-view.ts';
import { readingView } from '../views/reading-view.ts';
import { wantsCsv } from '../wants-csv.ts';

const LIMIT = { most: 10_000, usual: 1_000 };
/** The public readings CSV: what `lianfang aqi`, `replay` and `simulate` read. */
const HEADER = ['ts', 'station', ...PARAMETERS];
const Position = z.tuple([z.number(), z.string(), z.number()]);

const list = createRoute({
  method: 'get',
  path: '/api/v1/readings',
  summary: 'Readings as they were sent, oldest first',
  description:
    'Times are the ends of periods, the range is [from, to), by default the last 24 hours. Values are never changed: a ' +
    'flagged value is there with its flag. The CSV has the columns of the public readings file, which has no flags, and ' +
    'writes every cell as it is, also one that a spreadsheet would take for a formula.',
  request: {
    query: z.strictObject({
      station: idsParameter('Stations'),
      city: idsParameter('All stations of these cities'),
      from: TimeParameter.optional(),
      to: TimeParameter.optional(),
      limit: limitParameter(LIMIT),
      cursor: CursorParameter,
      format: FormatParameter,
    }),
  },
  responses: { 200: listContent(pageOf(ReadingView), 'A page of readings.'), 400: BAD_QUERY, 503: STORE_UNAVAILABLE },
});

export function addReadingRoutes(
  app: ApiApp,
  deps: Pick<ApiDeps, 'stations' | 'cities' | 'clock' | 'readings' | 'revisions' | 'quality' | 'log'>,
): void {
  app.openapi(list, async (c) => {
    const query = c.req.valid('query');
    const range = timeRange(query, deps.clock);
    const stations = selectedStations(deps, query)?.map((station) => station.id);
    const after = query.cursor === undefined ? undefined : positionOf(query.cursor);
    if (wantsCsv(c, query.format)) {
      const name = `readings_${fileTime(range.from)}_${fileTime(range.to)}`;
      return csvResponse(
        c,
        { name, header: HEADER, limit: query.limit, log: deps.log },
        rows(deps, { ...range, stations, after }),
      );
    }
    const limit = query.limit ?? LIMIT.usual;
    // One more than asked for tells whether there is a next page.
    const found =
      stations?.length === 0
        ? []
        : await deps.readings.read({
            ...range,
            limit: limit + 1,
            ...(stations === undefined ? {} : { stations }),
            ...(after === undefined ? {} : { after }),
          });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const next =
      found.length > limit && last !== undefined ? encodeCursor([last.at, last.station, last.periodS]) : null;
    const marks = await deps.revisions?.marks(items);
    const qualities = await qualitiesOf(deps.quality, items);
    c.header('Vary', 'Accept');
    const views = items.map((reading, place) => readingView(reading, marks?.[place], qualities[place]));
    return c.json({ items: views, next }, 200);
  });
}

async function qualitiesOf(quality: ApiDeps['quality'], items: readonly Reading[]) {
  const judged = (await quality?.judge(items)) ?? [];
  return judged.map((one) => (quality === undefined ? undefined : readingQuality(quality.limits, one)));
}

async function* rows(deps: Pick<ApiDeps, 'readings'>, selection: ReadingSelection): AsyncGenerator<readonly Cell[]> {
  for await (const page of readingPages(deps.readings, selection)) for (const reading of page) yield row(reading);
}

function row({ at, station, values }: Reading): readonly Cell[] {
  return [formatIso(at), station, ...PARAMETERS.map((parameter) => values[parameter])];
}

function positionOf(cursor: string): ReturnType<typeof readingPosition> {
  const [at, station, periodS] = decodeCursor(Position, cursor);
  return { at, station, periodS };
}

/** `20261122T140000`, which every file system takes. */
function fileTime(at: number): string {
  return formatIso(at).slice(0, 19).replaceAll(/[-:]/g, '');
}
