import { createRoute, z } from '@hono/zod-openapi';
import type { Clock } from '../../domain/clock.ts';
import { CASE_STAGES } from '../../domain/enforcement/case-stage.ts';
import type { CaseState } from '../../domain/enforcement/case-state.ts';
import type { ApiApp } from '../api-app.ts';
import { CASE_BODIES } from '../command-contract.ts';
import { pageOf } from '../contract.ts';
import { BAD_QUERY, jsonContent, problemContent, STORE_UNAVAILABLE } from '../openapi-responses.ts';
import { ApiProblem } from '../problem.ts';
import { caseOffers } from '../protocol/case-offers.ts';
import { addCommandRoutes } from '../protocol/command-routes.ts';
import { LedgerQuery, ledgerPage } from '../protocol/ledger-page.ts';
import { newestPage } from '../protocol/newest-page.ts';
import { requireReader } from '../protocol/person-authority.ts';
import type { CaseOrder, Person, ProtocolPort } from '../protocol/protocol-port.ts';
import { CaseAnswer, CaseSummary, CaseView, LedgerPage } from '../protocol-contract.ts';
import { CursorParameter, limitParameter, TimeParameter } from '../query-parameters.ts';
import { caseSummary, caseView } from '../views/case-view.ts';

const LIMIT = { most: 200, usual: 50 };
const UNREAD = {
  401: problemContent('`unauthorized`.'),
  403: problemContent('`no_people`: nobody may read this until people are configured.'),
};

const list = createRoute({
  method: 'get',
  path: '/api/v1/cases',
  summary: 'Joint-enforcement cases, the newest first',
  description: '`party` is the sender, the suspected side or the owner; `from` and `to` bound the opening, [from, to).',
  request: {
    query: z.strictObject({
      stage: z.enum(CASE_STAGES).optional(),
      party: z.string().min(1).optional(),
      exercise: z.enum(['true', 'false']).optional(),
      from: TimeParameter.optional(),
      to: TimeParameter.optional(),
      limit: limitParameter(LIMIT),
      cursor: CursorParameter,
    }),
  },
  responses: { 200: jsonContent(pageOf(CaseSummary), 'A page of cases.'), 400: BAD_QUERY, ...UNREAD },
});

const one = createRoute({
  method: 'get',
  path: '/api/v1/cases/{id}',
  summary: 'One case as it stands: checklist, record, frozen version, signatures, clocks, and what you may do',
  request: { params: z.object({ id: z.string() }), query: z.strictObject({}) },
  responses: {
    200: jsonContent(CaseView, 'The case; `ETag` is its version.'),
    ...UNREAD,
    404: problemContent('`unknown_case`.'),
  },
});

const events = createRoute({
  method: 'get',
  path: '/api/v1/cases/{id}/events',
  summary: 'Everything that was recorded of one case, in order',
  request: { params: z.object({ id: z.string() }), query: z.strictObject(LedgerQuery) },
  responses: {
    200: jsonContent(LedgerPage, 'A page of entries of the ledger.'),
    400: BAD_QUERY,
    ...UNREAD,
    404: problemContent('`unknown_case`.'),
    503: STORE_UNAVAILABLE,
  },
});

export function addCaseRoutes(app: ApiApp, { clock, protocol }: { clock: Clock; protocol: ProtocolPort }): void {
  app.openapi(list, (c) => {
    requireReader(c, protocol);
    const { stage, party, exercise, from = -Infinity, to = Infinity, limit, cursor } = c.req.valid('query');
    const found = protocol.cases.all().filter((state) => {
      const { sender, respondent, owner, openedAt } = state;
      return (
        (stage === undefined || state.stage === stage) &&
        (party === undefined || [sender, respondent, owner].includes(party)) &&
        (exercise === undefined || String(state.exercise) === exercise) &&
        from <= openedAt &&
        openedAt < to
      );
    });
    const { items, next } = newestPage(found, { limit: limit ?? LIMIT.usual, cursor });
    const now = clock.now();
    return c.json({ items: items.map((state) => caseSummary(state, now)), next }, 200);
  });

  app.openapi(one, (c) => {
    const person = requireReader(c, protocol);
    const state = known(c.req.valid('param').id);
    c.header('ETag', `"${state.version}"`);
    c.header('Vary', 'Authorization');
    return c.json(view(state, person), 200);
  });

  app.openapi(events, async (c) => {
    requireReader(c, protocol);
    const { id } = known(c.req.valid('param').id);
    return c.json(await ledgerPage(protocol.ledger, { ...c.req.valid('query'), stream: `case/${id}` }), 200);
  });

  addCommandRoutes<CaseState>(app, protocol, {
    path: '/api/v1/cases',
    begins: 'open',
    bodies: CASE_BODIES,
    answer: CaseAnswer,
    unknown: 'unknown_case',
    spec: 'enforcement.md',
    get: (id) => protocol.cases.get(id),
    give: ({ command, ...order }) => protocol.act({ ...order, command: command as CaseOrder }),
    view: (state, person) => ({ case: view(state, person) }),
  });

  function known(id: string): CaseState {
    const state = protocol.cases.get(id);
    if (state === undefined) throw new ApiProblem('unknown_case', { detail: id });
    return state;
  }

  function view(state: CaseState, person: Person | undefined): CaseView {
    const now = clock.now();
    const by = person && { person: person.id, role: person.role, jurisdiction: person.jurisdiction };
    const commands = by === undefined ? [] : caseOffers(state, by, { now, agreement: protocol.agreement() });
    return caseView(state, { now, commands });
  }
}
