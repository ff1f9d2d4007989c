import { isPaused } from '../../domain/deadline/obligation.ts';
import { memberOf } from '../../domain/warning/consultation-steps.ts';
import type { Warning } from '../../domain/warning/warning.ts';
import { cityAnswers } from './city-answers.ts';
import { coordinatorAnswers } from './coordinator-answers.ts';
import type { DeskView } from './desk-view.ts';
import type { Planned, WarningStep } from './planned.ts';

/** All that is to be done in a warning as it stands, by whom and when; what nobody does has no time. */
export function warningAnswers(view: DeskView, warning: Warning): Planned<WarningStep>[] {
  if (warning.standing === 'withdrawn' || warning.standing === 'reviewed') return [];
  return [...positions(view, warning), ...cityAnswers(view, warning), ...coordinatorAnswers(view, warning)];
}

/** Each one asked says what its manner says; a superior that is asked for a silent city answers in its own manner. */
function positions(view: DeskView, { round, clocks }: Warning): Planned<WarningStep>[] {
  if (round?.stage !== 'consulting') return [];
  return clocks.open.flatMap((owed) => {
    if (owed.duty !== 'position' || isPaused(owed)) return [];
    const { position, grade } = view.mannerOf(owed.by);
    const member = memberOf(owed);
    const reason =
      position === 'object'
        ? { reason: '本市空气质量未达标准（模拟答复） our air does not call for it (modelled answer)' }
        : {};
    const command = {
      type: 'take_position',
      member,
      position,
      ...(grade === undefined ? {} : { grade }),
      ...reason,
    } as const;
    const by = view.posts.forWarning(owed.by, ['consult'], round.grade);
    return [{ key: owed.id, at: view.timeOf(owed, owed.id, { final: round.silence !== 'escalates' }), by, command }];
  });
}
