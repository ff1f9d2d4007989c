import { isPaused, type OpenObligation } from '../../domain/deadline/obligation.ts';
import { isAtLeast } from '../../domain/grade/grade.ts';
import { mergeGapMs } from '../../domain/warning/same-episode.ts';
import { gradeInForce, type Round, type Warning } from '../../domain/warning/warning.ts';
import type { Term } from './answer-time.ts';
import type { DeskView } from './desk-view.ts';
import type { Planned, WarningStep } from './planned.ts';

/** The coordinator decides on the open proposal, lifts when the air is clean, and reviews. */
export function coordinatorAnswers(view: DeskView, warning: Warning): Planned<WarningStep>[] {
  return [...decision(view, warning), ...lift(view, warning), ...review(view, warning)];
}

function decision(view: DeskView, warning: Warning): Planned<WarningStep>[] {
  const { round, clocks } = warning;
  const owed = clocks.open.find((one) => one.duty === 'decision' && !isPaused(one));
  if (round === null || owed === undefined) return [];
  const { grade, recommendation } = round;
  if (overtaken(warning, round))
    return [withdrawal(view, owed, grade, '空气已好转（模拟答复） the air has improved (modelled answer)')];
  if (round.stage === 'rejected') {
    return [withdrawal(view, owed, grade, '会商未通过（模拟答复） the members did not agree (modelled answer)')];
  }
  if (round.stage === 'recommended') {
    const issued = recommendation?.grade ?? null;
    if (issued === null) return [];
    const by = view.posts.forWarning(owed.by, ['issue'], issued);
    return [step(view, owed, { type: 'issue', grade: issued }, by)];
  }
  if (round.stage !== 'proposed') return [];
  if (warning.kind !== 'colour') {
    return [step(view, owed, { type: 'issue', grade: 'none' }, view.posts.forWarning(owed.by, ['issue'], 'none'))];
  }
  if (mayAtOnce(view, warning, owed) && grade !== 'none') {
    const reason = '实测已达该级（模拟答复） the air measured is there already (modelled answer)';
    const by = view.posts.forWarning(owed.by, ['issue'], grade);
    return [step(view, owed, { type: 'issue_at_once', grade, reason }, by)];
  }
  return [step(view, owed, { type: 'consult' }, view.posts.forWarning(owed.by, ['propose', 'issue'], grade))];
}

function step(
  view: DeskView,
  owed: OpenObligation,
  command: WarningStep,
  by: Planned<WarningStep>['by'],
): Planned<WarningStep> {
  return { key: `${command.type}/${owed.id}`, at: view.timeOf(owed, owed.id), by, command };
}

function withdrawal(view: DeskView, owed: OpenObligation, grade: Round['grade'], reason: string) {
  return step(view, owed, { type: 'withdraw', reason }, view.posts.forWarning(owed.by, ['propose', 'issue'], grade));
}

/** What was proposed no longer rests on the air. */
function overtaken({ airs }: Warning, { unfounded, proposedAt }: Round): boolean {
  const air = airs.at(-1);
  return unfounded || (air !== undefined && air.grade === 'none' && air.at > proposedAt);
}

function mayAtOnce(view: DeskView, { airs, round }: Warning, { by }: OpenObligation): boolean {
  const air = airs.at(-1);
  if (!view.mannerOf(by).at_once || view.posts.agreement.duties.consultation.skipped === 'never') return false;
  return air !== undefined && air.basis !== 'forecast' && isAtLeast(air.grade, round?.grade ?? 'red');
}

/** No term says when to lift; the model takes that of any other decision, from the hour in which the air was told to be clean. */
function lift(view: DeskView, warning: Warning): Planned<WarningStep>[] {
  const { standing, airs, issues } = warning;
  const [air, issue] = [airs.at(-1), issues.at(-1)];
  if (standing !== 'in_force' || air === undefined || air.grade !== 'none' || air.at < (issue?.at ?? 0)) return [];
  const { agreement, obliger } = view.posts;
  const by = agreement.region.coordinator ?? '';
  const key = `lift/${issues.length}`;
  const term = agreement.duties.consultation.decision;
  const owed = obliger.within({ id: key, duty: 'decision', by, from: air.at }, term);
  const reason = '污染过程结束（模拟答复） the episode is over (modelled answer)';
  const post = view.posts.forWarning(by, ['lift'], gradeInForce(warning));
  return [{ key, at: view.timeOf(owed, key), by: post, command: { type: 'lift', reason } }];
}

/** When the episode can no longer go on, and the summaries are there or overdue (WRN-30). */
function review(view: DeskView, warning: Warning): Planned<WarningStep>[] {
  const { clocks, lift: lifted, round } = warning;
  const owed = clocks.open.find((one) => one.duty === 'region_review' && !isPaused(one));
  if (owed === undefined || lifted === null || round !== null) return [];
  const gone = lifted.pollutionEndedAt + mergeGapMs(view.posts.agreement);
  const summaries = clocks.open.filter(({ duty }) => duty === 'summary').map(({ dueAt }) => dueAt + 1);
  const from = Math.max(owed.from, gone, ...summaries);
  const term: Term & { readonly by: string } = { ...owed, from, dueAt: Math.max(from, owed.dueAt) };
  const text = '评估（模拟答复） review (modelled answer)';
  const by = view.posts.forWarning(owed.by, ['lift'], 'none');
  return [{ key: owed.id, at: view.timeOf(term, owed.id), by, command: { type: 'review', text } }];
}
