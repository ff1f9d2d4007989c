import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addScores, NO_SCORES, scoreFigures, scoreOf } from '../../../domain/forecast/score.ts';

const aqi = fc.integer({ min: 0, max: 500 });

describe('scores', () => {
  it('[FCS-30] count hits, misses, false alarms and correct negatives strictly above 150, 200 and 300', () => {
    const pairs: [number, number][] = [
      [201, 201],
      [200, 201],
      [201, 200],
      [200, 200],
      [310, 301],
    ];
    const sums = pairs.reduce((all, [forecast, observed]) => addScores(all, scoreOf(forecast, observed)), NO_SCORES);
    expect(sums.events[200]).toEqual({ hits: 2, misses: 1, falseAlarms: 1, correctNegatives: 1 });
    expect(sums.events[300]).toEqual({ hits: 1, misses: 0, falseAlarms: 0, correctNegatives: 4 });
    expect(sums.events[150].hits).toBe(5);
    expect(scoreFigures(sums)).toMatchObject({ forecasts: 5, mae: 11 / 5, meanError: 9 / 5 });
    expect(scoreFigures(sums).events[1]).toMatchObject({ above: 200, pod: 2 / 3, far: 1 / 3, csi: 2 / 4, bias: 1 });
  });

  it('[FCS-31] say nothing where there is nothing to divide', () => {
    expect(scoreFigures(NO_SCORES)).toMatchObject({ forecasts: 0, mae: null, meanError: null });
    const [, at200] = scoreFigures(scoreOf(100, 100)).events;
    expect(at200).toMatchObject({ pod: null, far: null, csi: null, bias: null, correctNegatives: 1 });
  });

  it('[FCS-32] add up in any order, and a score taken back leaves what was there', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(aqi, aqi)), fc.tuple(aqi, aqi), (pairs, one) => {
        const sum = (list: readonly [number, number][]) =>
          list.reduce((all, [forecast, observed]) => addScores(all, scoreOf(forecast, observed)), NO_SCORES);
        expect(sum(pairs.toReversed())).toEqual(sum(pairs));
        expect(addScores(addScores(sum(pairs), scoreOf(...one)), scoreOf(...one), -1)).toEqual(sum(pairs));
      }),
    );
  });
});
