import type { HourGrid } from './hour-grid.ts';
import { HOUR_S } from './hour-mean.ts';
import type { Parameter } from './parameter.ts';
import { PartTable } from './part-table.ts';
import { type ReadValues, readValues } from './read-values.ts';
import type { Reading } from './reading.ts';

/** Different lengths of parts in one region; a mad logger that makes up more of them makes no hours. */
const MOST_LENGTHS = 32;

/**
 * Hours that are made up of shorter periods: what each station has said of its newest ones. Parts are of one length, the first
 * one's, and each has its slot of the hour: the same minutes again replace themselves, also stamped a little differently.
 */
export class PartHours {
  readonly #grid: HourGrid;
  readonly #columns: readonly Parameter[];
  readonly #read: ReadValues;
  /** One table for each length of parts that some station uses. */
  readonly #tables = new Map<number, PartTable>();
  readonly #tableOf: (PartTable | undefined)[];

  constructor(options: { readonly grid: HourGrid; readonly columns: readonly Parameter[]; readonly stations: number }) {
    this.#grid = options.grid;
    this.#columns = options.columns;
    this.#read = readValues(options.columns);
    this.#tableOf = new Array<PartTable | undefined>(options.stations).fill(undefined);
  }

  /**
   * Takes a part. `complete`: the whole hour is there now; `open`: not yet; `unknown`: the hour is older than what is kept, its
   * parts must be read again; `ignored`: a part of another length than the first, or of one too many in the region.
   */
  enter(station: number, hour: number, reading: Reading): 'complete' | 'open' | 'unknown' | 'ignored' {
    const { periodS } = reading;
    let table = this.#tableOf[station];
    if (table === undefined || table.partS !== periodS) {
      if (table?.has(station, hour) === true) return 'ignored';
      const other = this.#tableFor(periodS);
      if (other === undefined) return 'ignored';
      table = other;
      this.#tableOf[station] = table;
    }
    const base = table.open(station, hour);
    if (base < 0) return 'unknown';
    const sinceMs = reading.at - this.#grid.endOf(hour - 1);
    const slot = Math.min(Math.max(Math.ceil(sinceMs / (periodS * 1000)) - 1, 0), table.slots - 1);
    const count = table.put(base, slot, reading, this.#read);
    return count * periodS >= HOUR_S ? 'complete' : 'open';
  }

  /** Whether parts of the hour are kept. */
  has(station: number, hour: number): boolean {
    return this.#tableOf[station]?.has(station, hour) ?? false;
  }

  /**
   * The hour's mean in thousandths: weighted by time, at least 45 minutes of valid sampling, rain as the sum, the wind's direction
   * as that of the mean unit vector.
   */
  mean(station: number, hour: number, column: number): number {
    const table = this.#tableOf[station];
    return table?.mean(station, hour, column) ?? Number.NaN;
  }

  #tableFor(partS: number): PartTable | undefined {
    let table = this.#tables.get(partS);
    if (table === undefined) {
      if (this.#tables.size >= MOST_LENGTHS) return undefined;
      table = new PartTable({ partS, columns: this.#columns, stations: this.#tableOf.length });
      this.#tables.set(partS, table);
    }
    return table;
  }
}
