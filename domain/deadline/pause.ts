import type { Clocks } from '../agreement/clocks.ts';

/** A time in which a clock stood still, epoch ms; `to` null: it still does. */
export type Pause = { readonly from: number; readonly to: number | null; readonly reason: string };

/** A clock stands still only for what the agreement names (DLN-6). */
export function isPauseReason(clocks: Pick<Clocks, 'pause_reasons'>, reason: string): boolean {
  return clocks.pause_reasons.some(({ id }) => id === reason);
}
