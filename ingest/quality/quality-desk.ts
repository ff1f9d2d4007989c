import { judgeAround } from '../../domain/air/quality/judge-around.ts';
import { judgeReading, NO_VERDICTS } from '../../domain/air/quality/judge-reading.ts';
import { neighboursOf } from '../../domain/air/quality/neighbours-of.ts';
import { usableReading } from '../../domain/air/quality/usable-reading.ts';
import type { Verdict } from '../../domain/air/quality/verdict.ts';
import type { Reading } from '../../domain/air/reading.ts';
import type { TestGroup, VerdictChange } from '../../store/quality.ts';
import { NeighbourRounds } from './neighbour-rounds.ts';
import type { OverruleBook } from './overrule-book.ts';
import type { QualityCounters } from './quality-counters.ts';
import { StationBench } from './station-bench.ts';
import type { RegionTerms } from './station-terms.ts';

const HOUR_S = 3600;

export interface QualityDeskOptions {
  readonly terms: RegionTerms;
  readonly overrules: OverruleBook;
  readonly counters: QualityCounters;
  /** Verdicts on hours that end before this may have been kept by an earlier desk; by default there are none. Epoch ms. */
  readonly knownFrom?: number;
}

/** What a batch of readings led to. */
export interface Taken {
  /**
   * The readings as they may be used, and earlier ones again whose usable values have changed by what came now (QC-17). A later
   * one of the same identity replaces the earlier.
   */
  readonly usable: Reading[];
  /** What is to be kept beside the readings, in order. */
  readonly changes: VerdictChange[];
}

/**
 * Quality control in the way of every reading: raw ones in, usable ones out. Deterministic in its input, knows no clock and no store;
 * live operation, restart and replay feed the same object. Memory is bounded: 48 hours of every station that sends hours.
 */
export class QualityDesk {
  readonly #options: QualityDeskOptions;
  readonly #benches = new Map<string, StationBench>();
  readonly #rounds: NeighbourRounds;

  constructor(options: QualityDeskOptions) {
    this.#options = options;
    const { stations, limits, utcOffsetMs } = options.terms;
    const neighbours = neighboursOf(stations, limits.neighbours.within_km);
    for (const { id } of stations) this.#bench(id);
    for (const [id, around] of neighbours) this.#bench(id).neighbours = around.map((near) => this.#bench(near));
    this.#rounds = new NeighbourRounds(this.#benches, { utcOffsetMs });
  }

  /** End of the newest hour that any station has sent, epoch ms; undefined before the first. */
  get newestHourEnd(): number | undefined {
    return this.#rounds.newestEnd;
  }

  /** Takes committed readings in the order in which they were committed. */
  take(readings: readonly Reading[]): Taken {
    const taken: Taken = { usable: [], changes: [] };
    for (const reading of readings) this.#enter(reading, taken);
    this.#rounds.stragglers((bench, hour, verdicts) =>
      this.#judged(bench, { group: 'stations', hour, verdicts }, taken),
    );
    return taken;
  }

  #enter(reading: Reading, taken: Taken): void {
    const bench = this.#bench(reading.station);
    const { limits, traits } = bench.terms;
    const alone = judgeReading(limits, reading, traits);
    if (alone.length > 0) this.#options.counters.count(alone);
    if (reading.periodS === HOUR_S) this.#enterHour(bench, reading, alone, taken);
    else taken.usable.push(this.#usable(bench, reading, alone));
  }

  #enterHour(bench: StationBench, reading: Reading, alone: readonly Verdict[], taken: Taken): void {
    const history = bench.historyFor(reading);
    const hour = history.hourOf(reading.at);
    if (this.#rounds.isNewer(hour)) {
      this.#rounds.advance(hour, (compared, round, verdicts) =>
        this.#judged(compared, { group: 'stations', hour: round, verdicts }, taken),
      );
    }
    const judgement = judgeAround(history, reading);
    const judge = (judged: number) => {
      const end = history.endOf(judged);
      const all = judgement?.verdicts ?? NO_VERDICTS;
      const verdicts = all.length === 0 ? all : all.filter(({ at }) => at === end);
      this.#judged(bench, { group: 'hours', hour: judged, verdicts }, taken, { quietly: judged === hour });
    };
    if (judgement !== undefined) for (let judged = judgement.from; judged <= hour; judged += 1) judge(judged);
    taken.usable.push(this.#usable(bench, reading, alone, hour));
    if (judgement === undefined) return;
    for (let judged = hour + 1; judged <= judgement.to; judged += 1) judge(judged);
    this.#rounds.entered(bench, hour);
  }

  /** Takes down what a group of tests says of an hour now, and hands the hour on again when that changes what is usable of it. */
  #judged(
    bench: StationBench,
    {
      group,
      hour,
      verdicts,
    }: { readonly group: TestGroup; readonly hour: number; readonly verdicts: readonly Verdict[] },
    taken: Taken,
    options: { readonly quietly?: boolean } = {},
  ): void {
    const had = bench.held(group, hour);
    if (verdicts.length === 0 && had === undefined && this.#isKnown(hour)) return;
    const reading = bench.reading(hour);
    if (reading === undefined) return;
    const measured = reading.values;
    if (had !== undefined && isSame(had, { verdicts, measured })) return;
    const before = options.quietly === true ? reading : this.#usable(bench, reading, undefined, hour);
    bench.hold(group, hour, { verdicts, measured });
    this.#options.counters.count(verdicts);
    const at = this.#endOf(hour);
    taken.changes.push({ station: bench.id, at, periodS: HOUR_S, group, verdicts, measured });
    if (options.quietly === true) return;
    const after = this.#usable(bench, reading, undefined, hour);
    if (!hasSameValues(before, after)) taken.usable.push(after);
  }

  /** `hour`: for an hourly reading, its number. `known`: what is said of the reading by itself, when that is known already. */
  #usable(bench: StationBench, reading: Reading, known?: readonly Verdict[], hour?: number): Reading {
    const { limits, traits, calibration } = bench.terms;
    const alone = known ?? judgeReading(limits, reading, traits);
    const around = hour === undefined ? NO_VERDICTS : bench.against(reading, hour);
    const verdicts = around.length === 0 ? alone : [...alone, ...around];
    return usableReading(limits, { reading, verdicts, overrules: this.#options.overrules.of(reading), calibration });
  }

  #bench(id: string): StationBench {
    let bench = this.#benches.get(id);
    if (bench === undefined) {
      const { terms } = this.#options;
      bench = new StationBench({ id, terms: terms.of(id), utcOffsetMs: terms.utcOffsetMs });
      this.#benches.set(id, bench);
    }
    return bench;
  }

  #isKnown(hour: number): boolean {
    const { knownFrom = Number.NEGATIVE_INFINITY } = this.#options;
    return this.#endOf(hour) >= knownFrom;
  }

  #endOf(hour: number): number {
    return hour * HOUR_S * 1000 - this.#options.terms.utcOffsetMs;
  }
}

function isSame(a: Pick<VerdictChange, 'verdicts' | 'measured'>, b: Pick<VerdictChange, 'verdicts' | 'measured'>) {
  return JSON.stringify([a.verdicts, a.measured]) === JSON.stringify([b.verdicts, b.measured]);
}

function hasSameValues(a: Reading, b: Reading): boolean {
  return JSON.stringify(a.values) === JSON.stringify(b.values);
}
