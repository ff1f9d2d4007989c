import { isAtLeast } from '../grade/grade.ts';
import { type Outcome, type Proceedings, unexplained } from './proceedings.ts';
import { refusal } from './refusal.ts';
import type { TellAir } from './warning-command.ts';

/** What the engine says of the air goes on record and decides nothing; late data that changes it is a correction (WRN-27). */
export function tellAir(proceedings: Proceedings, { grade, basis, reason, changedFrom }: TellAir): Outcome {
  const { known, by, now } = proceedings;
  if (!('machine' in by)) return refusal('WRN-4', 'only the engine tells of the air', '空气状况只由程序引擎给出');
  const refused = unexplained(reason);
  if (refused !== undefined) return refused;
  if (changedFrom === undefined) return [proceedings.record('warning.air_told', { grade, basis, reason })];
  if (changedFrom > now) return refusal('WRN-27', 'hours to come cannot be corrected', '不能更正将来的时段');
  const { round, airs } = known;
  const unfounded = round !== null && 'machine' in round.proposedBy && !isAtLeast(grade, round.grade);
  const previous = airs.at(-1)?.grade ?? null;
  return [proceedings.record('warning.corrected', { grade, previous, basis, reason, changedFrom, unfounded })];
}
