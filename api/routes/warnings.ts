import { createRoute, z } from '@hono/zod-openapi';
import { citiesOf } from '../../domain/agreement/jurisdiction.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Warning } from '../../domain/warning/warning.ts';
import { warningStream } from '../../domain/warning/warning-event.ts';
import type { ApiApp } from '../api-app.ts';
import { WARNING_BODIES } from '../command-contract.ts';
import { pageOf } from '../contract.ts';
import { BAD_QUERY, jsonContent, problemContent, STORE_UNAVAILABLE } from '../openapi-responses.ts';
import { ApiProblem } from '../problem.ts';
import { addCommandRoutes } from '../protocol/command-routes.ts';
import { LedgerQuery, ledgerPage } from '../protocol/ledger-page.ts';
import { newestPage } from '../protocol/newest-page.ts';
import { requireReader } from '../protocol/person-authority.ts';
import type { Person, ProtocolPort, WarningOrder } from '../protocol/protocol-port.ts';
import { warningOffers } from '../protocol/warning-offers.ts';
import { LedgerPage, WarningAnswer, WarningSummary, WarningView } from '../protocol-contract.ts';
import { CursorParameter, limitParameter, TimeParameter } from '../query-parameters.ts';
import { begunAt, warningSummary, warningView } from '../views/warning-view.ts';

const LIMIT = { most: 200, usual: 50 };
const UNREAD = {
  401: problemContent('`unauthorized`.'),
  403: problemContent('`no_people`: nobody may read this until people are configured.'),
};

const list = createRoute({
  method: 'get',
  path: '/api/v1/warnings',
  summary: 'Joint warnings, the newest first',
  description: '`from` and `to` bound the time it was first proposed, [from, to).',
  request: {
    query: z.strictObject({
      standing: z.enum(['pending', 'in_force', 'lifted', 'reviewed', 'withdrawn']).optional(),
      kind: z.enum(['colour', 'ozone', 'dust']).optional(),
      exercise: z.enum(['true', 'false']).optional(),
      from: TimeParameter.optional(),
      to: TimeParameter.optional(),
      limit: limitParameter(LIMIT),
      cursor: CursorParameter,
    }),
  },
  responses: { 200: jsonContent(pageOf(WarningSummary), 'A page of warnings.'), 400: BAD_QUERY, ...UNREAD },
});

const one = createRoute({
  method: 'get',
  path: '/api/v1/warnings/{id}',
  summary: 'One warning as it stands: round, issues, cities, clocks, and what you may do',
  request: { params: z.object({ id: z.string() }), query: z.strictObject({}) },
  responses: {
    200: jsonContent(WarningView, 'The warning; `ETag` is its version.'),
    ...UNREAD,
    404: problemContent('`unknown_warning`.'),
  },
});

const events = createRoute({
  method: 'get',
  path: '/api/v1/warnings/{id}/events',
  summary: 'Everything that was recorded of one warning, in order',
  request: { params: z.object({ id: z.string() }), query: z.strictObject(LedgerQuery) },
  responses: {
    200: jsonContent(LedgerPage, 'A page of entries of the ledger.'),
    400: BAD_QUERY,
    ...UNREAD,
    404: problemContent('`unknown_warning`.'),
    503: STORE_UNAVAILABLE,
  },
});

export function addWarningRoutes(app: ApiApp, { clock, protocol }: { clock: Clock; protocol: ProtocolPort }): void {
  app.openapi(list, (c) => {
    requireReader(c, protocol);
    const { standing, kind, exercise, from = -Infinity, to = Infinity, limit, cursor } = c.req.valid('query');
    const found = protocol.warnings.all().filter((warning) => {
      const begun = begunAt(warning);
      return (
        (standing === undefined || warning.standing === standing) &&
        (kind === undefined || warning.kind === kind) &&
        (exercise === undefined || String(warning.exercise) === exercise) &&
        from <= begun &&
        begun < to
      );
    });
    const { items, next } = newestPage(found, { limit: limit ?? LIMIT.usual, cursor });
    const now = clock.now();
    return c.json({ items: items.map((warning) => warningSummary(warning, now)), next }, 200);
  });

  app.openapi(one, (c) => {
    const person = requireReader(c, protocol);
    const warning = known(c.req.valid('param').id);
    c.header('ETag', `"${warning.version}"`);
    c.header('Vary', 'Authorization');
    return c.json(view(warning, person), 200);
  });

  app.openapi(events, async (c) => {
    requireReader(c, protocol);
    const { id } = known(c.req.valid('param').id);
    return c.json(await ledgerPage(protocol.ledger, { ...c.req.valid('query'), stream: warningStream(id) }), 200);
  });

  addCommandRoutes<Warning>(app, protocol, {
    path: '/api/v1/warnings',
    begins: 'propose',
    bodies: WARNING_BODIES,
    answer: WarningAnswer,
    unknown: 'unknown_warning',
    spec: 'warning.md',
    get: (id) => protocol.warnings.get(id),
    give: ({ command, ...order }) => protocol.warn({ ...order, command: command as WarningOrder }),
    view: (warning, person) => ({ warning: view(warning, person) }),
  });

  function known(id: string): Warning {
    const warning = protocol.warnings.get(id);
    if (warning === undefined) throw new ApiProblem('unknown_warning', { detail: id });
    return warning;
  }

  function view(warning: Warning, person: Person | undefined): WarningView {
    const now = clock.now();
    const agreement = protocol.agreement();
    const by = person && { person: person.id, role: person.role, jurisdiction: person.jurisdiction };
    return warningView(warning, {
      now,
      cities: citiesOf(agreement.jurisdictions).map(({ id }) => id),
      commands: by === undefined ? [] : warningOffers(warning, by, { now, agreement }),
    });
  }
}
