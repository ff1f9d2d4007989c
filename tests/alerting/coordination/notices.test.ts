import { describe, expect, it } from 'vitest';
import type { ProtocolSubscription } from '../../../alerting/coordination/coordination-options.ts';
import { NOTICE_WORDS } from '../../../alerting/coordination/notices/notice-words.ts';
import { Dispatcher } from '../../../alerting/outbox/dispatcher.ts';
import type { Delivery } from '../../../store/ledger.ts';
import { settle } from '../../clock/manual-clock.ts';
import { asked } from '../../domain/enforcement/case-play.ts';
import { coordinator, duty, engine, forecaster, head } from '../../domain/warning/scenario.ts';
import { allAgreed } from './all-agreed.ts';
import { Bureau, proposal } from './bureau.ts';

const DAY_MS = 86_400_000;
const ALL: ProtocolSubscription = { channel: 'webhook:all' };
const W1 = 'W-2026-001';

async function sent(bureau: Bureau): Promise<Delivery[]> {
  return bureau.ledger.due(Number.MAX_SAFE_INTEGER, 10_000);
}

/** `warning.issued -> jia`, in order. */
const told = (deliveries: readonly Delivery[]) =>
  deliveries.map(({ payload }) => `${payload['type']} -> ${payload['to']}`);
const by = { person: 'r', role: 'duty-officer' };

describe('who is told', () => {
  it('[COO-9] of a proposal the coordinator, of a consultation who is asked, of an issue all cities and those above', async () => {
    const bureau = await Bureau.open({ subscriptions: [ALL] });
    await bureau.warn(forecaster('jia'), proposal({ cities: ['jia', 'yi', 'ji'] }));
    await bureau.warn(coordinator, { type: 'consult' }, W1);
    expect(told(await sent(bureau))).toEqual([
      'warning.proposed -> guo',
      'warning.consultation_opened -> ji',
      'warning.consultation_opened -> jia',
      'warning.consultation_opened -> yi',
    ]);
    for (const city of ['jia', 'yi', 'ji']) {
      await bureau.warn(head(city), { type: 'take_position', member: city, position: 'agree' }, W1);
    }
    await bureau.warn(coordinator, { type: 'issue', grade: 'orange' }, W1);
    const issue = told(await sent(bureau)).filter((line) => line.startsWith('warning.issued'));
    expect(issue).toEqual(['ji', 'jia', 'yi', 'xi'].map((to) => `warning.issued -> ${to}`));
  });

  it('[COO-9] what is overdue is told to whom the event names: who owes it, his superior, the coordinator', async () => {
    const bureau = await Bureau.open({ subscriptions: [ALL] });
    await bureau.warn(engine, proposal());
    await allAgreed(bureau, W1, 'orange');
    const before = (await sent(bureau)).length;
    const due = bureau.coordination.nextDueAt() ?? 0;
    await bureau.clock.pass(due - bureau.clock.now());
    const [first] = (await bureau.all()).filter(({ type }) => type === 'warning.overdue');
    const heard = told((await sent(bureau)).slice(before)).slice(0, 3);
    expect(heard).toEqual(((first?.data['told'] ?? []) as string[]).map((to) => `warning.overdue -> ${to}`));
    expect(heard).toHaveLength(3);
  });

  it('[COO-9] of a case both sides, and whoever else its event names', async () => {
    const bureau = await Bureau.open({ subscriptions: [ALL] });
    const opening = asked('jia', {
      type: 'open',
      case: '',
      grounds: { kind: 'alert', id: 'a1' },
      site: { name: 'Works', borderKm: null },
      account: 'SO2',
      role: 'duty-officer',
    });
    await bureau.act(opening);
    await bureau.act(asked('jia', { type: 'refer', to: 'bing', reason: 'wind', role: 'duty-officer' }), 'C-2026-001');
    await bureau.act(asked('bing', { type: 'decline', reason: 'not ours', role: 'bureau-head' }), 'C-2026-001');
    expect(told(await sent(bureau))).toEqual([
      'case.opened -> jia',
      'case.referred -> jia',
      'case.referred -> bing',
      'case.declined -> jia',
      'case.declined -> bing',
      'case.declined -> guo',
    ]);
    const [, , toBing] = await sent(bureau);
    expect(toBing?.payload['message']).toEqual({
      zh: expect.stringMatching(
        /^联合执法案件 C-2026-001：甲市移送至丙市：wind。贵方须于 2026-11-2\d \d\d:\d\d 前接收或说明理由退回$/,
      ),
      en: expect.stringMatching(
        /^Joint-enforcement case C-2026-001: Jia City refers it to Bing City: wind\. You owe: accept, or decline/,
      ),
    });
  });

  it('[COO-9] every event has its words, and no word in braces is left in what is told', async () => {
    const bureau = await Bureau.open({ subscriptions: [ALL] });
    await bureau.warn(engine, proposal());
    await bureau.clock.pass(2 * DAY_MS);
    await allAgreed(bureau, W1, 'orange');
    await bureau.warn(duty('jia'), { type: 'acknowledge', city: 'jia' }, W1);
    await bureau.clock.pass(5 * DAY_MS);
    for (const { payload } of await sent(bureau)) {
      const { zh, en } = payload['message'] as { zh: string; en: string };
      expect(zh + en).not.toMatch(/[{}]|undefined|NaN/);
    }
    for (const { zh, en } of Object.values(NOTICE_WORDS)) {
      const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
      expect(names(zh)).toEqual(names(en));
    }
  });
});

describe('deliveries', () => {
  it('[COO-10] are written with the event, one for each channel and jurisdiction, with a key that tells a repeat', async () => {
    const bureau = await Bureau.open({
      subscriptions: [
        ALL,
        { channel: 'webhook:jia', jurisdictions: ['jia', 'yi'] },
        { channel: 'webhook:urgent', priority: 1 },
      ],
    });
    await bureau.warn(engine, proposal({ cities: ['jia', 'yi'] }));
    expect((await sent(bureau)).map(({ idempotencyKey }) => idempotencyKey)).toEqual([
      `webhook:all|warning/${W1}|1|guo`,
    ]);
    await bureau.warn(coordinator, { type: 'consult' }, W1);
    const keys = (await sent(bureau)).slice(1).map(({ idempotencyKey }) => idempotencyKey);
    expect(keys).toEqual(
      ['jia', 'yi'].flatMap((to) => ['all', 'jia', 'urgent'].map((id) => `webhook:${id}|warning/${W1}|2|${to}`)),
    );
  });

  it('[COO-10] tell what, to whom, until when, in both languages, and that it is an exercise', async () => {
    const bureau = await Bureau.open({ subscriptions: [ALL], exercise: true });
    await bureau.warn(engine, proposal());
    const [delivery] = await sent(bureau);
    expect(delivery?.payload).toEqual({
      type: 'warning.proposed',
      region: 'demo',
      at: '2026-11-23T00:00:00.000Z',
      notice: 'X-2026-001.1.guo',
      to: 'guo',
      subject: { kind: 'warning', id: 'X-2026-001' },
      version: 1,
      priority: 2,
      grade: 'orange',
      exercise: true,
      message: {
        zh: expect.stringMatching(
          /^【演练】联合预警 X-2026-001：系统提议橙色预警（Ⅱ级），涉及丙市、己市、甲市、乙市。贵方须于 .* 前对提议作出决定$/,
        ),
        en: expect.stringMatching(
          /^EXERCISE: Joint warning X-2026-001: the system proposes: orange warning \(II\) for Bing City,/,
        ),
      },
      dueAt: new Date(bureau.coordination.nextDueAt() ?? 0).toISOString(),
      duties: [expect.objectContaining({ duty: 'decision' })],
    });
  });
});

describe('notices on the page', () => {
  it('[COO-11] are queued until every channel has carried them, then sent, read, answered; the same after a restart', async () => {
    const bureau = await Bureau.open({ subscriptions: [ALL, { channel: 'webhook:guo', jurisdictions: ['guo'] }] });
    await bureau.warn(engine, proposal());
    const id = `${W1}.1.guo`;
    const state = () => bureau.coordination.notices.get(id)?.state;
    const dispatcher = new Dispatcher({
      outbox: bureau.ledger,
      channels: new Map([['webhook:all', { deliver: async () => ({ kind: 'delivered' as const }) }]]),
      clock: bureau.clock,
      random: () => 0,
      onSent: ({ idempotencyKey }) => bureau.coordination.notices.delivered(idempotencyKey),
      onFailure: () => {},
    });
    expect(state()).toBe('queued');
    await bureau.coordination.stop();
    // One channel carries it, the other is not there: given up.
    dispatcher.wake();
    await settle();
    await bureau.start();
    expect(state()).toBe('queued');
    for (const { idempotencyKey } of [{ idempotencyKey: `webhook:guo|warning/${W1}|1|guo` }]) {
      bureau.coordination.notices.delivered(idempotencyKey);
    }
    expect(state()).toBe('sent');
    const reader = { ...by, jurisdiction: 'guo' };
    expect(await bureau.coordination.read({ notice: id, by: reader })).toMatchObject({
      state: { state: 'read' },
      repeated: false,
    });
    expect(bureau.coordination.notices.unread('guo')).toBe(0);
    await bureau.warn(coordinator, { type: 'consult' }, W1);
    expect(state()).toBe('answered');
    await bureau.away(0);
    expect(state()).toBe('answered');
    await dispatcher.stop();
  });

  it('[COO-11] without a channel they are on the page at once, the newest first, and tell what is still owed', async () => {
    const bureau = await Bureau.open();
    await bureau.warn(engine, proposal());
    await bureau.warn(coordinator, { type: 'consult' }, W1);
    const { notices } = bureau.coordination;
    expect(notices.list({ limit: 2 }).map(({ id }) => id)).toEqual([`${W1}.2.yi`, `${W1}.2.jia`]);
    const [own] = notices.list({ jurisdiction: 'jia', limit: 10 });
    expect(own).toMatchObject({ event: 'warning.consultation_opened', state: 'sent', seq: 2, exercise: false });
    expect(own?.dueAt).toBeGreaterThan(bureau.clock.now());
    await bureau.warn(coordinator, { type: 'withdraw', reason: 'rain' }, W1);
    expect(notices.get(own?.id ?? '')).toMatchObject({ state: 'sent', dueAt: null });
    expect(notices.list({ jurisdiction: 'jia', state: 'answered', limit: 10 })).toEqual([]);
    expect(notices.unread()).toBe(notices.list({ limit: 100 }).length - 1);
  });

  it('[COO-12] are read by a person of that jurisdiction, once, in the ledger', async () => {
    const bureau = await Bureau.open();
    await bureau.warn(engine, proposal());
    const notice = `${W1}.1.guo`;
    const { coordination } = bureau;
    const stranger = await coordination.read({ notice, by: { ...by, jurisdiction: 'jia' } });
    expect(stranger).toMatchObject({ outcome: 'refused', refusal: { rule: 'COO-12' } });
    const reader = { ...by, jurisdiction: 'guo' };
    expect(await coordination.read({ notice: 'W-2026-001.9.guo', by: reader })).toMatchObject({
      refusal: { rule: 'COO-12' },
    });
    await coordination.read({ notice, by: reader });
    expect(await coordination.read({ notice, by: reader })).toMatchObject({ repeated: true, events: [] });
    const [event, ...more] = await bureau.ledger.read({ after: 0, limit: 10, stream: 'notices/guo' });
    expect(event).toMatchObject({ type: 'notice.read', data: { notice, by: reader } });
    expect(more).toEqual([]);
    await bureau.away(0);
    expect(bureau.coordination.notices.get(notice)?.readAt).toBe(event?.at);
  });
});
