import type { SequenceState } from '../../store/accounts.ts';
import { gapsOf, storedUpTo } from './sequence-book.ts';

/**
 * What a station hears of its numbers. `stored`: every number from `from` (absent: from the first) to it is accounted for.
 * `missing`: every number from `from` to `upTo` is, except these, which are to be sent again.
 */
export type AccountReceipt =
  | { readonly stored: number; readonly from?: number }
  | {
      readonly missing: readonly (readonly [from: number, to: number])[];
      readonly upTo: number;
      readonly from?: number;
    };

/** What a station was told last, and when its missing numbers are to be told again (epoch ms). */
export interface Told {
  readonly count?: number;
  readonly stored?: number;
  readonly missing?: readonly number[];
  readonly missingDueAt?: number;
  readonly missingWaitMs?: number;
}

/** While nothing changes the missing numbers are told again after this long, then twice as long, up to the limit. */
const MISSING_AGAIN_MS = 10_000;
const MISSING_AGAIN_LIMIT_MS = 600_000;

/**
 * The receipts that are due for a state that is durable, and what was told after them. `asked`: the station has sent again what
 * is accounted for, so it has not heard the last receipt.
 */
export function dueReceipts(
  told: Told,
  state: SequenceState,
  { now, asked }: { readonly now: number; readonly asked: boolean },
): { readonly told: Told; readonly receipts: readonly AccountReceipt[] } {
  const receipts: AccountReceipt[] = [];
  // Loggers begin at 0 or 1; anything later may have readings before it that we have never seen.
  const from = state.base > 1 ? { from: state.base } : {};
  const stored = storedUpTo(state);
  if (asked || stored !== told.stored || state.count !== told.count) receipts.push({ stored, ...from });
  const next: Told = { count: state.count, stored };
  const { missing } = state;
  if (missing.length === 0) return { told: next, receipts };
  const changed = told.missing === undefined || !sameNumbers(told.missing, missing);
  if (!changed && now < (told.missingDueAt ?? 0)) {
    const { missingDueAt = 0, missingWaitMs = MISSING_AGAIN_MS } = told;
    return { told: { ...next, missing, missingDueAt, missingWaitMs }, receipts };
  }
  receipts.push({ missing: gapsOf(missing), upTo: state.highest, ...from });
  const waitMs = changed
    ? MISSING_AGAIN_MS
    : Math.min(2 * (told.missingWaitMs ?? MISSING_AGAIN_MS), MISSING_AGAIN_LIMIT_MS);
  return { told: { ...next, missing, missingDueAt: now + waitMs, missingWaitMs: waitMs }, receipts };
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a === b || (a.length === b.length && a.every((number, i) => number === b[i]));
}
