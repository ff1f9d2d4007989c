import { spatialVerdicts } from '../../domain/air/quality/spatial-verdicts.ts';
import { LATE_HOURS } from '../../domain/air/quality/station-history.ts';
import type { Verdict } from '../../domain/air/quality/verdict.ts';
import type { Values } from '../../domain/air/reading.ts';
import type { StationBench } from './station-bench.ts';

/** An hour is compared among stations when one of the region has an hour this much newer (QC-18). */
export const SETTLE_HOURS = 2;
const NEVER = -1_000_000_000;
const HOUR_MS = 3_600_000;

/** What the stations around say of one station's hour. */
export interface Compared {
  readonly bench: StationBench;
  readonly hour: number;
  readonly verdicts: readonly Verdict[];
}

/**
 * When which hours are compared among neighbours (QC-10, QC-18): all stations of an hour at once as soon as it is settled, and after
 * that whoever a straggler touches, so that the last word depends on the set of readings and not on their order.
 */
export class NeighbourRounds {
  readonly #benches: ReadonlyMap<string, StationBench>;
  readonly #utcOffsetMs: number;
  readonly #touched = new Map<number, Set<StationBench>>();
  #newest = NEVER;

  constructor(benches: ReadonlyMap<string, StationBench>, options: { readonly utcOffsetMs: number }) {
    this.#benches = benches;
    this.#utcOffsetMs = options.utcOffsetMs;
  }

  /** Before a reading of this hour is entered: the comparisons that were waiting for it. */
  advance(hour: number): readonly Compared[] {
    if (hour <= this.#newest) return NOTHING;
    const [before, settled] = [this.#newest, hour - SETTLE_HOURS];
    this.#newest = hour;
    const compared: Compared[] = [];
    for (let due = before - SETTLE_HOURS + 1; due <= Math.min(before, settled); due += 1) {
      compared.push(...this.#compare(due, this.#benches.values()));
    }
    return compared;
  }

  /** After a reading was entered: of a settled hour it is a straggler. */
  entered(bench: StationBench, hour: number): void {
    if (hour > this.#newest - SETTLE_HOURS || hour <= this.#newest - LATE_HOURS) return;
    let touched = this.#touched.get(hour);
    if (touched === undefined) {
      touched = new Set();
      this.#touched.set(hour, touched);
    }
    touched.add(bench);
    for (const neighbour of bench.neighbours) touched.add(neighbour);
  }

  /** The comparisons that stragglers have asked for since the last call, oldest hour first. */
  stragglers(): readonly Compared[] {
    if (this.#touched.size === 0) return NOTHING;
    const hours = [...this.#touched].sort(([a], [b]) => a - b);
    this.#touched.clear();
    return hours.flatMap(([hour, benches]) => this.#compare(hour, benches));
  }

  #compare(hour: number, benches: Iterable<StationBench>): Compared[] {
    const known = new Map<StationBench, Values | undefined>();
    const valuesOf = (bench: StationBench) => {
      if (!known.has(bench)) known.set(bench, bench.comparable(hour));
      return known.get(bench);
    };
    const at = hour * HOUR_MS - this.#utcOffsetMs;
    const compared: Compared[] = [];
    for (const bench of benches) {
      const { limits } = bench.terms;
      if (bench.neighbours.length < limits.neighbours.at_least) continue;
      const values = valuesOf(bench);
      if (values === undefined) continue;
      const neighbours: Values[] = [];
      for (const neighbour of bench.neighbours) {
        const around = valuesOf(neighbour);
        if (around !== undefined) neighbours.push(around);
      }
      compared.push({ bench, hour, verdicts: spatialVerdicts(limits, { at, values, neighbours }) });
    }
    return compared;
  }
}

const NOTHING: readonly Compared[] = Object.freeze([]);
