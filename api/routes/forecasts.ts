import { createRoute, z } from '@hono/zod-openapi';
import { dayName, dayNumber } from '../../domain/forecast/day-number.ts';
import { BASELINE } from '../../domain/forecast/forecast.ts';
import { scoreFigures } from '../../domain/forecast/score.ts';
import { formatIso } from '../../domain/time.ts';
import type { ApiApp } from '../api-app.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import type { ApiDeps, ForecastPort, ForecastRecord } from '../deps.ts';
import { ForecastPushResult, ForecastScore, ForecastView } from '../forecast-contract.ts';
import { BAD_QUERY, jsonContent, problemContent, STORE_UNAVAILABLE } from '../openapi-responses.ts';
import { ApiProblem } from '../problem.ts';
import { pushAuthority } from '../push-authority.ts';
import { CursorParameter, limitParameter } from '../query-parameters.ts';
import { requestBody } from '../request-body.ts';

const LIMIT = { most: 1_000, usual: 200 };
const DAY_MS = 86_400_000;
const Position = z.tuple([z.number().int(), z.string(), z.string(), z.number().int()]);

/** Days since local 1970-01-01. */
const Day = z
  .string()
  .transform((text, context) => {
    const day = dayNumber(text);
    if (day !== null) return day;
    context.issues.push({ code: 'custom', input: text, message: 'YYYY-MM-DD' });
    return z.NEVER;
  })
  .openapi({ type: 'string', format: 'date', example: '2026-11-23' });
const Issuer = z.string().min(1).optional().openapi({ description: '`baseline` is the built-in one.' });
const Lead = z.coerce.number().int().min(0).max(10).optional().openapi({ description: 'Days from the day of issue.' });

const push = createRoute({
  method: 'post',
  path: '/api/v1/forecasts',
  summary: 'Issue forecasts',
  description:
    'One forecast or an array of at most 500: `{"city","issuer","issued_at","days":[{"day","aqi"?,"aqi_low"?,"aqi_high"?,"values"?,' +
    '"primary"?}]}`. Answered after the commit, with a verdict for each. Known by issuer, city and `issued_at`: harmless to send again, ' +
    'never changed afterwards. Needs `Authorization: Bearer <token>` of a forecaster, and issues in its name only.',
  request: {
    body: { required: true, content: { 'application/json': { schema: { type: 'object' as const } } } },
  },
  responses: {
    202: jsonContent(ForecastPushResult, 'What is called stored is durable.'),
    400: problemContent('`bad_body`.'),
    401: problemContent('`unauthorized`.'),
    413: problemContent('`body_too_large`.'),
    422: problemContent('`forecast_refused`: nothing was stored; `errors` says why.'),
    503: STORE_UNAVAILABLE,
  },
});

const list = createRoute({
  method: 'get',
  path: '/api/v1/forecasts',
  summary: 'What is forecast, issue by issue',
  description:
    'Ordered by day, city, issuer, time of issue; every issue is kept. Without `day` from today on. Of several issues the newest counts; ' +
    'of several issuers the first in the order of the agreement.',
  request: {
    query: z.strictObject({
      city: z.string().min(1).optional(),
      day: Day.optional(),
      issuer: Issuer,
      limit: limitParameter(LIMIT),
      cursor: CursorParameter,
    }),
  },
  responses: {
    200: jsonContent(z.object({ items: z.array(ForecastView), next: z.string().nullable() }), 'A page of forecasts.'),
    400: BAD_QUERY,
    503: STORE_UNAVAILABLE,
  },
});

const scores = createRoute({
  method: 'get',
  path: '/api/v1/forecasts/scores',
  summary: 'How good forecasts were, by issuer and lead',
  description:
    'Every forecast that came before its day was over, against the observed daily AQI of the city. Days `from` and `to` are inclusive; all when ' +
    'absent. Late data change the scores of their days.',
  request: {
    query: z.strictObject({ issuer: Issuer, lead: Lead, from: Day.optional(), to: Day.optional() }),
  },
  responses: {
    200: jsonContent(z.object({ items: z.array(ForecastScore) }), 'Ordered by issuer and lead.'),
    400: BAD_QUERY,
    503: STORE_UNAVAILABLE,
  },
});

type Deps = Pick<ApiDeps, 'cities' | 'clock' | 'utcOffsetMs'> & { readonly forecasts: ForecastPort };

export function addForecastRoutes(app: ApiApp, deps: Deps): void {
  const { forecasts } = deps;

  app.openapi(push, async (c) => {
    const { issuer } = await pushAuthority(c, forecasts);
    const answer = await forecasts.submit({ body: await requestBody(c), issuer });
    if (answer.outcome === 'unreadable') throw new ApiProblem('bad_body', { detail: answer.refusal.reason });
    const { verdicts } = answer;
    const stored = verdicts.filter(({ status }) => status === 'stored').length;
    if (stored === 0) throw new ApiProblem('forecast_refused', { errors: verdicts.flatMap(errorsOf) });
    const items = verdicts.map((verdict, index) => {
      if (verdict.status === 'refused') {
        return {
          index,
          status: 'refused' as const,
          refusals: verdict.refusals.map(({ code, reason }) => ({ code, reason })),
        };
      }
      return { index, status: 'stored' as const, ...(verdict.duplicate ? { fate: 'duplicate' as const } : {}) };
    });
    return c.json({ stored, refused: verdicts.length - stored, items }, 202);
  });

  app.openapi(list, async (c) => {
    const { city, day, issuer, cursor, limit = LIMIT.usual } = c.req.valid('query');
    if (city !== undefined && !deps.cities().some(({ id }) => id === city)) {
      throw new ApiProblem('bad_query', { errors: [{ path: 'city', message: `no city ${city}` }] });
    }
    const after = cursor === undefined ? undefined : decodeCursor(Position, cursor);
    const found = await forecasts.list({
      from: day ?? Math.floor((deps.clock.now() + deps.utcOffsetMs) / DAY_MS),
      ...(day === undefined ? {} : { to: day }),
      ...(city === undefined ? {} : { city }),
      ...(issuer === undefined ? {} : { issuer }),
      ...(after === undefined
        ? {}
        : { after: { day: after[0], city: after[1], issuer: after[2], issuedAt: after[3] } }),
      limit: limit + 1,
    });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const more = found.length > limit && last !== undefined;
    const next = more ? encodeCursor([last.forecast.day, last.city, last.issuer, last.issuedAt]) : null;
    return c.json({ items: items.map(forecastView), next }, 200);
  });

  app.openapi(scores, async (c) => {
    const { issuer, lead, from, to } = c.req.valid('query');
    if (from !== undefined && to !== undefined && from > to) {
      throw new ApiProblem('bad_query', { errors: [{ path: 'from', message: 'must not be after `to`' }] });
    }
    const found = await forecasts.scores({
      ...(issuer === undefined ? {} : { issuer }),
      ...(lead === undefined ? {} : { lead }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    });
    const items = found.map(({ sums, ...of }) => {
      const { events, ...figures } = scoreFigures(sums);
      return { ...of, kind: kindOf(of.issuer), ...figures, events: [...events] };
    });
    return c.json({ items }, 200);
  });
}

function forecastView({ city, issuer, issuedAt, receivedAt, lead, forecast, observed }: ForecastRecord): ForecastView {
  const { day, values, primary, ...aqi } = forecast;
  return {
    city,
    day: dayName(day),
    issuer,
    kind: kindOf(issuer),
    issuedAt: formatIso(issuedAt),
    receivedAt: formatIso(receivedAt),
    lead,
    ...aqi,
    values: { ...values },
    primary: [...primary],
    observed,
  };
}

function kindOf(issuer: string): ForecastView['kind'] {
  return issuer === BASELINE ? 'baseline' : 'issued';
}

type Verdict = Extract<Awaited<ReturnType<ForecastPort['submit']>>, { outcome: 'judged' }>['verdicts'][number];

function errorsOf(verdict: Verdict, index: number): { path: string; message: string }[] {
  if (verdict.status === 'stored') return [];
  return verdict.refusals.map(({ code, reason }) => ({ path: `[${index}]`, message: `${code}: ${reason}` }));
}
