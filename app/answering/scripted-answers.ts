import type { WarningAct } from '../../domain/agreement/role.ts';
import type { Grade } from '../../domain/grade/grade.ts';
import { gradeInForce, type Warning } from '../../domain/warning/warning.ts';
import type { ScriptLine } from './answers-file.ts';
import type { DeskView } from './desk-view.ts';
import type { Planned, WarningStep } from './planned.ts';

const ACTS: Readonly<Record<ScriptLine['step']['type'], readonly WarningAct[]>> = {
  take_position: ['consult'],
  consult: ['propose', 'issue'],
  issue: ['issue'],
  issue_at_once: ['issue'],
  withdraw: ['propose', 'issue'],
  lift: ['lift'],
  acknowledge: ['acknowledge'],
  issue_own: ['issue'],
  start_response: ['report'],
  pause_clock: ['issue'],
  resume_clock: ['issue'],
};

/** The lines of a script, each once, for the warning it names or the newest that is open; none while there is no such warning. */
export function scriptedAnswers(
  { posts }: DeskView,
  script: readonly ScriptLine[],
  warnings: readonly Warning[],
): (Planned<WarningStep> & { readonly warning: Warning })[] {
  const open = warnings.filter(
    ({ standing }) => standing === 'pending' || standing === 'in_force' || standing === 'lifted',
  );
  return script.flatMap(({ at, by: jurisdiction, warning: id, step }, line) => {
    const warning = id === undefined ? open.at(-1) : warnings.find((one) => one.id === id);
    if (warning === undefined) return [];
    const by = posts.forWarning(jurisdiction, ACTS[step.type], gradeOf(step, warning));
    return [{ key: `script/${line + 1}`, at, by, command: commandOf(step, jurisdiction), warning }];
  });
}

function gradeOf(step: ScriptLine['step'], warning: Warning): Grade {
  if (step.type === 'take_position' || step.type === 'consult') return warning.round?.grade ?? 'none';
  return 'grade' in step && step.grade !== undefined ? step.grade : gradeInForce(warning);
}

function commandOf(step: ScriptLine['step'], jurisdiction: string): WarningStep {
  if (step.type === 'take_position') return { ...step, member: step.member ?? jurisdiction };
  if (step.type === 'acknowledge' || step.type === 'issue_own' || step.type === 'start_response') {
    return { ...step, city: jurisdiction };
  }
  return step;
}
