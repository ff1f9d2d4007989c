import type { RunScore } from './score-run.ts';
import type { RunKind } from './synthetic-run.ts';

/** So many of so many. */
export interface Share {
  readonly count: number;
  readonly of: number;
}

/** Figures of many runs. */
export interface SummedScores {
  readonly runs: number;
  /** Runs with a plume that reached a city within the rule's reach: the city it reached most was told of the right neighbour. */
  readonly hit: Share;
  /** The same runs: that city was told of a wrong neighbour in any hour. */
  readonly wrong: Share;
  /** Every reached city of every run. */
  readonly told: Share;
  /** Statements (a city, an hour) that named a neighbour that had nothing to do with it, of all statements. */
  readonly wrongStatements: Share;
  /** Statements that named a city the plume came by, its source being out of the rule's reach; of all statements. */
  readonly relays: Share;
  /** Statements in hours with a true mean wind below the limit, of all judgements in such hours. */
  readonly calm: Share;
  /** Runs in which any city in any hour was told of a wrong neighbour, by kind. */
  readonly anywhere: ReadonlyMap<RunKind, Share>;
}

export function summedScores(scores: readonly RunScore[]): SummedScores {
  const sum = (of: (score: RunScore) => number) => scores.reduce((total, score) => total + of(score), 0);
  const reached = scores.filter(({ transported }) => transported);
  const statements = sum((score) => score.rightHours + score.relayHours + score.wrongHours);
  const kinds = [...new Set(scores.map(({ kind }) => kind))].sort();
  return {
    runs: scores.length,
    hit: { count: reached.filter(({ hit }) => hit).length, of: reached.length },
    wrong: { count: reached.filter(({ wrong }) => wrong).length, of: reached.length },
    told: { count: sum(({ told }) => told), of: sum(({ reached }) => reached) },
    wrongStatements: { count: sum(({ wrongHours }) => wrongHours), of: statements },
    relays: { count: sum(({ relayHours }) => relayHours), of: statements },
    calm: { count: sum(({ calmSpoken }) => calmSpoken), of: sum(({ calmJudged }) => calmJudged) },
    anywhere: new Map(
      kinds.map((kind) => {
        const ofKind = scores.filter((score) => score.kind === kind);
        return [kind, { count: ofKind.filter(({ wrongHours }) => wrongHours > 0).length, of: ofKind.length }];
      }),
    ),
  };
}

/** Wilson's 95 % interval of a share. */
export function interval({ count, of }: Share): readonly [low: number, high: number] {
  if (of === 0) return [0, 1];
  const z = 1.96;
  const p = count / of;
  const middle = (p + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
