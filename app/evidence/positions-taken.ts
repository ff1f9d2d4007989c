import type { Grade } from '../../domain/grade/grade.ts';
import type { Actor } from '../../domain/warning/actor.ts';
import type { WarningEvent } from '../../domain/warning/warning-event.ts';
import type { LedgerEvent } from '../../store/ledger.ts';

/** A position, or the silence of a member whose time was over, as the ledger tells it. */
export interface PositionTaken {
  readonly seq: number;
  readonly round: number;
  /** Epoch ms. */
  readonly at: number;
  readonly member: string;
  readonly position: 'agree' | 'agree_higher' | 'object' | 'silent';
  readonly grade?: Grade;
  readonly reason: string;
  /** Absent with silence. */
  readonly by?: Actor;
}

/** Every position of a warning, round after round, in the order in which they were taken. */
export function positionsTaken(own: readonly LedgerEvent[]): PositionTaken[] {
  const taken: PositionTaken[] = [];
  let round = 0;
  for (const entry of own) {
    const { type, at, data } = entry as unknown as WarningEvent;
    const { seq } = entry;
    if (type === 'warning.proposed') round = data.round;
    else if (type === 'warning.silence_noted') {
      taken.push({ seq, round, at, member: data.member, position: 'silent', reason: data.meaning });
    } else if (type === 'warning.position_taken') {
      const { member, position, grade, reason = '', by } = data;
      const said = { seq, round, at, member, position, reason, ...(grade === undefined ? {} : { grade }) };
      taken.push('person' in by ? { ...said, by } : said);
    }
  }
  return taken;
}
