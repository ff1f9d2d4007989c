import type { ClockChange } from '../deadline/clockwork.ts';
import type { Proceedings } from './proceedings.ts';

/** The coordinator's duty to decide on an open proposal, each time it is his turn (WRN-13, WRN-17). */
export function decisionOwed(
  proceedings: Proceedings,
  round: number,
  turn: 'proposal' | 'recommendation' | 'rejection',
): NonNullable<ClockChange['opens']> {
  const { obliger, coordinator, now, agreement } = proceedings;
  const owed = { id: `decision/${round}/${turn}`, duty: 'decision', by: coordinator, from: now };
  return [obliger.within(owed, agreement.duties.consultation.decision)];
}

/** What the open proposal's clocks come to when it is decided: the coordinator's duty is kept by deciding, all else is void. */
export function roundClocks(
  { warning }: Pick<Proceedings, 'warning'>,
  decision: 'keeps' | 'voids',
): { keeps: string[]; voids: string[] } {
  const open = warning?.clocks.open ?? [];
  const decisions = open.filter(({ duty }) => duty === 'decision').map(({ id }) => id);
  const positions = open.filter(({ duty }) => duty === 'position').map(({ id }) => id);
  return decision === 'keeps'
    ? { keeps: decisions, voids: positions }
    : { keeps: [], voids: [...decisions, ...positions] };
}
