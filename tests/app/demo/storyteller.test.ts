import { afterEach, describe, expect, it } from 'vitest';
import { settle } from '../../clock/manual-clock.ts';
import { CITIES, demoHouse, HOUR_MS, NOON } from './demo-house.ts';

type House = Awaited<ReturnType<typeof demoHouse>>;
let house: House;
afterEach(() => house.close());

const hoursAfterNoon = (at: number | undefined) => ((at ?? Number.NaN) - NOON) / HOUR_MS;
const cityOf = ({ data }: House['events'][number]) => String(data['city']);

/** Time passes in small steps, so that what is asynchronous keeps up with the clock. */
async function pass(hours: number): Promise<void> {
  for (let left = hours * 4; left > 0; left -= 1) {
    await house.clock.pass(HOUR_MS / 4);
    await settle();
  }
}

describe('the scripted demonstration', () => {
  it('goes from the proposal to the lift: seven cities answer, the silent one is escalated to its province and the nation', async () => {
    house = await demoHouse();
    const proposed = await house.propose();
    if (proposed.outcome !== 'done') throw new Error(proposed.refusal.rule);
    const { id } = proposed.state;
    await pass(16);
    const [issued] = house.of('warning.issued');
    expect(hoursAfterNoon(issued?.at)).toBeLessThan(7);
    expect(house.of('warning.received').map(cityOf).sort()).toEqual(CITIES.filter((city) => city !== 'xin'));
    expect(house.of('warning.own_issued')).toHaveLength(7);
    const told = house.of('warning.overdue').filter(({ data }) => data['obligation'] === 'acknowledge/xin/1');
    expect(told.map(({ data }) => data['to'])).toEqual(['dong', 'guo']);
    expect(hoursAfterNoon(told[0]?.at) - hoursAfterNoon(issued?.at)).toBeCloseTo(5, 1);
    await house.airIsClean(id);
    await pass(8);
    expect(house.of('warning.lifted')).toHaveLength(1);
    expect(house.of('warning.stopped').length).toBeGreaterThanOrEqual(5);
    expect(house.errors).toEqual([]);
  });

  it('opens a case from the upwind alert; it is referred and accepted, and goes on to the order', async () => {
    house = await demoHouse();
    const subject = { kind: 'pair', id: 'yi>bing' } as const;
    house.alerts.push({ id: 'neighbour-plume:pair:yi>bing:1', subject, raisedAt: NOON, shadow: false });
    await pass(48);
    const types = house.events.map(({ type }) => type).filter((type) => type !== 'case.deadline_passed');
    expect(types.slice(0, 4)).toEqual(['case.opened', 'case.referred', 'case.accepted', 'case.inspected']);
    expect(hoursAfterNoon(house.of('case.accepted')[0]?.at)).toBeLessThan(10);
    expect(types).toContain('case.order_served');
    expect(house.coordination.cases.all()).toHaveLength(1);
  });

  it('is silent for a jurisdiction as soon as a person of it has given a command, and for no other', async () => {
    house = await demoHouse();
    const proposed = await house.propose();
    if (proposed.outcome !== 'done') throw new Error(proposed.refusal.rule);
    const { id } = proposed.state;
    await pass(7);
    const by = { person: 'wu-visitor', role: 'visitor', jurisdiction: 'wu' };
    const command = { type: 'issue_own', city: 'wu', grade: 'orange', by } as const;
    expect(await house.coordination.warn({ id, key: 'a-page', command })).toMatchObject({ outcome: 'done' });
    const taken = house.cast.people().filter((person) => person.taken);
    expect(new Set(taken.map(({ jurisdiction }) => jurisdiction))).toEqual(new Set(['wu']));
    await pass(16);
    const byWu = house.events.filter(({ data }) => data['city'] === 'wu').map(({ type }) => type);
    expect(byWu.at(-1)).toBe('warning.own_issued');
    expect(house.of('warning.measures_reported').map(cityOf)).toContain('yi');
  });

  it('answers for nobody who was taken over, and again when given back', async () => {
    house = await demoHouse();
    for (const jurisdiction of ['jia', 'guo']) house.cast.take({ jurisdiction });
    const proposed = await house.propose();
    if (proposed.outcome !== 'done') throw new Error(proposed.refusal.rule);
    await pass(4);
    expect(house.of('warning.consultation_opened')).toEqual([]);
    const by = { person: 'guo-visitor', role: 'visitor', jurisdiction: 'guo' };
    await house.coordination.warn({ id: proposed.state.id, command: { type: 'consult', by } });
    await pass(6);
    const silent = house.of('warning.consulted')[0]?.data['silent'];
    expect(silent).toEqual(['jia', 'xin']);
    expect(house.of('warning.issued')).toEqual([]);
    house.cast.giveBack({ jurisdiction: 'guo' });
    await pass(2);
    expect(house.of('warning.issued')).toHaveLength(1);
    expect(house.of('warning.received').map(cityOf)).not.toContain('jia');
  });
});
