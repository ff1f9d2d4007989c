import type { ClockChange } from '../deadline/clockwork.ts';
import { type Grade, isAtLeast, rankOf } from '../grade/grade.ts';
import { owedAfterIssue } from './city-obligations.ts';
import { openRound } from './consultation-steps.ts';
import { type Outcome, type Proceedings, unexplained } from './proceedings.ts';
import { possibleColours } from './propose.ts';
import { type Refusal, refusal } from './refusal.ts';
import { roundClocks } from './round-clocks.ts';
import { gradeInForce, type Issue, type Round, type Warning } from './warning.ts';
import type { IssueAtOnce, IssueWarning } from './warning-command.ts';
import type { WarningEvent } from './warning-event.ts';

/** The authorised issue, apart from the recommendation (WRN-19); of a notice without one (WRN-10). */
export function issueWarning(proceedings: Proceedings, command: IssueWarning): Outcome {
  const { known, coordinator } = proceedings;
  const { grade, responseAt = proceedings.now, reason } = command;
  const round = openRound(known);
  const refused =
    proceedings.unauthorized({ acts: ['issue'], grade, place: coordinator }) ??
    notRecommended(known, round, grade) ??
    atNoTime(proceedings, responseAt);
  if (refused !== undefined) return refused;
  return [issued(proceedings, { ...round, grade, responseAt, atOnce: false, reason: reason ?? round.reason })];
}

function notRecommended(
  warning: Warning,
  { grade: proposed, stage, recommendation }: Round,
  grade: Grade,
): Refusal | undefined {
  if (warning.kind !== 'colour') {
    return grade === 'none'
      ? undefined
      : refusal('WRN-10', `${warning.kind} has a health notice and no colour`, '臭氧、沙尘只发健康提示，不定颜色');
  }
  const highest = recommendation?.grade ?? null;
  if (stage !== 'recommended' || highest === null) {
    return refusal('WRN-19', 'nothing is issued before the members have been consulted', '未经会商不得发布');
  }
  if (grade === gradeInForce(warning) && warning.issues.at(-1)?.cities.length === warning.round?.cities.length) {
    return refusal('WRN-11', `${grade} is in force already`, `${grade} 级已在生效`);
  }
  if (isAtLeast(grade, proposed) && isAtLeast(highest, grade)) return undefined;
  return refusal(
    'WRN-19',
    `recommended is ${proposed} to ${highest}, not ${grade}`,
    `会商建议为 ${proposed} 至 ${highest}，不含 ${grade}`,
  );
}

/** Without asking, where the agreement allows it and measured air gives that grade (WRN-20). */
export function issueAtOnce(proceedings: Proceedings, command: IssueAtOnce): Outcome {
  const { known, coordinator, agreement } = proceedings;
  const { grade, responseAt = proceedings.now, reason } = command;
  const { round, standing } = known;
  const refused =
    proceedings.unauthorized({ acts: ['issue'], grade, place: coordinator }) ??
    unexplained(reason) ??
    (round === null && standing !== 'in_force'
      ? refusal(
          'WRN-7',
          'no "issue_at_once" now: no proposal names the cities',
          '此时不能“issue_at_once”：尚无列明城市的提议',
        )
      : undefined) ??
    (known.kind !== 'colour'
      ? refusal('WRN-10', `${known.kind} has a health notice and no colour`, '臭氧、沙尘只发健康提示，不定颜色')
      : undefined) ??
    (possibleColours(proceedings).has(grade)
      ? undefined
      : refusal('WRN-8', `the agreement's conditions give no "${grade}"`, `协议的分级条件没有“${grade}”级`)) ??
    notThere(known, grade) ??
    atNoTime(proceedings, responseAt);
  if (refused !== undefined) return refused;
  if (agreement.duties.consultation.skipped === 'never') {
    return refusal('WRN-20', 'the agreement never skips the consultation', '协议规定不得省略会商');
  }
  const issue = known.issues.at(-1);
  const cities = round?.cities ?? issue?.cities ?? [];
  if (standing === 'in_force' && grade === gradeInForce(known) && cities.length === issue?.cities.length) {
    return refusal('WRN-11', `${grade} is in force for these cities already`, `这些城市的 ${grade} 级已在生效`);
  }
  const window = round?.window ?? issue?.window ?? { from: proceedings.now, to: null };
  return [issued(proceedings, { grade, cities, window, basis: 'observed', responseAt, atOnce: true, reason })];
}

function notThere({ airs }: Warning, grade: Grade): Refusal | undefined {
  const air = airs.at(-1);
  if (air !== undefined && air.basis !== 'forecast' && isAtLeast(air.grade, grade)) return undefined;
  return refusal('WRN-20', `the air measured does not give ${grade}: consult`, `实测未达 ${grade} 级条件，须先会商`);
}

/** Longer than any forecast: what lies beyond is a slip, and would put the duty to respond to sleep. */
const LONGEST_LEAD_MS = 7 * 86_400_000;

function atNoTime({ now }: Proceedings, responseAt: number): Refusal | undefined {
  if (responseAt > now + LONGEST_LEAD_MS) {
    return refusal('WRN-22', 'a response begins within seven days', '响应须在七日内启动');
  }
  if (responseAt >= now) return undefined;
  return refusal('WRN-22', 'a response cannot be ordered for the past', '不能命令在过去的时刻启动响应');
}

type Issuing = Pick<Issue, 'grade' | 'cities' | 'window' | 'basis' | 'responseAt' | 'atOnce'> & {
  readonly reason: string;
};

function issued(proceedings: Proceedings, issuing: Issuing): WarningEvent {
  const { known } = proceedings;
  const { grade, cities, window, basis, responseAt, atOnce, reason } = issuing;
  const number = known.issues.length + 1;
  const change = changeOf(known, grade);
  const data = { number, change, grade, cities, window, basis, responseAt, atOnce, reason };
  const clocks = clocksOfIssue(proceedings, data);
  return proceedings.record(grade === 'none' ? 'warning.notice_issued' : 'warning.issued', data, { clocks });
}

function changeOf({ standing, issues }: Warning, grade: Grade): Issue['change'] {
  const before = issues.at(-1);
  if (before === undefined) return 'start';
  if (standing === 'lifted') return 'relapse';
  const step = rankOf(grade) - rankOf(before.grade);
  return step > 0 ? 'up' : step < 0 ? 'down' : 'more_cities';
}

function clocksOfIssue(proceedings: Proceedings, issue: Omit<Issue, 'by' | 'at'>): ClockChange {
  const { known } = proceedings;
  const { keeps, voids: ofRound } = roundClocks(proceedings, 'keeps');
  const opens = issue.cities.flatMap((city) => owedAfterIssue(proceedings, city, issue));
  const renewed = new Set(opens.map(({ duty, by }) => `${duty}/${by}`));
  const replaced = known.clocks.open.filter(({ duty, by }) => {
    if (issue.change === 'relapse') return duty === 'confirm_stop' || duty === 'summary' || duty === 'region_review';
    return renewed.has(`${duty}/${by}`);
  });
  return { keeps, voids: [...ofRound, ...replaced.map(({ id }) => id)], opens };
}
