import { createRoute, z } from '@hono/zod-openapi';
import { formatIso } from '../../domain/time.ts';
import type { ApiApp } from '../api-app.ts';
import { CalibrationView, QualityView } from '../contract.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import type { ApiDeps } from '../deps.ts';
import { BAD_QUERY, jsonContent, problemContent, STORE_UNAVAILABLE } from '../openapi-responses.ts';
import { ApiProblem } from '../problem.ts';
import type { QualitySource } from '../quality-source.ts';
import { CursorParameter, TimeParameter } from '../query-parameters.ts';
import { timeRange } from '../time-range.ts';
import { qualityViews } from '../views/quality-view.ts';

/** Readings looked at for one page, of which most have nothing to tell. */
const SCANNED = 10_000;
const Position = z.tuple([z.number(), z.string(), z.number()]);
const Id = z.object({ id: z.string() });

const verdicts = createRoute({
  method: 'get',
  path: '/api/v1/stations/{id}/quality',
  summary: 'What quality control says of a station’s values, oldest first',
  description:
    'Every value with a verdict or a decision of a reviewer, with the reasons; values that are not here are good. Periods that end ' +
    'in [from, to), by default in the last 24 hours. `counts` is the value as means, indices and rules use it: calibrated, null ' +
    'when it is kept out. A page looks at 10,000 readings and may be empty while `next` is not null.',
  request: {
    params: Id,
    query: z.strictObject({
      from: TimeParameter.optional(),
      to: TimeParameter.optional(),
      cursor: CursorParameter,
    }),
  },
  responses: {
    200: jsonContent(z.object({ items: z.array(QualityView), next: z.string().nullable() }), 'A page of values.'),
    400: BAD_QUERY,
    404: problemContent('`unknown_station`.'),
    503: STORE_UNAVAILABLE,
  },
});

const calibration = createRoute({
  method: 'get',
  path: '/api/v1/stations/{id}/calibration',
  summary: 'How a station’s values are corrected, from when to when, and why',
  description: 'A value of a period that ends after `validFrom` up to `validTo` counts as value * factor + offset.',
  request: { params: Id, query: z.strictObject({}) },
  responses: {
    200: jsonContent(z.object({ items: z.array(CalibrationView) }), 'Oldest first.'),
    404: problemContent('`unknown_station`.'),
  },
});

export function addQualityRoutes(
  app: ApiApp,
  deps: Pick<ApiDeps, 'stations' | 'clock' | 'readings'> & { readonly quality: QualitySource },
): void {
  const { quality, readings, clock } = deps;
  const registered = (id: string) => {
    if (!deps.stations().some((station) => station.id === id)) throw new ApiProblem('unknown_station', { detail: id });
    return id;
  };

  app.openapi(verdicts, async (c) => {
    const station = registered(c.req.valid('param').id);
    const query = c.req.valid('query');
    const after = query.cursor === undefined ? undefined : decodeCursor(Position, query.cursor);
    const page = await readings.read({
      ...timeRange(query, clock),
      stations: [station],
      limit: SCANNED,
      ...(after === undefined ? {} : { after: { at: after[0], station: after[1], periodS: after[2] } }),
    });
    const items = (await quality.judge(page)).flatMap((judged) => qualityViews(quality.limits, judged));
    const last = page.length < SCANNED ? undefined : page.at(-1);
    const next = last === undefined ? null : encodeCursor([last.at, last.station, last.periodS]);
    return c.json({ items, next }, 200);
  });

  app.openapi(calibration, (c) => {
    const entries = quality.calibrations(registered(c.req.valid('param').id));
    const items = entries.map((entry) => ({
      parameter: entry.parameter,
      validFrom: formatIso(entry.valid_from),
      validTo: entry.valid_to === undefined ? null : formatIso(entry.valid_to),
      factor: entry.factor,
      offset: entry.offset,
      calibratedAt: entry.calibrated_at === undefined ? null : formatIso(entry.calibrated_at),
      reason: entry.reason,
      source: entry.source ?? null,
    }));
    return c.json({ items }, 200);
  });
}
