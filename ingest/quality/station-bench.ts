import { PARAMETERS } from '../../domain/air/parameter.ts';
import type { Comparable } from '../../domain/air/quality/spatial-verdicts.ts';
import { LATE_HOURS, StationHistory } from '../../domain/air/quality/station-history.ts';
import type { Verdict } from '../../domain/air/quality/verdict.ts';
import type { Reading, Values } from '../../domain/air/reading.ts';
import type { TestGroup } from '../../store/quality.ts';
import type { StationTerms } from './station-terms.ts';

/** What one group of tests says of an hour, and the values it judged. */
interface Held {
  readonly verdicts: readonly Verdict[];
  readonly measured: Values;
}

const KEPT_HOURS = 2 * LATE_HOURS;

/** What the desk has on one station: its last hours, once it has sent one, and what other readings say against them. */
export class StationBench {
  readonly id: string;
  readonly terms: StationTerms;
  /** Stations around it; empty for background stations. */
  neighbours: readonly StationBench[] = [];
  readonly #utcOffsetMs: number;
  readonly #held: Readonly<Record<TestGroup, Map<number, Held>>> = { hours: new Map(), stations: new Map() };
  #history: StationHistory | undefined;
  /** Every neighbour asks for the same hour. */
  #comparedHour = Number.NaN;
  #compared: Comparable | undefined;
  #city = '';

  constructor(options: { readonly id: string; readonly terms: StationTerms; readonly utcOffsetMs: number }) {
    this.id = options.id;
    this.terms = options.terms;
    this.#utcOffsetMs = options.utcOffsetMs;
  }

  /** To enter the reading into. Made for the first hour: a station that sends minutes only costs nothing here. */
  historyFor({ city }: Reading): StationHistory {
    this.#city = city;
    this.#comparedHour = Number.NaN;
    this.#history ??= new StationHistory({ limits: this.terms.limits, utcOffsetMs: this.#utcOffsetMs });
    return this.#history;
  }

  has(hour: number): boolean {
    return this.#history?.has(hour) === true;
  }

  /** The hour's reading as it was sent, while it is kept. */
  reading(hour: number): Reading | undefined {
    return this.#history?.reading(hour, { station: this.id, city: this.#city });
  }

  /** What other readings say against this one, stamped with its own end; what was said of other values is passed over. */
  against(reading: Reading, hour: number): readonly Verdict[] {
    let found: readonly Verdict[] = NONE;
    for (const held of [this.#held.hours.get(hour), this.#held.stations.get(hour)]) {
      const still = held?.verdicts.filter(({ parameter: of }) => held.measured[of] === reading.values[of]);
      if (still === undefined || still.length === 0) continue;
      found = [...found, ...still.map((verdict) => ({ ...verdict, at: reading.at }))];
    }
    return found;
  }

  held(group: TestGroup, hour: number): Held | undefined {
    return this.#held[group].get(hour);
  }

  hold(group: TestGroup, hour: number, held: Held): void {
    const byHour = this.#held[group];
    if (held.verdicts.length === 0) byHour.delete(hour);
    else byHour.set(hour, held);
    // What is no longer kept cannot be judged again, and its verdicts are in the store.
    const oldest = (this.#history?.latestHour ?? hour) - KEPT_HOURS;
    if (byHour.size > KEPT_HOURS) for (const past of byHour.keys()) if (past <= oldest) byHour.delete(past);
  }

  /** The hour's valid values as they count (QC-18): what neighbours are compared by. Undefined without a reading. */
  comparable(hour: number): Comparable | undefined {
    if (this.#comparedHour === hour) return this.#compared;
    const history = this.#history;
    if (history === undefined || !history.has(hour)) return undefined;
    const { limits, calibration } = this.terms;
    const at = history.endOf(hour);
    const compared: number[] = [];
    for (const parameter of PARAMETERS) {
      const isCompared = limits.parameters[parameter].spatial !== null;
      const value = isCompared ? history.usable(parameter, hour) : Number.NaN;
      compared.push(calibration === undefined || Number.isNaN(value) ? value : calibration.apply(parameter, at, value));
    }
    this.#compared = compared;
    this.#comparedHour = hour;
    return this.#compared;
  }
}

const NONE: readonly Verdict[] = Object.freeze([]);
