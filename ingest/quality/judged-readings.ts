import { judgeReading } from '../../domain/air/quality/judge-reading.ts';
import type { JudgedReading } from '../../domain/air/quality/usable-reading.ts';
import { QUALITY_TESTS, type Verdict } from '../../domain/air/quality/verdict.ts';
import type { Reading } from '../../domain/air/reading.ts';
import type { KeptVerdict, QualityStore } from '../../store/quality.ts';
import type { OverruleBook } from './overrule-book.ts';
import type { RegionTerms } from './station-terms.ts';

const HOUR_S = 3600;
const HALF_HOUR_MS = 1_800_000;
/** With more stations than this the range is read as a whole. */
const MANY_STATIONS = 200;
const NONE: readonly Verdict[] = Object.freeze([]);

export interface JudgedReadingsOptions {
  readonly terms: RegionTerms;
  readonly overrules: OverruleBook;
  readonly store: Pick<QualityStore, 'read'>;
  /** Resolves when the store has all that is known; rejects with `StoreUnavailable` while that cannot be. */
  readonly settled: () => Promise<void>;
}

/**
 * Readings out of the store with all that is said of them: by themselves, which is judged anew, by the hours and stations around, which
 * is kept, and by reviewers.
 */
export class JudgedReadings {
  readonly #options: JudgedReadingsOptions;

  constructor(options: JudgedReadingsOptions) {
    this.#options = options;
  }

  /** In the order of the readings, which are those of one page: near each other in time, or of few stations. */
  async of(readings: readonly Reading[]): Promise<JudgedReading[]> {
    const { terms, overrules } = this.#options;
    const kept = await this.#kept(readings);
    return readings.map((reading) => {
      const { limits, traits, calibration } = terms.of(reading.station);
      const alone = judgeReading(limits, reading, traits);
      const around = this.#against(reading, kept);
      const verdicts = around.length === 0 ? alone : [...alone, ...around];
      return { reading, verdicts, overrules: overrules.of(reading), calibration };
    });
  }

  /** By station and end of the hour. */
  async #kept(readings: readonly Reading[]): Promise<ReadonlyMap<string, readonly KeptVerdict[]>> {
    let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const stations = new Set<string>();
    for (const { station, at, periodS } of readings) {
      if (periodS !== HOUR_S) continue;
      from = Math.min(from, at - HALF_HOUR_MS);
      to = Math.max(to, at + HALF_HOUR_MS + 1);
      stations.add(station);
    }
    await this.#options.settled();
    if (stations.size === 0) return new Map();
    const few = stations.size <= MANY_STATIONS ? { stations: [...stations] } : {};
    const kept = await this.#options.store.read({ from, to, ...few });
    return Map.groupBy(kept, keyOf);
  }

  #against(reading: Reading, kept: ReadonlyMap<string, readonly KeptVerdict[]>): readonly Verdict[] {
    if (kept.size === 0 || reading.periodS !== HOUR_S) return NONE;
    const at = this.#options.terms.hourEnd(reading.at);
    const found = kept.get(keyOf({ station: reading.station, at }));
    if (found === undefined) return NONE;
    return found
      .filter(({ verdict, measured }) => reading.values[verdict.parameter] === measured)
      .map(({ verdict }) => ({ ...verdict, at: reading.at }))
      .sort((a, b) => QUALITY_TESTS.indexOf(a.test) - QUALITY_TESTS.indexOf(b.test));
  }
}

function keyOf({ station, at }: { readonly station: string; readonly at: number }): string {
  return `${at} ${station}`;
}
