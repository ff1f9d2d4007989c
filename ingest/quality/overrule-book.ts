import type { Overrule } from '../../domain/air/quality/overrule.ts';

const NONE: readonly Overrule[] = Object.freeze([]);

/** All decisions of reviewers, as the ledger tells them. People make them one by one: they fit into memory. */
export class OverruleBook {
  readonly #byStation = new Map<string, Map<string, Overrule[]>>();

  add(overrule: Overrule): void {
    const { station, at, periodS } = overrule;
    let periods = this.#byStation.get(station);
    if (periods === undefined) {
      periods = new Map();
      this.#byStation.set(station, periods);
    }
    const key = keyOf(at, periodS);
    periods.set(key, [...(periods.get(key) ?? []), overrule]);
  }

  /** Decisions on the values of one reading, oldest first. */
  of({ station, at, periodS }: { readonly station: string; readonly at: number; readonly periodS: number }) {
    const periods = this.#byStation.get(station);
    return periods === undefined ? NONE : (periods.get(keyOf(at, periodS)) ?? NONE);
  }
}

function keyOf(at: number, periodS: number): string {
  return `${at}/${periodS}`;
}
