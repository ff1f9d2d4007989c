import { createRoute, z } from '@hono/zod-openapi';
import { dayOf, formatIso, parseDay } from '../../domain/time.ts';
import type { ApiApp } from '../api-app.ts';
import { BalanceDay, BalanceTotals, StationAbsence, StationStanding } from '../contract.ts';
import type { Cell } from '../csv.ts';
import { csvResponse } from '../csv-response.ts';
import type { ApiDeps, BalanceLine, BalanceSource, Standing } from '../deps.ts';
import { BAD_QUERY, listContent, problemContent, STORE_UNAVAILABLE } from '../openapi-responses.ts';
import { ApiProblem } from '../problem.ts';
import { FormatParameter } from '../query-parameters.ts';
import { statusView } from '../views/status-view.ts';
import { wantsCsv } from '../wants-csv.ts';

const DAY_MS = 86_400_000;
const USUAL_DAYS = 7;
const MOST_DAYS = 366;
const HEADER =
  'day,station,city,received,stored,duplicate,revised,late,refused,missing_opened,missing_filled,missing_lost,missing_open,restarts,periods'.split(
    ',',
  );

const Day = z
  .string()
  .refine((text) => parseDay(text) !== null, 'YYYY-MM-DD')
  .openapi({ type: 'string', format: 'date', example: '2026-11-22' });

const ofStation = createRoute({
  method: 'get',
  path: '/api/v1/stations/{id}/balance',
  summary: 'What a station sent and what became of it, day by day',
  description:
    'Days are natural days of Asia/Shanghai, both inclusive, by default the last 7. What came is booked on the day on which it ' +
    'came, periods on the day on which they were measured. At most a second old.',
  request: {
    params: z.object({ id: z.string() }),
    query: z.strictObject({ from: Day.optional(), to: Day.optional(), format: FormatParameter }),
  },
  responses: {
    200: listContent(
      z.object({ standing: StationStanding, items: z.array(BalanceDay) }),
      'How it stands, and its days.',
    ),
    400: BAD_QUERY,
    404: problemContent('`unknown_station`.'),
    503: STORE_UNAVAILABLE,
  },
});

const ofAll = createRoute({
  method: 'get',
  path: '/api/v1/balance',
  summary: 'What all stations sent on one day, and what became of it',
  description: 'The present day when none is named. Every registered station has a line, also when nothing came of it.',
  request: { query: z.strictObject({ day: Day.optional(), format: FormatParameter }) },
  responses: {
    200: listContent(
      z.object({ totals: BalanceTotals, absent: z.array(StationAbsence), items: z.array(BalanceDay) }),
      'The sums, who is absent now, and a line a station.',
    ),
    400: BAD_QUERY,
    503: STORE_UNAVAILABLE,
  },
});

export function addBalanceRoutes(
  app: ApiApp,
  deps: Pick<ApiDeps, 'clock' | 'log'> & { readonly balance: BalanceSource },
): void {
  const { balance, clock, log } = deps;

  app.openapi(ofStation, async (c) => {
    const { id } = c.req.valid('param');
    const query = c.req.valid('query');
    const standing = balance.standing(id);
    if (standing === undefined) throw new ApiProblem('unknown_station', { detail: id });
    const days = dayRange(query, clock.now());
    const lines = await balance.balance({ ...days, station: id });
    if (wantsCsv(c, query.format)) {
      return csvResponse(c, { name: `balance_${days.from}_${days.to}`, header: HEADER, log }, rows(lines));
    }
    c.header('Vary', 'Accept');
    return c.json({ standing: standingView(standing), items: lines.map(lineView) }, 200);
  });

  app.openapi(ofAll, async (c) => {
    const { day = dayOf(clock.now()), format } = c.req.valid('query');
    const lines = await balance.balance({ from: day, to: day });
    if (wantsCsv(c, format)) {
      return csvResponse(c, { name: `balance_${day}`, header: HEADER, log }, rows(lines));
    }
    c.header('Vary', 'Accept');
    const absent = balance.absent(clock.now()).map(({ since, ...who }) => ({ ...who, since: timeOf(since) }));
    return c.json({ totals: await balance.totals(day), absent, items: lines.map(lineView) }, 200);
  });
}

function dayRange(query: { readonly from?: string | undefined; readonly to?: string | undefined }, now: number) {
  const to = query.to ?? dayOf(now);
  const toAt = parseDay(to) ?? now;
  const from = query.from ?? dayOf(toAt - (USUAL_DAYS - 1) * DAY_MS);
  const days = (toAt - (parseDay(from) ?? now)) / DAY_MS + 1;
  const wrong =
    days < 1 ? 'must not be after `to`' : days > MOST_DAYS ? `at most ${MOST_DAYS} days at once` : undefined;
  if (wrong !== undefined) throw new ApiProblem('bad_query', { errors: [{ path: 'from', message: wrong }] });
  return { from, to };
}

function lineView({ coverage, refused, ...line }: BalanceLine): BalanceDay {
  const periods = coverage.map(({ periodS, present, expected }) => ({ period: periodS, present, expected }));
  return { ...line, refused: { ...refused }, coverage: periods };
}

function standingView(standing: Standing): StationStanding {
  const { station, city, neverReported, absentSince, lastAt, lastReceivedAt, intervalS, status, sequence } = standing;
  return {
    station,
    city,
    neverReported,
    absentSince: timeOf(absentSince),
    lastAt: timeOf(lastAt),
    lastReceivedAt: timeOf(lastReceivedAt),
    interval: intervalS ?? null,
    status: status === undefined ? null : statusView(status),
    sequence:
      sequence === undefined
        ? null
        : { ...sequence, missing: sequence.missing.map(([first, last]) => [first, last] as [number, number]) },
  };
}

function timeOf(at: number | null | undefined): string | null {
  return typeof at === 'number' ? formatIso(at) : null;
}

/** `refused` and `periods` are lists in one cell: `future 3;not_json 1`, `3600 23/24` (present/expected). */
async function* rows(lines: readonly BalanceLine[]): AsyncGenerator<readonly Cell[]> {
  for (const line of lines) {
    const { day, station, city, received, stored, duplicate, revised, late, missing, restarts } = line;
    const refused = Object.entries(line.refused).map(([code, n]) => `${code} ${n}`);
    const periods = line.coverage.map(
      ({ periodS, present, expected }) => `${periodS} ${present}${expected === null ? '' : `/${expected}`}`,
    );
    const { opened, filled, lost, open } = missing;
    const counts = [
      received,
      stored,
      duplicate,
      revised,
      late,
      refused.join(';'),
      opened,
      filled,
      lost,
      open,
      restarts,
    ];
    yield [day, station, city, ...counts, periods.join(';')];
  }
}
