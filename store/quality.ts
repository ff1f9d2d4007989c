import type { Parameter } from '../domain/air/parameter.ts';
import type { Verdict } from '../domain/air/quality/verdict.ts';

/** Which reading verdicts are about. */
export interface JudgedPeriod {
  readonly station: string;
  /** End of the hour on the region's grid, epoch ms. */
  readonly at: number;
  readonly periodS: number;
}

/** Tests that rest on other readings, by what they look at; each group is judged by itself and replaced as a whole. */
export type TestGroup = 'hours' | 'stations';

/** All that one group of tests says of one reading now; it replaces what was there. Empty: nothing any more. */
export interface VerdictChange extends JudgedPeriod {
  readonly group: TestGroup;
  readonly verdicts: readonly Verdict[];
  /** The values that were judged, as sent: a verdict on another value than the reading has now is no longer about it. */
  readonly measured: Readonly<Partial<Record<Parameter, number>>>;
}

/** One kept verdict. */
export interface KeptVerdict extends JudgedPeriod {
  readonly verdict: Verdict;
  /** The value that was judged, as sent. */
  readonly measured: number;
}

/**
 * Verdicts that rest on more than the reading itself, beside the readings. Identity is (station, at, periodS, parameter, test).
 * Implementations: `SqliteQuality`. Methods reject with `StoreUnavailable`.
 */
export interface QualityStore {
  /**
   * All or nothing, in order. With `from`, everything about periods that end there or later is forgotten first. `through` is
   * remembered: all that was committed of hours up to there has been judged, epoch ms.
   */
  replace(
    changes: readonly VerdictChange[],
    options?: { readonly from?: number; readonly through?: number },
  ): Promise<void>;
  /** The last `through`; undefined when there was none. */
  judgedThrough(): Promise<number | undefined>;
  /** Of periods that end in [from, to), ordered by (at, station). Without stations: of all. */
  read(query: {
    readonly from: number;
    readonly to: number;
    readonly stations?: readonly string[];
  }): Promise<KeptVerdict[]>;
  close(): Promise<void>;
}
