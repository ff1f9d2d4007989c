import type { WarningAct } from '../../domain/agreement/role.ts';
import { isPaused, type OpenObligation } from '../../domain/deadline/obligation.ts';
import { type Grade, isAtLeast } from '../../domain/grade/grade.ts';
import { mergeGapMs } from '../../domain/warning/same-episode.ts';
import { type Air, gradeInForce, type Round, type Warning } from '../../domain/warning/warning.ts';
import type { Term } from './answer-time.ts';
import type { DeskView } from './desk-view.ts';
import type { Planned, WarningStep } from './planned.ts';

/** The coordinator decides on the open proposal, steps down or lifts when the air is better, and reviews. */
export function coordinatorAnswers(view: DeskView, warning: Warning): Planned<WarningStep>[] {
  return [...decision(view, warning), ...stepDown(view, warning), ...lift(view, warning), ...review(view, warning)];
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

/** A lower colour is for people to propose. One that the members did not want is not proposed again before the air is told anew. */
function stepDown(view: DeskView, warning: Warning): Planned<WarningStep>[] {
  const { id, round, issues } = warning;
  const [air, inForce] = [airSince(warning), gradeInForce(warning)];
  const { cities = [], window } = issues.at(-1) ?? {};
  if (air === undefined || round !== null || air.grade === 'none' || isAtLeast(air.grade, inForce)) return [];
  const { grade, basis, at } = air;
  const reason = '污染减轻（模拟答复） less pollution (modelled answer)';
  const command = {
    ...({ type: 'propose', warning: id, kind: 'colour', grade, cities, basis, reason } as const),
    window: { from: at, to: window?.to ?? null },
  };
  return [likeDecision(view, air.at, { key: `step_down/${air.at}`, acts: ['propose'], grade, command })];
}

function lift(view: DeskView, warning: Warning): Planned<WarningStep>[] {
  const air = airSince(warning);
  if (air === undefined || air.grade !== 'none') return [];
  const reason = '污染过程结束（模拟答复） the episode is over (modelled answer)';
  const key = `lift/${warning.issues.length}`;
  const command = { type: 'lift', reason } as const;
  return [likeDecision(view, air.at, { key, acts: ['lift'], grade: gradeInForce(warning), command })];
}

/** What was told last, if since the newest issue; undefined too where nothing is in force. */
function airSince({ standing, airs, issues }: Warning): Air | undefined {
  const [air, issue] = [airs.at(-1), issues.at(-1)];
  return standing === 'in_force' && air !== undefined && air.at >= (issue?.at ?? 0) ? air : undefined;
}

/** No term says when to step down or to lift; the model takes that of any other decision, from when the air was told. */
function likeDecision(
  view: DeskView,
  from: number,
  {
    key,
    acts,
    grade,
    command,
  }: {
    readonly key: string;
    readonly acts: readonly WarningAct[];
    readonly grade: Grade;
    readonly command: WarningStep;
  },
): Planned<WarningStep> {
  const { agreement, obliger } = view.posts;
  const by = agreement.region.coordinator ?? '';
  const owed = obliger.within({ id: key, duty: 'decision', by, from }, agreement.duties.consultation.decision);
  return { key, at: view.timeOf(owed, key), by: view.posts.forWarning(by, acts, grade), command };
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
