import { createRoute, z } from '@hono/zod-openapi';
import type { ApiApp } from '../api-app.ts';
import { AlertView, pageOf } from '../contract.ts';
import type { Cell } from '../csv.ts';
import { csvResponse } from '../csv-response.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import type { AlertFilter, AlertRecord, AlertSource, ApiDeps } from '../deps.ts';
import { BAD_QUERY, jsonContent, listContent, problemContent, STORE_UNAVAILABLE } from '../openapi-responses.ts';
import { ApiProblem } from '../problem.ts';
import {
  CursorParameter,
  FormatParameter,
  limitParameter,
  SubjectParameter,
  TimeParameter,
} from '../query-parameters.ts';
import { alertView } from '../views/alert-view.ts';
import { wantsCsv } from '../wants-csv.ts';

const LIMIT = { most: 1_000, usual: 100 };
const HEADER = [
  ...['id', 'rule', 'kind', 'subject', 'priority', 'state', 'raised_at', 'returned_at'],
  ...['quantity', 'value', 'limit', 'message_zh', 'message_en', 'reason', 'seq'],
];
const Position = z.tuple([z.number()]);

const list = createRoute({
  method: 'get',
  path: '/api/v1/alerts',
  summary: 'Alerts, newest event first',
  description:
    'Ordered by `seq`, the ledger sequence of the newest event of each alert: one that changes while you page moves to the ' +
    'front. `from` and `to` bound the time it was raised, [from, to); without them there is no bound.',
  request: {
    query: z.strictObject({
      state: z.enum(['raised', 'returned', 'withdrawn']).optional(),
      subject: SubjectParameter.optional(),
      rule: z.string().min(1).optional(),
      priority: z.coerce.number().int().min(1).max(4).optional(),
      from: TimeParameter.optional(),
      to: TimeParameter.optional(),
      limit: limitParameter(LIMIT),
      cursor: CursorParameter,
      format: FormatParameter,
    }),
  },
  responses: { 200: listContent(pageOf(AlertView), 'A page of alerts.'), 400: BAD_QUERY, 503: STORE_UNAVAILABLE },
});

const one = createRoute({
  method: 'get',
  path: '/api/v1/alerts/{id}',
  summary: 'One alert as it stands',
  request: { params: z.object({ id: z.string() }), query: z.strictObject({}) },
  responses: { 200: jsonContent(AlertView, 'The alert.'), 400: BAD_QUERY, 404: problemContent('`unknown_alert`.') },
});

type Filter = Omit<AlertFilter, 'limit' | 'before'>;

export function addAlertRoutes(app: ApiApp, deps: Pick<ApiDeps, 'alerts' | 'log'>): void {
  app.openapi(list, async (c) => {
    const { limit, cursor, format, ...given } = c.req.valid('query');
    const filter = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Filter;
    const before = cursor === undefined ? Number.POSITIVE_INFINITY : decodeCursor(Position, cursor)[0];
    if (wantsCsv(c, format))
      return csvResponse(
        c,
        { name: 'alerts', header: HEADER, limit, log: deps.log },
        rows(deps.alerts, filter, before),
      );
    const size = limit ?? LIMIT.usual;
    const found = await deps.alerts.list({ ...filter, before, limit: size + 1 });
    const items = found.slice(0, size);
    const last = items.at(-1);
    const next = found.length > size && last !== undefined ? encodeCursor([last.seq]) : null;
    c.header('Vary', 'Accept');
    return c.json({ items: items.map(alertView), next }, 200);
  });

  app.openapi(one, async (c) => {
    const { id } = c.req.valid('param');
    const alert = await deps.alerts.get(id);
    if (alert === undefined) throw new ApiProblem('unknown_alert', { detail: id });
    return c.json(alertView(alert), 200);
  });
}

async function* rows(source: AlertSource, filter: Filter, before: number): AsyncGenerator<readonly Cell[]> {
  let cursor = before;
  for (;;) {
    const page = await source.list({ ...filter, before: cursor, limit: LIMIT.most });
    for (const alert of page) {
      yield row(alert);
      cursor = alert.seq;
    }
    if (page.length < LIMIT.most) return;
  }
}

function row(alert: AlertRecord): readonly Cell[] {
  const { id, rule, subject, priority, state, raisedAt, returnedAt, quantity, value, limit, message, reason, seq } =
    alertView(alert);
  return [
    ...[id, rule, subject.kind, subject.id, priority, state, raisedAt, returnedAt],
    ...[quantity, value, limit, message.zh, message.en, reason, seq],
  ];
}
