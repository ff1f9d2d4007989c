import { describe, expect, it } from 'vitest';
import { upwind } from '../../../../domain/rule/upwind/upwind.ts';
import { LEAF } from './scene.ts';
import { scoreRun } from './score-run.ts';
import { interval, summedScores } from './summed-scores.ts';
import { syntheticRun } from './synthetic-run.ts';

/** Neither the seeds of tuning (100000 to 129999) nor those of the benchmark (200000 to 200999, bench/plumes.ts). */
const FIRST_SEED = 300_000;
const RUNS = 120;

describe('synthetic plumes', () => {
  it('[UPW-13] the right neighbour is named, a wrong one hardly ever, nobody in calm wind', () => {
    const scores = Array.from({ length: RUNS }, (_, i) => {
      const run = syntheticRun(FIRST_SEED + i);
      const ask = upwind(LEAF, run.view);
      return scoreRun(run, LEAF, (city, hour) => ask({ kind: 'city', city }, hour));
    });
    const { hit, wrong, calm } = summedScores(scores);
    expect(hit.of).toBeGreaterThan(30);
    expect(hit.count / hit.of).toBeGreaterThanOrEqual(0.9);
    expect(wrong.count / wrong.of).toBeLessThanOrEqual(0.05);
    expect(calm.of).toBeGreaterThan(500);
    expect(calm.count).toBe(0);
  });

  it('[UPW-13] the score sees a rule that names the wrong neighbour, and one that speaks in calm wind', () => {
    const run = syntheticRun(FIRST_SEED);
    const babbler = scoreRun(run, LEAF, (city) => ({
      kind: 'upwind',
      truth: 'true',
      reason: 'upwind',
      facts: { neighbour: `c${(city + 1) % run.map.cities.length}`, lag_hours: 1 },
    }));
    expect(babbler.wrongHours).toBeGreaterThan(100);
    const mute = scoreRun(run, LEAF, () => ({ kind: 'upwind', truth: 'false', reason: 'none_upwind' }));
    expect([mute.hit, mute.wrongHours, mute.rightHours]).toEqual([false, 0, 0]);
    const calm = Array.from({ length: 20 }, (_, i) => syntheticRun(FIRST_SEED + i)).find(
      ({ speedMS }) => Math.min(...speedMS) < 0.5,
    );
    expect(calm).toBeDefined();
    if (calm === undefined) return;
    const loud = scoreRun(calm, LEAF, () => ({
      kind: 'upwind',
      truth: 'true',
      reason: 'upwind',
      facts: { neighbour: 'c0' },
    }));
    expect(loud.calmSpoken).toBe(loud.calmJudged);
  });

  it('[UPW-13] intervals are Wilson’s', () => {
    const [low, high] = interval({ count: 90, of: 100 });
    expect(low).toBeCloseTo(0.826, 3);
    expect(high).toBeCloseTo(0.945, 3);
    expect(interval({ count: 0, of: 0 })).toEqual([0, 1]);
  });
});
