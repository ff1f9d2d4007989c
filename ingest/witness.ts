import type { Reading } from '../domain/air/reading.ts';
import type { Refusal } from './refusal.ts';

/**
 * What became of a committed reading (LAT): `new`; `duplicate`, the same again; `revised`, a different one for the same
 * station and period, which replaced the older one.
 */
export type Fate = 'new' | 'duplicate' | 'revised';

/** Keeps the books of what happened to every reading of every station. Called after the commit, before the acknowledgement; must not throw. */
export interface Witness {
  /** `late`: it was older than the agreement's window when it came; never a duplicate. `receivedAt` on our clock, epoch ms. */
  stored(reading: Reading, facts: { readonly fate: Fate; readonly late: boolean; readonly receivedAt: number }): void;
  /** Of a registered station only. */
  refused(station: string, refusal: Refusal, receivedAt: number): void;
}
