import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CapPort } from '../../../api/cap-port.ts';
import { drill, eventful } from '../../alerting/bulletins/eventful.ts';
import { bookOf, xmlOf } from '../../alerting/bulletins/told-warning.ts';
import { childrenOf, readXml, textsOf } from '../../domain/cap/read-xml.ts';
import { answerOf, fixture } from '../fixture.ts';

const key = generateKeyPairSync('ed25519');
const TOKEN = 'a-token-of-a-person';
const DRILL = 'X-2026-001';

/** Real warnings and a drill side by side. */
function messages(terms: Parameters<typeof bookOf>[1] = {}) {
  const rehearsed = drill();
  rehearsed.events.forEach((event, n) => {
    rehearsed.events[n] = { ...event, data: { ...event.data, warning: DRILL } } as typeof event;
  });
  return [...bookOf(eventful(), terms).all(), ...bookOf(rehearsed, terms).all()].map(({ warning }) => warning);
}

function port(more: Partial<CapPort> = {}, all = messages()): CapPort {
  return {
    feed: {
      id: 'tag:office.demo.example,2026:cap',
      title: { zh: '示例城市群', en: 'Demonstration cluster' },
      author: 'office.demo.example',
      since: '2020-01-01T00:00:00+08:00',
    },
    messages: () => all,
    get: (identifier) => all.find((one) => one.key.identifier === identifier),
    mayReadClosed: (token) => token === TOKEN,
    signer: {
      method: 'ed25519',
      keyName: 'demo',
      sha256: (text) => createHash('sha256').update(text).digest('base64'),
      sign: (text) => sign(null, Buffer.from(text), key.privateKey).toString('base64'),
    },
    ...more,
  };
}

const asked = async (more: Partial<CapPort> = {}, all = messages()) => fixture({ deps: { cap: port(more, all) } });
const person = { Authorization: `Bearer ${TOKEN}` };

async function entries(response: Response) {
  const root = readXml(await response.text());
  return childrenOf(root, 'entry').map((entry) => ({
    title: textsOf(entry, 'title')[0],
    href: childrenOf(entry, 'link')[0]?.attributes['href'],
  }));
}

describe('CAP over HTTP', () => {
  it('[BUL-12] the feed is for everybody and lists what was issued to the public, newest first', async () => {
    const { get } = await asked();
    const response = await get('/api/v1/cap/feed.atom');
    expect(response.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    const listed = await entries(response);
    expect(listed).toHaveLength(12);
    expect(listed[0]?.title).toContain('解除');
    for (const { href = '' } of listed) {
      const { pathname } = new URL(href);
      const document = await get(pathname);
      expect(document.status).toBe(200);
      expect(document.headers.get('content-type')).toBe('application/cap+xml; charset=utf-8');
      expect(textsOf(readXml(await document.text()), 'scope')).toEqual(['Public']);
    }
  });

  it('[BUL-12] what is not public needs a person, and without one is as if it were not there', async () => {
    const all = messages({ regionalFor: 'members' });
    const { get } = await asked({}, all);
    const closed = all.filter(({ audience }) => audience.scope !== 'Public');
    expect(closed.length).toBeGreaterThan(3);
    for (const {
      key: { identifier },
    } of closed) {
      const path = `/api/v1/cap/${identifier}.xml`;
      const refused = await get(path);
      expect([refused.status, (await answerOf(refused)).code]).toEqual([404, 'unknown_message']);
      expect((await get(path, { Authorization: 'Bearer of-nobody' })).status).toBe(404);
      expect((await get(path, person)).status).toBe(200);
    }
    expect((await get('/api/v1/cap/feed.atom?readers=members')).status).toBe(401);
    expect(await entries(await get('/api/v1/cap/feed.atom?readers=members', person))).toHaveLength(all.length);
    expect(await entries(await get('/api/v1/cap/feed.atom'))).toHaveLength(all.length - closed.length);
  });

  it('[BUL-11] no drill in the public feed, whoever asks', async () => {
    const { get } = await asked();
    const text = await (await get('/api/v1/cap/feed.atom', person)).text();
    expect(text).not.toContain('X-2026-001');
    expect(text).not.toContain('EXERCISE');
    const all = await (await get('/api/v1/cap/feed.atom?readers=members', person)).text();
    expect(all).toContain('X-2026-001');
  });

  it('[BUL-2] the document is the same letters for ever, and a reader may ask whether it changed', async () => {
    const all = messages();
    const { get } = await asked({}, all);
    const path = `/api/v1/cap/${all[2]?.key.identifier}.xml`;
    const first = await get(path);
    expect(await first.text()).toBe(all[2] && xmlOf(all[2]));
    const tag = first.headers.get('etag') ?? '';
    expect((await get(path, { 'If-None-Match': tag })).status).toBe(304);
    const feed = await get('/api/v1/cap/feed.atom');
    expect((await get('/api/v1/cap/feed.atom', { 'If-None-Match': feed.headers.get('etag') ?? '' })).status).toBe(304);
  });

  it('[BUL-13] the Chinese profile where its codes are there, else what is missing', async () => {
    const path = (all: ReturnType<typeof messages>) => `/api/v1/cap/${all[0]?.key.identifier}.xml?profile=cn`;
    const bare = messages();
    const without = await asked({}, bare);
    const refused = await without.get(path(bare));
    const problem = await answerOf(refused);
    expect([refused.status, problem.code]).toEqual([409, 'message_incomplete']);
    expect(problem.errors.map(({ path: field }) => field)).toEqual(
      expect.arrayContaining(['key.unitCode', 'eventType']),
    );
    const cities = bare.map((one) => ({ ...one, cities: one.cities.map((city) => ({ ...city, code: '410100' })) }));
    const coded = cities.map((one) => ({
      ...one,
      eventType: '11B25',
      key: { ...one.key, unitCode: '41000041600000' },
      references: one.references.map((other) => ({ ...other, unitCode: '41000041600000' })),
    }));
    const { get } = await asked({}, coded);
    const answer = await get(path(coded));
    expect(answer.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    expect(textsOf(readXml(await answer.text()), 'identifier')).toEqual(['41000041600000_20261123080000_0']);
  });

  it('[BUL-13] signed on request, of CAP alone', async () => {
    const all = messages();
    const { get, json } = await asked({}, all);
    const path = `/api/v1/cap/${all[0]?.key.identifier}.xml`;
    const root = readXml(await (await get(`${path}?signed=1`)).text());
    expect(root.elements.at(-1)?.name).toBe('Signature');
    expect((await json(`${path}?signed=1&profile=cn`)).code).toBe('bad_query');
    expect((await json(`${path}?sign=1`)).code).toBe('bad_query');
  });

  it('links lead where readers outside reach us', async () => {
    const { get } = await asked({ publicUrl: 'https://air.example' });
    const listed = await entries(await get('/api/v1/cap/feed.atom'));
    expect(listed[0]?.href).toMatch(/^https:\/\/air\.example\/api\/v1\/cap\/demo-2026-11-23\.\d+\.xml$/);
  });

  it.each(['nothing.xml', 'nothing', 'feed.xml', '%00.xml'])('%s is no message', async (name) => {
    const { json } = await asked();
    expect((await json(`/api/v1/cap/${name}`)).code).toBe('unknown_message');
  });
});
