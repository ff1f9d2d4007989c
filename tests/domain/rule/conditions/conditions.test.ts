import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Condition } from '../../../../domain/rule/condition.ts';
import { FALSE, TRUE, UNKNOWN } from '../../../../domain/rule/conditions/compiled.ts';
import { largestGroup } from '../../../../domain/rule/conditions/largest-group.ts';
import { SmallRegion } from './region.ts';

const pm25 = { kind: 'threshold', quantity: 'pm25', above: 150, clear: 100 } as const;

describe('conditions', () => {
  it('[CON-1] above begins strictly above and ends strictly below the clearing limit', () => {
    const region = new SmallRegion({ cities: 1 });
    const condition = region.compile(pm25, 'station');
    const truths = [150, 150.001, 100, 99.999].map((value, hour) => {
      region.station(0, hour, { pm25: value });
      return [condition.truth(0, hour, false), condition.truth(0, hour, true)];
    });
    expect(truths).toEqual([
      [FALSE, TRUE],
      [TRUE, TRUE],
      [FALSE, TRUE],
      [FALSE, FALSE],
    ]);
    expect(condition.truth(0, 9, false)).toBe(UNKNOWN);
    expect(condition.judge(0, 9, false)).toMatchObject({ truth: 'unknown', reason: 'value_missing' });
    expect(condition.judge(0, 1, false)).toMatchObject({ truth: 'true', reason: 'above', value: 150.001, limit: 150 });
    expect(condition.judge(0, 3, true)).toMatchObject({ truth: 'false', reason: 'clear', limit: 100 });
  });

  it('[CON-1] below and outside are as strict', () => {
    const region = new SmallRegion({ cities: 1 });
    for (const [hour, temp] of [-10, -9.999, 0, 0.001].entries()) region.station(0, hour, { temp });
    const below = region.compile({ kind: 'threshold', quantity: 'temp', below: -9.999, clear: 0 }, 'station');
    expect([0, 1, 2, 3].map((hour) => [below.truth(0, hour, false), below.truth(0, hour, true)])).toEqual([
      [TRUE, TRUE],
      [FALSE, TRUE],
      [FALSE, TRUE],
      [FALSE, FALSE],
    ]);
    const outside = region.compile(
      { kind: 'threshold', quantity: 'temp', outside: [-9.999, 0], clear: [-5, -1] },
      'station',
    );
    expect([0, 1, 2, 3].map((hour) => outside.truth(0, hour, false))).toEqual([TRUE, FALSE, FALSE, TRUE]);
    region.station(0, 4, { temp: -3 }).station(0, 5, { temp: -5 });
    expect([4, 5].map((hour) => outside.truth(0, hour, true))).toEqual([FALSE, TRUE]);
  });

  it('[CON-1] refuses limits that contradict each other, with the path', () => {
    const faults = (condition: object) => {
      const parsed = Condition.safeParse(condition);
      return parsed.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
    };
    expect(faults({ ...pm25, clear: 160 })).toEqual([
      'clear: must not be greater than `above`: it would end before it begins',
    ]);
    expect(faults({ kind: 'threshold', quantity: 'pm25' })).toEqual([': needs exactly one of above, below, outside']);
    expect(faults({ ...pm25, below: 3 })).toEqual([': needs exactly one of above, below, outside']);
    expect(faults({ kind: 'threshold', quantity: 'pm25', outside: [5, 1] })).toHaveLength(1);
    expect(faults({ kind: 'all', of: [pm25, { ...pm25, abov: 3 }] })[0]).toMatch(/^of\.1: Unrecognized key: "abov"/);
  });

  it('[CON-2] rise looks at the difference over the hours, a negative one is a fall', () => {
    const region = new SmallRegion({ cities: 1 });
    for (const [hour, co] of [1, 1.5, 3.1].entries()) region.city(0, hour, { co });
    const rise = region.compile({ kind: 'rise', quantity: 'co', by: 2, in_hours: 2 }, 'city');
    expect(rise.truth(0, 2, false)).toBe(TRUE);
    expect(rise.judge(0, 2, false)).toMatchObject({ value: expect.closeTo(2.1, 9), facts: { before: 1 } });
    expect(rise.truth(0, 3, false)).toBe(UNKNOWN);
    const fall = region.compile({ kind: 'rise', quantity: 'co', by: -1, in_hours: 1 }, 'city');
    expect(fall.truth(0, 2, false)).toBe(FALSE);
    expect(region.city(0, 3, { co: 2 }) && fall.truth(0, 3, false)).toBe(TRUE);
  });

  it('[CON-3] a value far above the same hour of the days before is unlike its past', () => {
    const region = new SmallRegion({ cities: 1 });
    const now = 24 * 100 + 7;
    for (let day = 1; day <= 12; day += 1) region.history.put(0, now - day * 24, 40 + (day % 3));
    const past = region.compile({ kind: 'unlike_past', quantity: 'pm25', z: 5 }, 'city');
    region.history.put(0, now, 44);
    expect(past.truth(0, now, false)).toBe(FALSE);
    region.history.put(0, now, 90);
    expect(past.judge(0, now, false)).toMatchObject({
      truth: 'true',
      reason: 'unlike_past',
      value: 90,
      facts: { days: 12 },
    });
    expect(past.judge(0, now + 1, false)).toMatchObject({ truth: 'unknown' });
    expect(past.reach).toBe('own');
  });

  it('[CON-4] a station far above the stations around is unlike its neighbours, and waits for them', () => {
    const region = new SmallRegion({ cities: 3 });
    for (const [station, pm25] of [300, 40, 42, 41, 45, 43].entries()) region.station(station, 1, { pm25 });
    const unlike = region.compile({ kind: 'unlike_neighbours', quantity: 'pm25', z: 6 }, 'station');
    expect([0, 1].map((station) => unlike.truth(station, 1, false))).toEqual([TRUE, FALSE]);
    expect(unlike.judge(0, 1, false)).toMatchObject({ facts: { neighbours: 5 } });
    expect(unlike.reach).toBe('region');
  });

  it('[CON-8] upwind says why it cannot say, and waits for the region', () => {
    const region = new SmallRegion({ cities: 2, neighbours: [[0, 1]] });
    const upwind = (level: 'city' | 'pair' | 'station') =>
      region.compile({ kind: 'upwind', quantity: 'pm25', above: 100 }, level);
    expect(upwind('city').judge(0, 1, false)).toMatchObject({ truth: 'unknown', reason: 'no_data' });
    region.station(0, 1, { pm25: 10 });
    expect(upwind('station').judge(0, 1, false)).toMatchObject({ truth: 'false', reason: 'target_not_elevated' });
    expect(upwind('pair').reach).toBe('region');
  });

  it('[CON-5] absent is true after so many silent hours, also of a station never heard of', () => {
    const region = new SmallRegion({ cities: 1 });
    region.station(0, 10, { so2: 5 }).station(0, 11, { temp: 20 });
    const absent = region.compile({ kind: 'absent', hours: 2 }, 'station');
    expect([10, 11, 12, 13].map((hour) => absent.truth(0, hour, false))).toEqual([FALSE, FALSE, TRUE, TRUE]);
    expect(absent.truth(1, 12, false)).toBe(TRUE);
    expect(absent.reach).toBe('region');
  });

  it('[CON-6] forecast needs every day above the limit, and says who forecast it', () => {
    const asked: unknown[] = [];
    const region = new SmallRegion({
      cities: 1,
      forecasts: {
        forecast(query) {
          asked.push(query);
          const aqi = new Map([
            [101, 210],
            [102, 205],
            [103, 190],
          ]).get(query.day);
          return aqi === undefined ? undefined : { issuer: 'centre', issuedAt: 1, values: { aqi } };
        },
      },
    });
    const hour = 24 * 100 + 5;
    const two = region.compile({ kind: 'forecast', quantity: 'aqi', above: 200, day: 1, days: 2 }, 'city');
    expect(two.judge(0, hour, false)).toMatchObject({ truth: 'true', value: 205, facts: { issuers: ['centre'] } });
    expect(asked[0]).toEqual({ city: 'c0', day: 101, asOf: region.grid.endOf(hour) });
    const three = region.compile({ kind: 'forecast', quantity: 'aqi', above: 200, day: 1, days: 3 }, 'city');
    expect(three.truth(0, hour, false)).toBe(FALSE);
    const four = region.compile({ kind: 'forecast', quantity: 'aqi', above: 200, day: 1, days: 4 }, 'city');
    expect(four.judge(0, hour, false)).toMatchObject({ truth: 'unknown', reason: 'no_forecast' });
  });

  it('[CON-7] quorum counts members that can be judged and refuses when they are too few', () => {
    const region = new SmallRegion({ cities: 2 });
    for (const [station, value] of [160, 160, 90].entries()) region.station(station, 1, { pm25: value });
    const quorum = (more: object) =>
      region.compile(
        { kind: 'quorum', of: 'station', when: pm25, ...more } as Parameters<SmallRegion['compile']>[0],
        'region',
      );
    expect(quorum({ at_least: 2 }).truth(0, 1, false)).toBe(TRUE);
    expect(quorum({ at_least: 3 }).truth(0, 1, false)).toBe(FALSE);
    expect(quorum({ share: 2 / 3 }).truth(0, 1, false)).toBe(TRUE);
    expect(quorum({ share: 0.7 }).truth(0, 1, false)).toBe(FALSE);
    expect(quorum({ at_least: 1, min_members: 4 }).judge(0, 1, false)).toMatchObject({
      truth: 'unknown',
      reason: 'too_few_members',
      facts: { judged: 3 },
    });
    expect(quorum({ at_least: 2 }).judge(0, 1, false)).toMatchObject({
      value: 2,
      limit: 2,
      facts: { members: ['s0', 's1'] },
    });
    region.station(0, 2, { pm25: 120 }).station(1, 2, { pm25: 120 });
    expect(quorum({ at_least: 2 }).truth(0, 2, false)).toBe(FALSE);
    expect(quorum({ at_least: 2 }).truth(0, 2, true)).toBe(TRUE);
  });

  it('[CON-7] a city counts its own stations only, one operator not more than agreed', () => {
    const region = new SmallRegion({ cities: 2, operators: ['x', 'x', 'y', 'x'] });
    for (const station of [0, 1, 2, 3]) region.station(station, 1, { pm25: 200 });
    const own = region.compile({ kind: 'quorum', of: 'station', when: pm25, at_least: 3 }, 'city');
    expect([own.truth(0, 1, false), own.reach]).toEqual([FALSE, 'own']);
    const capped = region.compile(
      { kind: 'quorum', of: 'station', when: pm25, at_least: 3, max_per_operator: 1 },
      'region',
    );
    expect(capped.judge(0, 1, false)).toMatchObject({ truth: 'false', value: 2 });
  });

  it('[CON-7] contiguous cities must border on each other', () => {
    const neighbours = [
      [0, 1],
      [1, 2],
      [3, 4],
    ] as const;
    const region = new SmallRegion({ cities: 5, neighbours });
    const three = region.compile({ kind: 'quorum', of: 'city', when: pm25, contiguous: 3 }, 'region');
    for (const city of [0, 2, 3, 4]) region.city(city, 1, { pm25: 200 });
    expect(three.truth(0, 1, false)).toBe(FALSE);
    expect(region.city(1, 1, { pm25: 200 }) && three.judge(0, 1, false)).toMatchObject({ truth: 'true', value: 3 });
  });

  it('[CON-7] the largest group does not depend on the order of its members', () => {
    const edges = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 20 });
    fc.assert(
      fc.property(edges, fc.uniqueArray(fc.nat(9)), (pairs, nodes) => {
        const neighbours = (node: number) => pairs.flatMap(([a, b]) => (a === node ? [b] : b === node ? [a] : []));
        const group = largestGroup(nodes, neighbours);
        expect(largestGroup([...nodes].reverse(), neighbours)).toEqual(group);
        for (const node of group) {
          expect(nodes).toContain(node);
          if (group.length > 1) expect(neighbours(node).some((next) => group.includes(next))).toBe(true);
        }
      }),
    );
  });

  it('[CON-9] all, any, not over three values', () => {
    const region = new SmallRegion({ cities: 1 }).city(0, 1, { pm25: 200, so2: 1 });
    const is = { T: pm25, F: { ...pm25, quantity: 'so2' }, U: { ...pm25, quantity: 'no2' } } as const;
    const truth = (kind: 'all' | 'any', parts: readonly ('T' | 'F' | 'U')[]) =>
      region.compile({ kind, of: parts.map((part) => is[part]) }, 'city').judge(0, 1, false).truth;
    expect(truth('all', ['T', 'T'])).toBe('true');
    expect(truth('all', ['T', 'U'])).toBe('unknown');
    expect(truth('all', ['U', 'F'])).toBe('false');
    expect(truth('any', ['F', 'F'])).toBe('false');
    expect(truth('any', ['F', 'U'])).toBe('unknown');
    expect(truth('any', ['U', 'T'])).toBe('true');
    const not = (part: 'T' | 'F' | 'U') =>
      region.compile({ kind: 'not', when: is[part] }, 'city').judge(0, 1, false).truth;
    expect([not('T'), not('F'), not('U')]).toEqual(['false', 'true', 'unknown']);
  });

  it('[CON-9] the truth without an explanation is the truth with one', () => {
    const leaf = fc.constantFrom(pm25, { ...pm25, quantity: 'so2' as const }, { ...pm25, quantity: 'no2' as const });
    const { tree } = fc.letrec<{ tree: Parameters<SmallRegion['compile']>[0] }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        leaf,
        fc.record({
          kind: fc.constantFrom('all' as const, 'any' as const),
          of: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
        }),
        fc.record({ kind: fc.constant('not' as const), when: tie('tree') }),
      ),
    }));
    const region = new SmallRegion({ cities: 1 }).city(0, 1, { pm25: 120, so2: 200 });
    fc.assert(
      fc.property(tree, fc.boolean(), (condition, open) => {
        const compiled = region.compile(condition, 'city');
        const named = { [TRUE]: 'true', [FALSE]: 'false', [UNKNOWN]: 'unknown' }[compiled.truth(0, 1, open)];
        expect(compiled.judge(0, 1, open).truth).toBe(named);
      }),
    );
  });

  it('[CON-11] a pair is judged by the city that receives', () => {
    const region = new SmallRegion({ cities: 2, neighbours: [[0, 1]] }).city(1, 1, { pm25: 300 });
    expect(region.compile(pm25, 'pair').truth(0, 1, false)).toBe(TRUE);
  });
});
