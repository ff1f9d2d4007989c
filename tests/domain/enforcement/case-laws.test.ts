import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caseSteps, playCase } from './case-episode.ts';
import { CasePlay } from './case-play.ts';

/** More: `node bench/protocol-fuzz.ts --episodes 100000`. */
const EPISODES = 2_000;

describe('laws of a case, whatever is asked and whenever', () => {
  it('[ENF-6] [ENF-18] [ENF-19] [ENF-23] [ENF-24] [ENF-27] hold after every event', { timeout: 120_000 }, () => {
    const reached = new Map<string, number>();
    fc.assert(
      fc.property(caseSteps, (steps) => playCase(steps, reached)),
      { numRuns: EPISODES },
    );
    // The laws were put to the test at the deep end too.
    for (const rare of [
      'closed',
      'rechecked',
      'decided',
      'unanswered',
      'disputed',
      'listed',
      'accident_verified',
      'clock_paused',
    ]) {
      expect(reached.get(`case.${rare}`) ?? 0, rare).toBeGreaterThan(0);
    }
  });

  it('[ENF-4] of two at once one wins', () => {
    fc.assert(
      fc.property(fc.boolean(), (first) => {
        const play = new CasePlay().referred();
        const expectedVersion = play.case.version;
        const both = [
          { type: 'accept', expectedVersion },
          { type: 'decline', reason: 'x', expectedVersion },
        ] as const;
        const refusals = (first ? both : both.toReversed()).map((one) => play.tries('bing', one)?.rule);
        expect(refusals).toEqual([undefined, 'ENF-4']);
      }),
    );
  });
});
