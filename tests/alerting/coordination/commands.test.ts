import { describe, expect, it } from 'vitest';
import type { Warning } from '../../../domain/warning/warning.ts';
import { asked } from '../../domain/enforcement/case-play.ts';
import { coordinator, duty, engine, forecaster, head, inForce, instant } from '../../domain/warning/scenario.ts';
import { Bureau, proposal } from './bureau.ts';

const OPEN = {
  type: 'open',
  case: '',
  grounds: { kind: 'alert', id: 'alert-7' },
  site: { name: 'Chemical works', borderKm: 8 },
  account: 'SO2 from upwind at night',
} as const;
const opening = (jurisdiction: string) => asked(jurisdiction, { ...OPEN, role: 'duty-officer' });

describe('numbers', () => {
  it('[COO-1] counts warnings and cases by the region’s year, drills apart, and goes on after a restart', async () => {
    const bureau = await Bureau.open({ at: '2027-01-01 00:30' });
    const ids = async () => {
      const begun = [
        await bureau.warn(engine, proposal({ kind: 'ozone', grade: 'none' })),
        await bureau.warn(engine, proposal({ kind: 'ozone', grade: 'none', exercise: true })),
        await bureau.act(opening('jia')),
        await bureau.act({ ...opening('jia'), exercise: true } as ReturnType<typeof opening>),
      ];
      for (const { state } of begun.slice(0, 2)) {
        await bureau.warn(engine, { type: 'withdraw', reason: 'gone' }, (state as Warning).id);
      }
      return begun.map(({ state }) => (state as Warning).id);
    };
    expect(await ids()).toEqual(['W-2027-001', 'X-2027-001', 'C-2027-001', 'XC-2027-001']);
    await bureau.away(0);
    expect(await ids()).toEqual(['W-2027-002', 'X-2027-002', 'C-2027-002', 'XC-2027-002']);
  });

  it('[COO-1] an id that was never given is refused, for a proposal too', async () => {
    const { coordination } = await Bureau.open();
    const answer = await coordination.warn({ id: 'W-2026-009', command: { by: engine, ...proposal() } });
    expect(answer).toMatchObject({ outcome: 'refused', refusal: { rule: 'COO-1' }, version: 0 });
    const other = await coordination.warn({ id: 'W-2026-009', command: { by: coordinator, type: 'consult' } });
    expect(other).toMatchObject({ outcome: 'refused', refusal: { rule: 'COO-1' } });
  });
});

describe('commands', () => {
  it('[COO-2] what a command makes is in the ledger, then in memory, then told', async () => {
    const bureau = await Bureau.open();
    const { state, events } = await bureau.warn(forecaster('jia'), proposal());
    expect(state).toMatchObject({ id: 'W-2026-001', version: 1, standing: 'pending' });
    expect(bureau.coordination.warnings.get('W-2026-001')).toEqual(state);
    expect(events).toEqual(await bureau.all());
    expect(bureau.recorded).toEqual(events);
  });

  it('[COO-2] the ledger is away: the order is rejected, nothing has changed, and the same order works later', async () => {
    let isAway = true;
    const bureau = await Bureau.open();
    const coordination = await bureau.another({
      ledger: {
        read: (query) => bureau.ledger.read(query),
        append: (input) => (isAway ? Promise.reject(new Error('SQLite: disk full')) : bureau.ledger.append(input)),
      },
    });
    const order = { command: { by: engine, ...proposal() }, key: 'k1' };
    await expect(coordination.warn(order)).rejects.toThrow('disk full');
    expect(coordination.warnings.all()).toEqual([]);
    expect(coordination.nextDueAt()).toBeUndefined();
    isAway = false;
    expect(await coordination.warn(order)).toMatchObject({ outcome: 'done', repeated: false });
  });

  it('[COO-3] decides by the version of the agreement in force, and refuses while none is', async () => {
    const bureau = await Bureau.open();
    bureau.agreement = undefined;
    const order = { command: { by: engine, ...proposal() } };
    expect(await bureau.coordination.warn(order)).toMatchObject({ refusal: { rule: 'COO-3' } });
    bureau.agreement = { ...inForce().agreement, version: '2026.7' };
    expect(await bureau.coordination.warn(order)).toMatchObject({ events: [{ data: { agreement: '2026.7' } }] });
  });

  it('[COO-3] a refusal of the machine keeps its rule, and tells who was first', async () => {
    const { coordination, warn } = await withProposal();
    await warn(coordinator, { type: 'consult' }, 'W-2026-001');
    const command = {
      by: head('jia'),
      type: 'take_position',
      member: 'jia',
      position: 'agree',
      expectedVersion: 1,
    } as const;
    const answer = await coordination.warn({ id: 'W-2026-001', command });
    expect(answer).toMatchObject({
      outcome: 'refused',
      refusal: { rule: 'WRN-6' },
      version: 2,
      last: { type: 'warning.consultation_opened', by: coordinator },
    });
  });

  it('[COO-3] a refusal comes with what the clocks had to say, which is recorded', async () => {
    const bureau = await Bureau.open();
    await bureau.warn(engine, proposal());
    const due = bureau.coordination.nextDueAt() ?? 0;
    // The timer of this clock does not run: a program that was too busy.
    const slow = await bureau.another({ clock: { now: () => due + 60_000, after: () => () => {} } });
    await slow.stop();
    const fresh = await Bureau.open();
    await fresh.warn(engine, proposal());
    let ahead = 0;
    const busy = await fresh.another({ clock: { now: () => fresh.clock.now() + ahead, after: () => () => {} } });
    ahead = due + 60_000 - fresh.clock.now();
    const answer = await busy.warn({
      id: 'W-2026-001',
      command: { by: duty('jia'), type: 'acknowledge', city: 'jia' },
    });
    expect(answer).toMatchObject({ outcome: 'refused', refusal: { rule: 'WRN-7' }, version: 2 });
    expect(await fresh.types('warning/W-2026-001')).toEqual(['warning.proposed', 'warning.overdue']);
  });
});

describe('idempotency keys', () => {
  it('[COO-4] the same key and command again: the same answer, nothing new, after a restart too', async () => {
    const bureau = await Bureau.open();
    const order = { command: { by: engine, ...proposal() }, key: 'propose-1' };
    const first = await bureau.coordination.warn(order);
    await bureau.warn(coordinator, { type: 'consult' }, 'W-2026-001');
    const repeated = { ...first, repeated: true };
    expect(await bureau.coordination.warn(order)).toEqual(repeated);
    await bureau.away(0);
    expect(await bureau.coordination.warn(order)).toEqual(repeated);
    expect(await bureau.coordination.warn({ ...order, id: 'W-2026-001' })).toEqual(repeated);
    expect(await bureau.types('warning/W-2026-001')).toHaveLength(2);
  });

  it('[COO-4] the answer has the command’s own events, not what the clocks said before it', async () => {
    const bureau = await Bureau.open();
    await bureau.warn(engine, proposal());
    const due = bureau.coordination.nextDueAt() ?? 0;
    await bureau.coordination.stop();
    let now = bureau.clock.now();
    const busy = await bureau.another({ clock: { now: () => now, after: () => () => {} } });
    now = due + 60_000;
    const order = { id: 'W-2026-001', command: { by: coordinator, type: 'consult' } as const, key: 'k' };
    const first = await busy.warn(order);
    expect(first).toMatchObject({ outcome: 'done', events: [{ type: 'warning.consultation_opened', version: 3 }] });
    expect(await busy.warn(order)).toEqual({ ...first, repeated: true });
    const said = (await bureau.all()).map(({ type, data }) => [type, data['key']]);
    expect(said).toContainEqual(['warning.overdue', undefined]);
  });

  it('[COO-4] a refused command leaves no key: it is decided anew', async () => {
    const { coordination, warn } = await withProposal();
    const order = {
      id: 'W-2026-001',
      command: { by: head('jia'), type: 'take_position', member: 'jia', position: 'agree' } as const,
      key: 'pos-jia',
    };
    expect(await coordination.warn(order)).toMatchObject({ outcome: 'refused' });
    await warn(coordinator, { type: 'consult' }, 'W-2026-001');
    expect(await coordination.warn(order)).toMatchObject({ outcome: 'done', repeated: false });
  });

  it('[COO-5] the same key with another command is refused', async () => {
    const bureau = await Bureau.open();
    const { coordination } = bureau;
    await coordination.warn({ command: { by: engine, ...proposal() }, key: 'k' });
    const other = { by: engine, ...proposal({ grade: 'red' }) };
    expect(await coordination.warn({ command: other, key: 'k' })).toMatchObject({ refusal: { rule: 'COO-5' } });
    expect(
      await coordination.warn({ id: 'W-2026-001', command: { by: coordinator, type: 'consult' }, key: 'k' }),
    ).toMatchObject({
      refusal: { rule: 'COO-5' },
    });
    expect(await coordination.act({ command: opening('jia'), key: 'k' })).toMatchObject({ outcome: 'done' });
  });
});

describe('two programs on one ledger', () => {
  it('[COO-8] a stream that another has moved on is read again, and the command is decided anew', async () => {
    const bureau = await Bureau.open();
    await bureau.warn(engine, proposal());
    const other = await bureau.another();
    await bureau.warn(coordinator, { type: 'consult' }, 'W-2026-001');
    const command = { by: head('jia'), type: 'take_position', member: 'jia', position: 'agree' } as const;
    expect(await other.warn({ id: 'W-2026-001', command })).toMatchObject({ outcome: 'done', state: { version: 3 } });
    expect(
      await bureau.coordination.warn({ id: 'W-2026-001', command: { by: coordinator, type: 'consult' } }),
    ).toMatchObject({
      refusal: { rule: 'WRN-7' },
    });
  });

  it('[COO-8] both begin a warning of their own: two numbers, or one episode', async () => {
    const bureau = await Bureau.open();
    const other = await bureau.another();
    await bureau.act(opening('jia'));
    expect(await other.act({ command: opening('yi') })).toMatchObject({ state: { id: 'C-2026-002' } });
    await bureau.warn(engine, proposal());
    expect(await other.warn({ command: { by: engine, ...proposal() } })).toMatchObject({ refusal: { rule: 'WRN-9' } });
  });

  it('[COO-8] fifty people at once: one history, and each knows what became of his command', async () => {
    const bureau = await Bureau.open();
    await bureau.warn(engine, proposal());
    await bureau.warn(coordinator, { type: 'consult' }, 'W-2026-001');
    const programs = [bureau.coordination, await bureau.another(), await bureau.another()];
    const members = ['bing', 'ji', 'jia', 'yi'];
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => {
        const member = members[i % 4] ?? '';
        const position = i % 3 === 0 ? 'object' : 'agree';
        const program = programs[i % 3] ?? bureau.coordination;
        return program.warn({
          id: 'W-2026-001',
          key: `client-${i}`,
          command: {
            by: head(member),
            type: 'take_position',
            member,
            position,
            reason: `client ${i}`,
            ...(i % 2 === 0 ? { expectedVersion: 2 } : {}),
          },
        });
      }),
    );
    const events = await bureau.ledger.read({ after: 0, limit: 1_000, stream: 'warning/W-2026-001' });
    expect(events.map(({ version }) => version)).toEqual(events.map((_, i) => i + 1));
    const done = answers.flatMap((answer, i) => (answer.outcome === 'done' ? [{ answer, key: `client-${i}` }] : []));
    for (const { answer, key } of done) {
      const own = events.filter(({ data }) => data['key'] === key);
      expect(answer.events).toEqual(own);
      expect(own.length).toBeGreaterThan(0);
    }
    const keys = new Set(events.flatMap(({ data }) => data['key'] ?? []));
    expect(keys).toEqual(new Set(done.map(({ key }) => key)));
    const lost = answers.filter((answer) => answer.outcome === 'refused');
    expect(lost.length).toBeGreaterThan(20);
    for (const { refusal, last } of lost) expect([refusal.rule, last?.type]).toEqual(['WRN-6', expect.any(String)]);
    expect((await bureau.ledger.verify()).ok).toBe(true);
  });
});

async function withProposal() {
  const bureau = await Bureau.open();
  await bureau.warn(engine, proposal());
  return { coordination: bureau.coordination, warn: bureau.warn.bind(bureau), at: instant };
}
