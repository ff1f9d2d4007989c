import { isPaused, type OpenObligation } from '../deadline/obligation.ts';
import { isPauseReason } from '../deadline/pause.ts';
import type { Outcome, Proceedings } from './proceedings.ts';
import { type Refusal, refusal } from './refusal.ts';
import type { PauseClock, ResumeClock } from './warning-command.ts';

/** The coordinator stops a clock, for a reason that the agreement names (WRN-32). */
export function pauseClock(proceedings: Proceedings, { obligation, reason }: PauseClock): Outcome {
  const found = clockOf(proceedings, obligation);
  if ('rule' in found) return found;
  if (!isPauseReason(proceedings.agreement.clocks, reason)) {
    return refusal('WRN-32', `the agreement names no pause for "${reason}"`, `协议未列“${reason}”为中止事由`);
  }
  if (isPaused(found)) return refusal('WRN-32', 'this clock stands still already', '该期限已中止');
  if (found.fired > 0 || found.dueAt <= proceedings.now || found.term === undefined) {
    return refusal('WRN-32', 'only a term that is not over can pause', '仅未届满的期间可以中止');
  }
  const clocks = { pauses: { id: obligation, reason } };
  return [proceedings.record('warning.clock_paused', { obligation, reason }, { clocks })];
}

export function resumeClock(proceedings: Proceedings, { obligation }: ResumeClock): Outcome {
  const found = clockOf(proceedings, obligation);
  if ('rule' in found) return found;
  if (!isPaused(found)) return refusal('WRN-32', 'this clock is not paused', '该期限未中止');
  const resumes = proceedings.obliger.resumed(found, proceedings.now);
  const steps = found.duty === 'position' ? resumes.steps.slice(0, 1) : resumes.steps;
  const clocks = { resumes: { ...resumes, steps } };
  return [proceedings.record('warning.clock_resumed', { obligation, dueAt: resumes.dueAt }, { clocks })];
}

function clockOf(proceedings: Proceedings, id: string): OpenObligation | Refusal {
  const { known, coordinator } = proceedings;
  const refused = proceedings.unauthorized({ acts: ['issue'], grade: 'none', place: coordinator });
  if (refused !== undefined) return refused;
  return (
    known.clocks.open.find((one) => one.id === id) ??
    refusal('WRN-32', `there is no open clock "${id}"`, `没有进行中的期限“${id}”`)
  );
}
