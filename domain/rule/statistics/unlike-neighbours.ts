import type { ConditionOf } from '../condition.ts';
import { FALSE, TRUE, type Tri, truthName, UNKNOWN } from '../conditions/compiled.ts';
import type { Judgement } from '../judgement.ts';
import type { RegionView } from '../region-view.ts';
import { surroundingsOf } from '../upwind/surroundings.ts';
import { robustZ } from './robust-z.ts';
import { isBeyond, lowestMedian, type Unlike } from './unlike-past.ts';

/** A quantity of a station in an hour, in its unit; NaN when missing. */
type Series = (station: number, hour: number) => number;

/**
 * STA-2: a station's hour against the same hour of the stations within `within_km`. Background stations measure other air on
 * purpose: they are nobody's neighbours and have none, so that the question is unknown for them.
 */
export function unlikeNeighbours(leaf: ConditionOf<'unlike_neighbours'>, view: RegionView, series: Series): Unlike {
  const { min_neighbours: atLeast, min_spread: minSpread } = leaf;
  const neighbours: (Int32Array | undefined)[] = [];
  const around: number[] = [];

  const neighboursOf = (station: number): Int32Array => {
    let near = neighbours[station];
    if (near === undefined) {
      near = view.stations[station]?.background
        ? new Int32Array(0)
        : surroundingsOf(view, station, leaf.within_km).stations.filter((other) => !view.stations[other]?.background);
      neighbours[station] = near;
    }
    return near;
  };

  /** The buffer is used again by the next call. */
  const valuesAround = (station: number, hour: number): number[] => {
    around.length = 0;
    for (const other of neighboursOf(station)) {
      const value = series(other, hour);
      if (!Number.isNaN(value)) around.push(value);
    }
    return around;
  };

  return {
    truth(station, hour, open): Tri {
      const value = series(station, hour);
      if (Number.isNaN(value)) return UNKNOWN;
      const limit = open ? (leaf.clear_z ?? leaf.z) : leaf.z;
      const low = lowestMedian(value, limit * minSpread);
      let judged = 0;
      let above = 0;
      const near = neighboursOf(station);
      for (let i = 0; i < near.length; i += 1) {
        const there = series(near[i] ?? -1, hour);
        if (Number.isNaN(there)) continue;
        judged += 1;
        if (there > low) above += 1;
      }
      if (judged < atLeast) return UNKNOWN;
      if (above * 2 > judged) return FALSE;
      return isBeyond(robustZ(value, valuesAround(station, hour), minSpread).z, limit, open);
    },
    judge(station, hour, open): Judgement {
      const value = series(station, hour);
      const limit = open ? (leaf.clear_z ?? leaf.z) : leaf.z;
      const head = { kind: 'unlike_neighbours', quantity: leaf.quantity, over: 'hour', limit } as const;
      if (Number.isNaN(value)) return { ...head, truth: 'unknown', reason: 'value_missing' };
      const values = valuesAround(station, hour);
      const counted = { neighbours: values.length, min_neighbours: atLeast };
      if (values.length < atLeast)
        return { ...head, truth: 'unknown', reason: 'too_few_neighbours', value, facts: counted };
      const { z, median, spread } = robustZ(value, values, minSpread);
      const tri = isBeyond(z, limit, open);
      const reason = tri === TRUE ? (open ? 'not_yet_clear' : 'unlike_neighbours') : open ? 'clear' : 'like_neighbours';
      return { ...head, truth: truthName(tri), reason, value, facts: { z, median, spread, neighbours: values.length } };
    },
  };
}
