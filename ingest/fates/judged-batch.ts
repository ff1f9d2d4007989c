import type { Reading } from '../../domain/air/reading.ts';
import type { LateArrival, OlderVersion } from '../../store/arrivals.ts';
import type { Fate } from '../witness.ts';
import { DUPLICATE, LATE, NEW, REVISED } from './batch-scratch.ts';

/** Readings that came together, on our clock, epoch ms. */
export interface Arrived {
  readonly readings: readonly Reading[];
  readonly receivedAt: number;
}

/** What is to become of a batch, before it is committed. Holds until the next one is judged. */
export interface JudgedBatch {
  /** All of it, in the order of arrival. */
  readonly readings: readonly Reading[];
  /** What is to be written: the new and the revised; of several versions of one reading the last. */
  readonly write: readonly Reading[];
  /** A reading of the batch and the version before it, which is written in its stead when the store refuses it. */
  readonly overtaken: ReadonlyMap<Reading, Reading>;
  /** To be recorded before the write. */
  readonly superseded: readonly OlderVersion[];
  readonly late: readonly LateArrival[];
  /** Those that are not new. */
  readonly repeated: ReadonlyMap<Reading, Exclude<Fate, 'new'>>;
  /** Readings that count as new because the store could not be asked, and replaced versions that could not be read. */
  readonly unknown: number;
  readonly unread: number;
  /** Of the reading at this place in `readings`. */
  fateAt(place: number): Fate;
  /** Also by place; a duplicate never is. */
  isLateAt(place: number): boolean;
}

const WORDS: Readonly<Record<number, Fate>> = { [NEW]: 'new', [DUPLICATE]: 'duplicate', [REVISED]: 'revised' };
const NONE: ReadonlyMap<Reading, never> = new Map<Reading, never>();

/** What a pipeline without memory makes of a batch. */
export function allNew(arrived: readonly Arrived[]): JudgedBatch {
  const readings = arrived.flatMap((one) => one.readings);
  const nothing = { overtaken: NONE, superseded: [], late: [], repeated: NONE, unknown: 0, unread: 0 };
  return { readings, write: readings, ...nothing, fateAt: () => 'new', isLateAt: () => false };
}

/** Puts together what follows from the fate noted of each place. */
export function judgedBatch(draft: {
  readonly readings: readonly Reading[];
  readonly arrived: readonly Arrived[];
  readonly fates: Uint8Array;
  readonly overtaken: ReadonlyMap<Reading, Reading>;
  readonly superseded: readonly OlderVersion[];
  readonly unknown: number;
  readonly unread: number;
}): JudgedBatch {
  const { readings, fates, overtaken, superseded, unknown, unread } = draft;
  const same = {
    ...{ readings, overtaken, superseded, unknown, unread },
    fateAt: (place: number) => WORDS[(fates[place] as number) & ~LATE] ?? 'new',
    isLateAt: (place: number) => ((fates[place] as number) & LATE) !== 0,
  };
  let seen = 0;
  for (let place = 0; place < readings.length; place++) seen |= fates[place] as number;
  if (seen === NEW) return { ...same, write: readings, late: [], repeated: NONE };

  const write: Reading[] = [];
  const late: LateArrival[] = [];
  const repeated = new Map<Reading, Exclude<Fate, 'new'>>();
  const laterInBatch = new Set(overtaken.values());
  let place = 0;
  for (const { readings: together, receivedAt } of draft.arrived) {
    for (const reading of together) {
      const fate = fates[place++] as number;
      if ((fate & DUPLICATE) !== 0) {
        repeated.set(reading, 'duplicate');
        continue;
      }
      if ((fate & ~LATE) !== NEW) repeated.set(reading, 'revised');
      if (!laterInBatch.has(reading)) write.push(reading);
      if ((fate & LATE) === 0) continue;
      const { station, at, periodS } = reading;
      late.push({ station, at, periodS, receivedAt });
    }
  }
  return { ...same, write, late, repeated };
}
