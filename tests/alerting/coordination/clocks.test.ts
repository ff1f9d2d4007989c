import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeadlineIndex } from '../../../alerting/coordination/deadline-index.ts';
import { JumpingClock } from '../../clock/jumping-clock.ts';
import { settle } from '../../clock/manual-clock.ts';
import { coordinator, engine } from '../../domain/warning/scenario.ts';
import { allAgreed } from './all-agreed.ts';
import { Bureau, proposal } from './bureau.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const overdue = (type: string) => type === 'warning.overdue';

describe('the timer', () => {
  it('[COO-6] one timer waits, whatever is owed, and for nothing when nothing is', async () => {
    const bureau = await Bureau.open();
    expect(bureau.clock.waiting).toBe(0);
    await bureau.warn(engine, proposal());
    await bureau.warn(engine, proposal({ kind: 'ozone', grade: 'none' }));
    await allAgreed(bureau, 'W-2026-001', 'orange');
    expect(bureau.coordination.warnings.get('W-2026-001')?.clocks.open.length).toBeGreaterThan(10);
    expect(bureau.clock.waiting).toBe(1);
    await bureau.coordination.stop();
    expect(bureau.clock.waiting).toBe(0);
  });

  it('[COO-6] a clock speaks at its time, the next one after it, each once', async () => {
    const bureau = await Bureau.open();
    await bureau.warn(engine, proposal());
    const due = bureau.coordination.nextDueAt() ?? 0;
    await bureau.clock.pass(due - bureau.clock.now() - 1);
    expect(await bureau.types('warning/W-2026-001')).toEqual(['warning.proposed']);
    await bureau.clock.pass(1);
    expect(await bureau.types('warning/W-2026-001')).toEqual(['warning.proposed', 'warning.overdue']);
    await bureau.clock.pass(20 * DAY_MS);
    const said = (await bureau.all()).filter(({ type }) => overdue(type));
    expect(new Set(said.map(({ data }) => `${data['obligation']} ${data['step']}`)).size).toBe(said.length);
    for (const { at, data } of said) expect([data['late'], at >= Number(data['dueAt'])]).toEqual([false, true]);
  });

  it('[COO-6] the index gives the earliest, of one instant in the order of names, however it is changed', () => {
    const change = fc.tuple(
      fc.constantFrom(...'abcdefgh'),
      fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 400 }), (changes) => {
        const index = new DeadlineIndex();
        const known = new Map<string, number>();
        for (const [id, at] of changes) {
          index.set(id, at);
          if (at === undefined) known.delete(id);
          else known.set(id, at);
          const [first] = [...known].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
          expect(index.first()).toEqual(first && { id: first[0], at: first[1] });
          expect(index.size).toBe(known.size);
        }
      }),
    );
  });

  it('[COO-7] what fell due while the program was away is told at its start, once, marked late', async () => {
    const bureau = await Bureau.open();
    await bureau.warn(engine, proposal());
    await bureau.away(3 * DAY_MS);
    const said = (await bureau.all()).filter(({ type }) => overdue(type));
    expect(said.length).toBeGreaterThan(0);
    for (const { data } of said) expect(data['late']).toBe(true);
    await bureau.away(0);
    expect((await bureau.all()).filter(({ type }) => overdue(type))).toEqual(said);
  });

  it('[COO-7] a machine that was asleep tells what it has missed when it wakes', async () => {
    const bureau = await Bureau.open();
    await bureau.coordination.stop();
    const clock = new JumpingClock(bureau.clock.now());
    const coordination = await bureau.another({ clock });
    await coordination.warn({ command: { by: engine, ...proposal() } });
    await clock.jump(2 * DAY_MS);
    const said = (await bureau.all()).filter(({ type }) => overdue(type));
    expect(said.map(({ data }) => data['late'])).toContain(true);
  });

  it('[COO-7] a timer that stood still while the machine was asleep makes nobody more than a minute late', async () => {
    const bureau = await Bureau.open();
    await bureau.coordination.stop();
    let asleepMs = 0;
    // As the system's: timers count the time awake.
    const clock = {
      now: () => bureau.clock.now() + asleepMs,
      after: (ms: number, run: () => void) => bureau.clock.after(ms, run),
    };
    const coordination = await bureau.another({ clock });
    await coordination.warn({ command: { by: engine, ...proposal() } });
    const due = coordination.nextDueAt() ?? 0;
    await bureau.clock.pass(60_000);
    asleepMs = due - clock.now() + 1;
    await bureau.clock.pass(60_000);
    expect(await bureau.types('warning/W-2026-001')).toEqual(['warning.proposed', 'warning.overdue']);
    await coordination.stop();
  });

  it('[COO-7] deadlines wait for a ledger that is away, and are tried again', async () => {
    const bureau = await Bureau.open();
    await bureau.coordination.stop();
    let isAway = false;
    const coordination = await bureau.another({
      ledger: {
        read: (query) => bureau.ledger.read(query),
        append: (input) => (isAway ? Promise.reject(new Error('SQLite: busy')) : bureau.ledger.append(input)),
      },
    });
    await coordination.warn({ command: { by: engine, ...proposal() } });
    isAway = true;
    const due = coordination.nextDueAt() ?? 0;
    await bureau.clock.pass(due - bureau.clock.now() + 3_000);
    expect(coordination.status()).toMatchObject({ ok: false, reason: expect.stringContaining('busy') });
    isAway = false;
    await bureau.clock.pass(1_000);
    expect(coordination.status()).toEqual({ ok: true });
    expect(await bureau.types('warning/W-2026-001')).toEqual(['warning.proposed', 'warning.overdue']);
  });

  it('[COO-7] clocks go on where no version of the agreement is in force any more', async () => {
    const bureau = await Bureau.open();
    const { agreement } = bureau;
    const begun = bureau.clock.now();
    bureau.options = { agreementAt: (at) => (at === begun ? agreement : undefined) };
    await bureau.away(0);
    await bureau.warn(engine, proposal());
    await bureau.away(DAY_MS);
    expect((await bureau.types('warning/W-2026-001')).filter(overdue)).not.toEqual([]);
  });

  it('[COO-7] and on, each time, in the notices too, when the last version has ended', async () => {
    const overdueIn = async (bureau: Bureau) => {
      await bureau.warn(engine, proposal());
      await allAgreed(bureau, 'W-2026-001', 'orange');
      for (let hour = 0; hour < 40; hour += 1) await bureau.clock.pass(HOUR_MS);
      expect(bureau.coordination.status()).toEqual({ ok: true });
      const told = bureau.coordination.notices.list({ limit: 1_000 }).filter(({ event }) => overdue(event));
      return { events: (await bureau.types('warning/W-2026-001')).filter(overdue).length, told: told.length };
    };
    const ended = await Bureau.open();
    const end = ended.clock.now() + HOUR_MS / 2;
    await ended.coordination.stop();
    await ended.start({ agreementAt: (at) => (at < end ? ended.agreement : undefined) });
    const found = await overdueIn(ended);
    expect(found.events).toBeGreaterThan(4);
    expect(found).toEqual(await overdueIn(await Bureau.open()));
  });

  it('[COO-17] a record that cannot be is left alone and named; the others go on', async () => {
    const bureau = await Bureau.open();
    await bureau.warn(engine, proposal());
    const nonsense = { type: 'warning.issued', at: bureau.clock.now(), data: { warning: 'W-2026-007' } };
    await bureau.ledger.append({
      appends: [{ stream: 'warning/W-2026-007', expectedVersion: 0, events: [nonsense] }],
      now: bureau.clock.now(),
    });
    await bureau.away(DAY_MS);
    expect(bureau.coordination.status()).toMatchObject({ ok: false, reason: expect.stringContaining('W-2026-007') });
    expect((await bureau.types('warning/W-2026-001')).filter(overdue)).not.toEqual([]);
    expect(
      await bureau.coordination.warn({ id: 'W-2026-001', command: { by: coordinator, type: 'consult' } }),
    ).toMatchObject({
      outcome: 'done',
    });
    await settle();
    expect(bureau.errors).toEqual([expect.stringContaining('warning/W-2026-007')]);
  });
});
