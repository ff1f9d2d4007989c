import { createRoute, z } from '@hono/zod-openapi';
import type { ApiApp } from '../api-app.ts';
import { BAD_QUERY, jsonContent, problemContent, STORE_UNAVAILABLE } from '../openapi-responses.ts';
import { NoticeList, NoticeView } from '../parties-contract.ts';
import { ApiProblem } from '../problem.ts';
import { requirePerson, requireReader } from '../protocol/person-authority.ts';
import type { NoticeSource, ProtocolPort } from '../protocol/protocol-port.ts';
import { refusalProblem } from '../protocol/refusal-problem.ts';
import { limitParameter } from '../query-parameters.ts';
import { noticeView } from '../views/notice-view.ts';

const LIMIT = { most: 500, usual: 100 };

const list = createRoute({
  method: 'get',
  path: '/api/v1/notices',
  summary: 'Notices to jurisdictions, the newest first',
  request: {
    query: z.strictObject({
      jurisdiction: z.string().min(1).optional(),
      state: z.enum(['queued', 'sent', 'read', 'answered']).optional(),
      limit: limitParameter(LIMIT),
    }),
  },
  responses: {
    200: jsonContent(NoticeList, 'The newest notices; `unread` counts all that are neither read nor answered.'),
    400: BAD_QUERY,
    401: problemContent('`unauthorized`.'),
    403: problemContent('`no_people`: nobody may read this until people are configured.'),
  },
});

const read = createRoute({
  method: 'post',
  path: '/api/v1/notices/{id}/read',
  summary: 'Say that a notice was read',
  description:
    'By a person of the jurisdiction that it is for. It goes into the ledger once; a second time changes nothing.',
  request: { params: z.object({ id: z.string() }) },
  responses: {
    200: jsonContent(NoticeView, 'The notice as it stands.'),
    401: problemContent('`unauthorized`.'),
    403: problemContent('`not_permitted`: it is for another jurisdiction. `no_people`.'),
    404: problemContent('`unknown_notice`.'),
    503: STORE_UNAVAILABLE,
  },
});

export function addNoticeRoutes(app: ApiApp, protocol: ProtocolPort, notices: NoticeSource): void {
  app.openapi(list, (c) => {
    requireReader(c, protocol);
    const { jurisdiction, state, limit = LIMIT.usual } = c.req.valid('query');
    if (jurisdiction !== undefined && !isParty(protocol, jurisdiction)) {
      const errors = [{ path: 'jurisdiction', message: `no jurisdiction ${jurisdiction}` }];
      throw new ApiProblem('bad_query', { errors });
    }
    const found = notices.list({
      limit,
      ...(jurisdiction === undefined ? {} : { jurisdiction }),
      ...(state === undefined ? {} : { state }),
    });
    return c.json({ items: found.map(noticeView), unread: notices.unread(jurisdiction) }, 200);
  });

  app.openapi(read, async (c) => {
    const { id: person, role, jurisdiction } = requirePerson(c, protocol);
    const { id } = c.req.valid('param');
    const notice = notices.get(id);
    if (notice === undefined) throw new ApiProblem('unknown_notice', { detail: id });
    if (notice.jurisdiction !== jurisdiction) {
      const { jurisdiction: to } = notice;
      const reason = { en: `this notice is for "${to}"`, zh: `该通知发给“${to}”` };
      throw refusalProblem({ outcome: 'refused', refusal: { rule: 'COO-12', reason }, version: 0 });
    }
    return c.json(noticeView(await notices.read(id, { person, role, jurisdiction })), 200);
  });
}

/** Under any version: who has left the agreement still has the notices from before. */
function isParty({ versions }: ProtocolPort, jurisdiction: string): boolean {
  return versions.some(({ agreement }) => agreement.jurisdictions.some(({ id }) => id === jurisdiction));
}
