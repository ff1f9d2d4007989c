import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { etag } from 'hono/etag';
import { type AtomMessage, atomFeed } from '../../domain/cap/atom-feed.ts';
import type { CapFault, CapResult } from '../../domain/cap/cap-fault.ts';
import { capXml } from '../../domain/cap/cap-xml.ts';
import { cnAlertXml } from '../../domain/cap/cn-alert-xml.ts';
import type { PublicWarning } from '../../domain/cap/public-warning.ts';
import { signedCapXml } from '../../domain/cap/signed-cap-xml.ts';
import { toCapAlert } from '../../domain/cap/to-cap-alert.ts';
import type { ApiApp } from '../api-app.ts';
import type { CapPort } from '../cap-port.ts';
import { BAD_QUERY, problemContent } from '../openapi-responses.ts';
import { ApiProblem } from '../problem.ts';

const FEED_LENGTH = 100;
const BOTH = 'signed documents are of CAP 1.2: leave `profile` out';

const xml = (type: string, description: string) => ({
  description,
  content: { [type]: { schema: { type: 'string' as const } } },
});

const feed = createRoute({
  method: 'get',
  path: '/api/v1/cap/feed.atom',
  summary: 'What was issued to the public, as an Atom feed of CAP 1.2 documents',
  description:
    `The newest ${FEED_LENGTH}, newest first (RFC 4287). Never a drill, never what only members may see; these are in ` +
    '`?readers=members`, which needs the token of a person where people are configured. Has an ETag: ask with `If-None-Match`.',
  request: { query: z.strictObject({ readers: z.enum(['public', 'members']).default('public') }) },
  responses: {
    200: xml('application/atom+xml', 'The feed.'),
    400: BAD_QUERY,
    401: problemContent('`unauthorized`: of `readers=members`.'),
  },
});

const document = createRoute({
  method: 'get',
  path: '/api/v1/cap/{file}',
  summary: 'One message of a warning, as it was issued',
  description:
    '`<identifier>.xml`, as the feed names it; the same letters for ever. `profile=cn`: for the national early-warning release system ' +
    '(docs/spec/cap.md). `signed=1`: with one XML Signature. What is not public needs the token of a person where people are configured.',
  request: {
    params: z.object({ file: z.string().openapi({ example: 'W-2026-001.7.xml' }) }),
    query: z
      .strictObject({ profile: z.enum(['cap', 'cn']).default('cap'), signed: z.enum(['0', '1']).default('0') })
      .refine(({ profile, signed }) => profile === 'cap' || signed === '0', { path: ['signed'], error: BOTH }),
  },
  responses: {
    200: xml('application/cap+xml', 'CAP 1.2 (`application/xml` of the Chinese profile).'),
    400: BAD_QUERY,
    404: problemContent('`unknown_message`: there is none, or it is not for you.'),
    409: problemContent('`message_incomplete`: `errors` says what the profile needs and this message has not.'),
  },
});

export function addCapRoutes(app: ApiApp, cap: CapPort): void {
  app.use('/api/v1/cap/*', etag());

  app.openapi(feed, (c) => {
    const { readers } = c.req.valid('query');
    if (readers === 'members' && !mayReadClosed(c, cap)) {
      c.header('WWW-Authenticate', 'Bearer');
      throw new ApiProblem('unauthorized', { detail: 'the feed of the members needs the token of a person' });
    }
    const origin = cap.publicUrl ?? new URL(c.req.url).origin;
    const self = `${origin}/api/v1/cap/feed.atom${readers === 'members' ? '?readers=members' : ''}`;
    const listed = cap.messages().filter(({ audience }) => readers === 'members' || audience.scope === 'Public');
    // The newest first, also among those of one second.
    const messages = listed
      .slice(-FEED_LENGTH)
      .reverse()
      .flatMap((warning): AtomMessage[] => {
        const alert = toCapAlert(warning);
        // A message that cannot be written as CAP is told of at its own address.
        return alert.ok ? [{ alert: alert.value, href: `${origin}/api/v1/cap/${fileOf(warning)}` }] : [];
      });
    const { id, title, author, since } = cap.feed;
    const text = atomFeed({ id, title: `${title.zh} ${title.en}`, self, author, since, readers, messages });
    return sent(c, text, 'application/atom+xml');
  });

  app.openapi(document, (c) => {
    const { profile, signed } = c.req.valid('query');
    const [, identifier] = /^(.+)\.xml$/.exec(c.req.valid('param').file) ?? [];
    const warning = identifier === undefined ? undefined : cap.get(identifier);
    // Whoever may not read it does not learn that it is there.
    if (warning === undefined || !(warning.audience.scope === 'Public' || mayReadClosed(c, cap))) {
      throw new ApiProblem('unknown_message', { detail: c.req.valid('param').file });
    }
    if (profile === 'cn') return sent(c, made(cnAlertXml(warning)), 'application/xml');
    const alert = made(toCapAlert(warning));
    return sent(c, signed === '1' ? signedCapXml(alert, cap.signer) : capXml(alert), 'application/cap+xml');
  });
}

function fileOf({ key }: Pick<PublicWarning, 'key'>): string {
  return `${encodeURIComponent(key.identifier)}.xml`;
}

function mayReadClosed(c: Context, cap: CapPort): boolean {
  const [, token] = /^bearer +([\w.~+/=-]{1,1000}) *$/i.exec(c.req.header('authorization') ?? '') ?? [];
  return cap.mayReadClosed(token);
}

function made<Value>(result: CapResult<Value>): Value {
  if (result.ok) return result.value;
  throw new ApiProblem('message_incomplete', { errors: result.faults.map(faultView) });
}

function faultView({ rule, path, reason }: CapFault) {
  return { path, message: `${rule}: ${reason.zh} / ${reason.en}` };
}

function sent(c: Context, text: string, type: string) {
  return c.body(text, 200, { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-cache' });
}
