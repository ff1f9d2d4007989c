import { HOUR_S, MIN_SAMPLING_S } from './hour-mean.ts';
import { MISSING, thousandths } from './hour-ring.ts';
import type { Parameter } from './parameter.ts';
import type { ReadValues } from './read-values.ts';
import type { Reading } from './reading.ts';

/** Hours of one station that are kept apart. */
const KEPT = 2;
/** Fields before the slots of an hour: its number, how many parts came. */
const HEAD = 2;
const NO_HOUR = -2_147_483_648;
/** Integers that are allocated together: the rows of some stations, of one at least. */
const CHUNK_LENGTH = 65_536;

/**
 * The parts of hours of all stations that send periods of one length, in blocks of 4-byte integers: for each station its newest two
 * hours, for each hour its slots, for each slot whether it came and its values in thousandths.
 */
export class PartTable {
  readonly partS: number;
  readonly slots: number;
  readonly #columns: readonly Parameter[];
  readonly #width: number;
  readonly #hourLength: number;
  readonly #rowOf: Int32Array;
  readonly #chunkRows: number;
  readonly #chunks: Int32Array[] = [];
  #rows = 0;
  /** The block that the last `open` was in. */
  #chunk = new Int32Array(0);

  constructor(options: { readonly partS: number; readonly columns: readonly Parameter[]; readonly stations: number }) {
    this.partS = options.partS;
    this.slots = Math.ceil(HOUR_S / options.partS);
    this.#columns = options.columns;
    this.#width = options.columns.length + 1;
    this.#hourLength = HEAD + this.slots * this.#width;
    this.#rowOf = new Int32Array(options.stations).fill(-1);
    this.#chunkRows = Math.max(1, Math.floor(CHUNK_LENGTH / (KEPT * this.#hourLength)));
  }

  has(station: number, hour: number): boolean {
    return this.#find(station, hour) >= 0;
  }

  /** The place of the station's hour in its block, made when there is none; -1 when it is older than what is kept. */
  open(station: number, hour: number): number {
    const found = this.#find(station, hour);
    if (found >= 0) return found;
    if (this.#rowOf[station] === -1) this.#addRow(station);
    const base = this.#select(station);
    let oldest = base;
    for (let kept = 1; kept < KEPT; kept += 1) {
      const place = base + kept * this.#hourLength;
      if ((this.#chunk[place] as number) < (this.#chunk[oldest] as number)) oldest = place;
    }
    if (hour < (this.#chunk[oldest] as number)) return -1;
    this.#chunk.fill(MISSING, oldest, oldest + this.#hourLength);
    this.#chunk[oldest] = hour;
    this.#chunk[oldest + 1] = 0;
    return oldest;
  }

  /** Puts a part into the hour that was opened last; how many different parts it has now. */
  put(hourBase: number, slot: number, reading: Reading, read: ReadValues): number {
    const chunk = this.#chunk;
    const place = hourBase + HEAD + slot * this.#width;
    if (chunk[place] === MISSING) {
      chunk[place] = 1;
      chunk[hourBase + 1] = (chunk[hourBase + 1] as number) + 1;
    }
    read(reading, chunk, place + 1);
    return chunk[hourBase + 1] as number;
  }

  mean(station: number, hour: number, column: number): number {
    const base = this.#find(station, hour);
    if (base < 0) return MISSING;
    const parameter = this.#columns[column];
    if (parameter === 'wind_dir') return this.#meanDirection(base, column);
    const chunk = this.#chunk;
    let place = base + HEAD + 1 + column;
    let sum = 0;
    let count = 0;
    for (let slot = 0; slot < this.slots; slot += 1) {
      const value = chunk[place] as number;
      if (value !== MISSING) {
        sum += value;
        count += 1;
      }
      place += this.#width;
    }
    if (count * this.partS < MIN_SAMPLING_S) return MISSING;
    return parameter === 'rain' ? sum : Math.round(sum / count);
  }

  #meanDirection(base: number, column: number): number {
    let east = 0;
    let north = 0;
    let count = 0;
    for (let slot = 0; slot < this.slots; slot += 1) {
      const value = this.#chunk[base + HEAD + slot * this.#width + 1 + column] as number;
      if (value === MISSING) continue;
      count += 1;
      east += Math.sin((value * Math.PI) / 180_000);
      north += Math.cos((value * Math.PI) / 180_000);
    }
    if (count * this.partS < MIN_SAMPLING_S || Math.hypot(east, north) <= 1e-9 * count) return MISSING;
    return thousandths(((Math.atan2(east, north) * 180) / Math.PI + 360) % 360);
  }

  #find(station: number, hour: number): number {
    if (this.#rowOf[station] === -1) return -1;
    const base = this.#select(station);
    for (let kept = 0; kept < KEPT; kept += 1) {
      const place = base + kept * this.#hourLength;
      if (this.#chunk[place] === hour) return place;
    }
    return -1;
  }

  /** Takes the station's block in hand; where its row begins. */
  #select(station: number): number {
    const row = this.#rowOf[station] as number;
    this.#chunk = this.#chunks[Math.floor(row / this.#chunkRows)] as Int32Array<ArrayBuffer>;
    return (row % this.#chunkRows) * KEPT * this.#hourLength;
  }

  #addRow(station: number): void {
    if (this.#rows % this.#chunkRows === 0) {
      this.#chunks.push(new Int32Array(this.#chunkRows * KEPT * this.#hourLength).fill(NO_HOUR));
    }
    this.#rowOf[station] = this.#rows;
    this.#rows += 1;
  }
}
