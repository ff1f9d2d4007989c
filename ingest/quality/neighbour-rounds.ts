import { type Comparable, spatialVerdicts } from '../../domain/air/quality/spatial-verdicts.ts';
import { LATE_HOURS } from '../../domain/air/quality/station-history.ts';
import type { Verdict } from '../../domain/air/quality/verdict.ts';
import type { StationBench } from './station-bench.ts';

/** An hour is compared among stations when one of the region has an hour this much newer (QC-18). */
export const SETTLE_HOURS = 2;
const NEVER = -1_000_000_000;
const HOUR_MS = 3_600_000;

/** Hears what the stations around say of a station's hour. */
export type OnCompared = (bench: StationBench, hour: number, verdicts: readonly Verdict[]) => void;

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

  /** End of the newest hour of the region, epoch ms; undefined before the first. */
  get newestEnd(): number | undefined {
    return this.#newest === NEVER ? undefined : this.#newest * HOUR_MS - this.#utcOffsetMs;
  }

  isNewer(hour: number): boolean {
    return hour > this.#newest;
  }

  /** Before a reading of a newer hour is entered: the comparisons that were waiting for it. */
  advance(hour: number, onCompared: OnCompared): void {
    const [before, settled] = [this.#newest, hour - SETTLE_HOURS];
    this.#newest = hour;
    for (let due = before - SETTLE_HOURS + 1; due <= Math.min(before, settled); due += 1) {
      this.#compare(due, this.#benches.values(), onCompared);
    }
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
  stragglers(onCompared: OnCompared): void {
    if (this.#touched.size === 0) return;
    const hours = [...this.#touched].sort(([a], [b]) => a - b);
    this.#touched.clear();
    for (const [hour, benches] of hours) this.#compare(hour, benches, onCompared);
  }

  #compare(hour: number, benches: Iterable<StationBench>, onCompared: OnCompared): void {
    const at = hour * HOUR_MS - this.#utcOffsetMs;
    const neighbours: Comparable[] = [];
    for (const bench of benches) {
      const { limits } = bench.terms;
      const values = bench.neighbours.length < limits.neighbours.at_least ? undefined : bench.comparable(hour);
      if (values === undefined) continue;
      neighbours.length = 0;
      for (const neighbour of bench.neighbours) {
        const around = neighbour.comparable(hour);
        if (around !== undefined) neighbours.push(around);
      }
      onCompared(bench, hour, spatialVerdicts(limits, { at, values, neighbours }));
    }
  }
}
