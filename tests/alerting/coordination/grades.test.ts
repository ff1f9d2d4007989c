import { describe, expect, it } from 'vitest';
import type { Grade } from '../../../domain/grade/grade.ts';
import type { Warning } from '../../../domain/warning/warning.ts';
import { settle } from '../../clock/manual-clock.ts';
import { allAgreed } from './all-agreed.ts';
import { Bureau } from './bureau.ts';

const HOUR_MS = 3_600_000;
const CITIES = ['bing', 'ji', 'jia', 'yi'];

/** What the engine records of the region's grade. */
async function graded(
  bureau: Bureau,
  grade: Grade,
  {
    previous = 'none',
    cities = CITIES,
    changedFrom,
    follow = true,
  }: {
    previous?: Grade;
    cities?: readonly string[];
    changedFrom?: number;
    follow?: boolean;
  } = {},
): Promise<number> {
  const at = bureau.clock.now();
  const data = {
    subject: { kind: 'region', id: 'demo' },
    grade,
    previous,
    reason: grade === 'none' ? '' : 'contiguous',
    cities: [...cities],
    group: [],
    ...(changedFrom === undefined ? {} : { changedFrom }),
  };
  return engineRecords(bureau, 'grade/region/demo', { type: 'grade.changed', at, data }, follow);
}

async function engineRecords(
  bureau: Bureau,
  stream: string,
  event: Parameters<Bureau['ledger']['append']>[0]['appends'][number]['events'][number],
  follow = true,
): Promise<number> {
  const expectedVersion = (await bureau.types(stream)).length;
  const [recorded] = await bureau.ledger.append({
    appends: [{ stream, expectedVersion, events: [event] }],
    now: event.at,
  });
  if (follow) await bureau.coordination.follow();
  return recorded?.seq ?? 0;
}

const cityGrade = (bureau: Bureau, city: string, basis: 'observed' | 'forecast') =>
  engineRecords(
    bureau,
    `grade/city/${city}`,
    {
      type: 'grade.changed',
      at: bureau.clock.now(),
      data: { subject: { kind: 'city', id: city }, grade: 'orange', previous: 'none', reason: 'conditions_met', basis },
    },
    false,
  );
const notice = (bureau: Bureau, city: string, kind: 'ozone' | 'dust' | null) =>
  engineRecords(bureau, `grade/city/${city}`, {
    type: 'grade.notice',
    at: bureau.clock.now(),
    data: { subject: { kind: 'city', id: city }, notice: kind },
  });

const first = (bureau: Bureau): Warning => {
  const [warning] = bureau.coordination.warnings.all();
  if (warning === undefined) throw new Error('there is no warning');
  return warning;
};

describe('the engine’s grades', () => {
  it('[COO-13] a regional grade becomes a proposal of the engine, resting on what its cities rest on', async () => {
    const bureau = await Bureau.open();
    await cityGrade(bureau, 'jia', 'observed');
    await cityGrade(bureau, 'yi', 'forecast');
    const seq = await graded(bureau, 'orange');
    const [event] = await bureau.ledger.read({ after: 0, limit: 1, stream: 'warning/W-2026-001' });
    expect(event).toMatchObject({
      type: 'warning.proposed',
      data: { by: { machine: 'engine' }, grade: 'orange', cities: CITIES, basis: 'both', key: `grade:${seq}/colour/1` },
    });
  });

  it('[COO-13] a higher grade is told of and proposed on the same warning, a lower one is only told of', async () => {
    const bureau = await Bureau.open();
    await graded(bureau, 'yellow');
    await graded(bureau, 'orange', { previous: 'yellow' });
    await allAgreed(bureau, 'W-2026-001', 'orange');
    await graded(bureau, 'yellow', { previous: 'orange' });
    await graded(bureau, 'red', { previous: 'yellow' });
    const types = (await bureau.types('warning/W-2026-001')).filter((type) => /proposed|air|issued/.test(type));
    expect(types).toEqual([
      'warning.proposed',
      'warning.air_told',
      'warning.proposed',
      'warning.issued',
      'warning.air_told',
      'warning.air_told',
      'warning.proposed',
    ]);
    expect(first(bureau)).toMatchObject({
      round: { grade: 'red' },
      airs: [{ grade: 'orange' }, { grade: 'yellow' }, { grade: 'red' }],
    });
  });

  it('[COO-13] back to none withdraws a proposal on which nobody was asked, and else is told of', async () => {
    const bureau = await Bureau.open();
    await graded(bureau, 'orange');
    await graded(bureau, 'none', { previous: 'orange' });
    expect(first(bureau).standing).toBe('withdrawn');
    await graded(bureau, 'orange');
    await allAgreed(bureau, 'W-2026-002', 'orange');
    await graded(bureau, 'none', { previous: 'orange' });
    const [, second] = bureau.coordination.warnings.all();
    expect(second).toMatchObject({ id: 'W-2026-002', standing: 'in_force', airs: [{ grade: 'none' }] });
  });

  it('[COO-13] a relapse within the gap is proposed on the lifted warning', async () => {
    const bureau = await Bureau.open();
    await graded(bureau, 'orange');
    const by = await allAgreed(bureau, 'W-2026-001', 'orange');
    await bureau.warn(by, { type: 'lift', reason: 'clean' }, 'W-2026-001');
    bureau.clock.advance(2 * HOUR_MS);
    await graded(bureau, 'yellow');
    expect(bureau.coordination.warnings.all()).toHaveLength(1);
    expect(first(bureau)).toMatchObject({ standing: 'lifted', round: { grade: 'yellow', stage: 'proposed' } });
  });

  it('[COO-14] late data that takes the grade away marks the proposal as unfounded and withdraws nothing', async () => {
    const bureau = await Bureau.open();
    await graded(bureau, 'orange');
    bureau.clock.advance(60_000);
    await graded(bureau, 'none', { previous: 'orange', changedFrom: bureau.clock.now() - 2 * HOUR_MS });
    expect(first(bureau)).toMatchObject({ standing: 'pending', round: { unfounded: true } });
    expect(await bureau.types('warning/W-2026-001')).toEqual(['warning.proposed', 'warning.corrected']);
  });

  it('[COO-14] late data that changes the past alone is told with its highest grade and with what holds', async () => {
    const bureau = await Bureau.open();
    await graded(bureau, 'orange');
    bureau.clock.advance(3 * HOUR_MS);
    const [at, changedFrom] = [bureau.clock.now(), bureau.clock.now() - 2 * HOUR_MS];
    const spans = [
      { from: changedFrom, to: changedFrom + HOUR_MS, grade: 'red' },
      { from: changedFrom + HOUR_MS, to: at, grade: 'orange' },
    ];
    const data = { subject: { kind: 'region', id: 'demo' }, changedFrom, spans };
    await engineRecords(bureau, 'grade/region/demo', { type: 'grade.corrected', at, data });
    expect(first(bureau).airs.map(({ grade }) => grade)).toEqual(['red', 'orange']);
  });

  it('[COO-15] cities that ask for a health notice are proposed together, more are added, none left withdraws it', async () => {
    const bureau = await Bureau.open();
    await notice(bureau, 'jia', 'ozone');
    await notice(bureau, 'yi', 'ozone');
    expect(first(bureau)).toMatchObject({ kind: 'ozone', round: { grade: 'none', cities: ['jia', 'yi'] } });
    await notice(bureau, 'bing', 'dust');
    expect(bureau.coordination.warnings.all().map(({ kind }) => kind)).toEqual(['ozone', 'dust']);
    await notice(bureau, 'jia', null);
    expect(first(bureau).standing).toBe('pending');
    await notice(bureau, 'yi', null);
    expect(first(bureau).standing).toBe('withdrawn');
  });

  it('[COO-16] what the program has missed is made up for once, at the newest grade; the rest goes on record', async () => {
    const bureau = await Bureau.open();
    await graded(bureau, 'yellow');
    await bureau.coordination.stop();
    await graded(bureau, 'orange', { previous: 'yellow', follow: false });
    await graded(bureau, 'red', { previous: 'orange', follow: false });
    await bureau.start();
    expect(await bureau.types('warning/W-2026-001')).toEqual([
      'warning.proposed',
      'warning.air_told',
      'warning.air_told',
      'warning.proposed',
    ]);
    await bureau.away(0);
    await bureau.coordination.follow();
    expect(await bureau.types('warning/W-2026-001')).toHaveLength(4);
    expect(first(bureau).round?.grade).toBe('red');
  });

  it('[COO-16] a crash after any append of what follows a grade adds nothing twice', async () => {
    for (const appends of [0, 1, 2, 3]) {
      const bureau = await Bureau.open();
      await graded(bureau, 'yellow');
      await graded(bureau, 'orange', { previous: 'yellow', follow: false });
      await bureau.coordination.stop();
      let left = appends;
      const dying = await bureau.another({
        ledger: {
          read: (query) => bureau.ledger.read(query),
          append: (input) => (left-- > 0 ? bureau.ledger.append(input) : Promise.reject(new Error('killed'))),
        },
      });
      await dying.stop();
      await bureau.start();
      expect(await bureau.types('warning/W-2026-001')).toEqual([
        'warning.proposed',
        'warning.air_told',
        'warning.proposed',
      ]);
    }
  });

  it('[COO-16] a proposal that a person has withdrawn is not made again at a start', async () => {
    const bureau = await Bureau.open();
    await graded(bureau, 'orange');
    await notice(bureau, 'jia', 'ozone');
    const by = { person: '周', role: 'coordinator', jurisdiction: 'guo' };
    for (const id of ['W-2026-001', 'W-2026-002']) await bureau.warn(by, { type: 'withdraw', reason: 'no' }, id);
    await bureau.away(HOUR_MS);
    expect(bureau.coordination.warnings.all().map(({ standing }) => standing)).toEqual(['withdrawn', 'withdrawn']);
  });

  it('[COO-16] while no version of the agreement is in force grades wait', async () => {
    const bureau = await Bureau.open();
    const { agreement } = bureau;
    bureau.agreement = undefined;
    await graded(bureau, 'orange');
    expect(bureau.coordination.warnings.all()).toEqual([]);
    await bureau.clock.pass(HOUR_MS);
    bureau.agreement = agreement;
    // Nobody calls: the air stays as it is when the new version comes into force.
    await bureau.clock.pass(60_000);
    expect(first(bureau).round?.grade).toBe('orange');
  });

  it('[COO-16] what is recorded while it is followed is followed too, at whatever moment it comes', async () => {
    for (let moments = 0; moments < 30; moments += 1) {
      const bureau = await Bureau.open();
      const at = bureau.clock.now();
      const data = { subject: { kind: 'region', id: 'demo' }, grade: 'orange', previous: 'none', reason: 'contiguous' };
      const event = { type: 'grade.changed', at, data: { ...data, cities: CITIES, group: [] } };
      void bureau.coordination.follow();
      for (let n = 0; n < moments; n += 1) await Promise.resolve();
      await Promise.all([
        bureau.ledger.append({
          appends: [{ stream: 'grade/region/demo', expectedVersion: 0, events: [event] }],
          now: at,
        }),
        bureau.coordination.follow(),
      ]);
      await settle();
      expect(bureau.coordination.warnings.all(), `after ${moments}`).toHaveLength(1);
      await bureau.coordination.stop();
    }
  });
});
