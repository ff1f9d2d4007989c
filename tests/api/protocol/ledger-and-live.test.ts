import { describe, expect, it } from 'vitest';
import { TOKEN_REFUSED } from '../../../api/contract.ts';
import type { LedgerEntryView } from '../../../api/protocol-contract.ts';
import { brokenLink, CHAIN_START, type ChainPosition } from '../../../store/hash-chain.ts';
import type { LedgerEvent } from '../../../store/ledger.ts';
import { LivePage } from '../live/live-page.ts';
import { type Protocols, proposal, protocols, tokenOf } from './protocol-fixture.ts';

async function begun(api: Protocols): Promise<string> {
  return (await api.post('/warnings', proposal(), { by: 'coordinator' })).body.warning.id;
}

/** What the engine would append, of the region's grade. */
async function grade(api: Protocols, colour: string): Promise<void> {
  const stream = 'grade/region/demo';
  const { length } = await api.ledger.read({ after: 0, limit: 1_000, stream });
  const data = { subject: { kind: 'region', id: 'demo' }, grade: colour, previous: 'none', reason: 'at_least' };
  const at = api.clock.now();
  const appends = [{ stream, expectedVersion: length, events: [{ type: 'grade.changed', at, data }] }];
  for (const event of await api.ledger.append({ appends, now: at })) api.grades.apply(event);
}

async function page(api: Protocols, hello: { readonly lastSeq: number; readonly by?: string }): Promise<LivePage> {
  const live = await LivePage.open(api.port);
  const { lastSeq, by } = hello;
  live.say({ type: 'hello', lastSeq, ...(by === undefined ? {} : { token: tokenOf(by) }) });
  await live.settled();
  return live;
}

const told = (live: LivePage) =>
  live.messages.flatMap((message) => (message.lane === 'event' ? [`${message.seq} ${message.event}`] : []));

describe('the ledger over HTTP', () => {
  it('[PRO-11] read page by page is the whole chain, which whoever reads it can check', async () => {
    const api = await protocols();
    const id = await begun(api);
    await grade(api, 'orange');
    await api.post(`/warnings/${id}/consult`, {}, { by: 'coordinator' });
    await api.post(`/warnings/${id}/withdraw`, { reason: '误报' }, { by: 'coordinator' });
    const read: LedgerEntryView[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const { body } = await api.get(`/ledger?limit=2&after=${after}`, 'duty-jia');
      read.push(...body.items);
      expect(body.last).toBe(4);
      after = body.next;
    }
    let position: ChainPosition = CHAIN_START;
    for (const entry of read as unknown as LedgerEvent[]) {
      expect(brokenLink(position, entry)).toBeUndefined();
      position = entry;
    }
    expect(read.map(({ type }) => type)).toEqual([
      'warning.proposed',
      'grade.changed',
      'warning.consultation_opened',
      'warning.withdrawn',
    ]);
    const { body } = await api.get(`/ledger?stream=warning/${id}&after=1`, 'duty-jia');
    expect(body.items.map(({ seq, version }: LedgerEntryView) => [seq, version])).toEqual([
      [3, 2],
      [4, 3],
    ]);
  });
});

describe('the live channel', () => {
  it('[PRO-12] tells everything in the order of the ledger, whoever appended it, each once', async () => {
    const api = await protocols();
    const live = await page(api, { lastSeq: 0, by: 'duty-jia' });
    const id = await begun(api);
    await grade(api, 'orange');
    await api.post(`/warnings/${id}/consult`, {}, { by: 'coordinator' });
    await live.until(() => told(live).length === 3);
    await api.post(`/warnings/${id}/withdraw`, { reason: '误报' }, { by: 'coordinator' });
    await live.until(() => told(live).length === 4);
    expect(told(live)).toEqual([
      '1 warning.proposed',
      '2 grade.changed',
      '3 warning.consultation_opened',
      '4 warning.withdrawn',
    ]);
    expect(live.of('grade')[0]?.data).toMatchObject({ subject: { kind: 'region', id: 'demo' }, grade: 'orange' });
    const { body } = await api.get('/ledger', 'duty-jia');
    expect(live.of('entry')[0]?.data).toEqual(body.items[0]);
  });

  it('[PRO-12] gives a page that comes back what it has missed, and no more', async () => {
    const api = await protocols();
    await api.prime();
    const id = await begun(api);
    await api.post(`/warnings/${id}/consult`, {}, { by: 'coordinator' });
    await api.post(`/warnings/${id}/withdraw`, { reason: '误报' }, { by: 'coordinator' });
    const witness = await LivePage.open(api.port);
    expect(witness.of('hello')[0]?.data.seq).toBe(3);
    const live = await page(api, { lastSeq: 1, by: 'duty-jia' });
    await live.until(() => told(live).length === 2);
    await live.settled();
    expect(told(live)).toEqual(['2 warning.consultation_opened', '3 warning.withdrawn']);
  });

  it('[PRO-12] starts with what is recorded after the start: the past is asked for', async () => {
    const api = await protocols();
    await begun(api);
    await api.restart();
    await api.prime();
    const live = await page(api, { lastSeq: 0, by: 'duty-jia' });
    expect(live.of('hello')[0]?.data.seq).toBe(1);
    await grade(api, 'red');
    api.tell({ type: 'recorded' });
    await live.until(() => told(live).length === 1);
    expect(told(live)).toEqual(['2 grade.changed']);
  });

  it('[PRO-12] keeps warnings and cases from pages that may not read them; grades are for everybody', async () => {
    const api = await protocols();
    const stranger = await page(api, { lastSeq: 0 });
    const reader = await page(api, { lastSeq: 0, by: 'duty-jia' });
    await begun(api);
    await grade(api, 'orange');
    api.tell({ type: 'recorded' });
    for (const live of [stranger, reader]) await live.until(() => live.of('grade').length === 1);
    expect([stranger, reader].map(told)).toEqual([['2 grade.changed'], ['1 warning.proposed', '2 grade.changed']]);
    const back = await page(api, { lastSeq: 1 });
    await back.until(() => back.of('grade').length === 1);
    expect(told(back)).toEqual(['2 grade.changed']);
  });

  it('[PRO-3] refuses a hello with a token that nobody has, even where none is needed', async () => {
    const open = await protocols({ http: { protocol_readers: 'everybody' } });
    for (const api of [await protocols(), open]) {
      const former = await LivePage.open(api.port);
      former.say({ type: 'hello', lastSeq: 0, token: tokenOf('duty-nowhere') });
      await former.until(() => former.closeCode !== undefined);
      expect(former.closeCode).toBe(TOKEN_REFUSED);
    }
    const nobody = await protocols({ people: [] });
    const live = await page(nobody, { lastSeq: 0, by: 'duty-nowhere' });
    expect(live.closeCode).toBeUndefined();
  });

  it('[PRO-12] tells by the next heartbeat what was recorded without a word', async () => {
    const api = await protocols();
    const live = await page(api, { lastSeq: 0, by: 'duty-jia' });
    await begun(api);
    await live.until(() => told(live).length === 1);
    await grade(api, 'yellow');
    await live.settled();
    expect(told(live)).toHaveLength(1);
    await api.clock.pass(15_000);
    await live.until(() => told(live).length === 2);
  });

  it('[PRO-12] waits with an event until the board that shows it knows it', async () => {
    const api = await protocols();
    const live = await page(api, { lastSeq: 0, by: 'duty-jia' });
    const at = api.clock.now();
    const data = { subject: { kind: 'region', id: 'demo' }, grade: 'red', previous: 'none', reason: 'at_least' };
    const appends = [
      { stream: 'grade/region/demo', expectedVersion: 0, events: [{ type: 'grade.changed', at, data }] },
    ];
    const recorded = await api.ledger.append({ appends, now: at });
    await begun(api);
    await live.settled();
    expect(told(live)).toEqual([]);
    for (const event of recorded) api.grades.apply(event);
    api.tell({ type: 'recorded' });
    await live.until(() => told(live).length === 2);
    expect(told(live)).toEqual(['1 grade.changed', '2 warning.proposed']);
  });
});
