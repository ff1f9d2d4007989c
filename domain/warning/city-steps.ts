import type { ClockChange } from '../deadline/clockwork.ts';
import { type Grade, isAtLeast } from '../grade/grade.ts';
import { nextDaily } from './city-obligations.ts';
import type { Outcome, Proceedings } from './proceedings.ts';
import { type Refusal, refusal } from './refusal.ts';
import { type CityProgress, gradeInForce } from './warning.ts';
import type {
  Acknowledge,
  ConfirmStop,
  IssueOwn,
  LiftOwn,
  ReportDay,
  ReportMeasures,
  StartResponse,
  SubmitSummary,
} from './warning-command.ts';

export function acknowledge(proceedings: Proceedings, { city }: Acknowledge): Outcome {
  const progress = progressOf(proceedings, city);
  if (isRefused(progress)) return progress;
  const refused =
    proceedings.unauthorized({ acts: ['acknowledge'], grade: gradeInForce(proceedings.known), place: city }) ??
    once(progress.acknowledgedAt !== null);
  if (refused !== undefined) return refused;
  const { issue } = progress;
  return [proceedings.record('warning.received', { city, issue }, { clocks: kept(proceedings, city, 'acknowledge') })];
}

/** The same grade as the region's or a higher one, never a lower one (WRN-23). */
export function issueOwn(proceedings: Proceedings, { city, grade }: IssueOwn): Outcome {
  const progress = progressOf(proceedings, city);
  if (isRefused(progress)) return progress;
  const refused =
    proceedings.unauthorized({ acts: ['issue'], grade, place: city }) ??
    noColour(proceedings) ??
    tooLow(proceedings, grade) ??
    once(progress.own?.liftedAt === null && progress.own.grade === grade);
  if (refused !== undefined) return refused;
  return [
    proceedings.record('warning.own_issued', { city, grade }, { clocks: kept(proceedings, city, 'own_warning') }),
  ];
}

export function startResponse(proceedings: Proceedings, { city, grade }: StartResponse): Outcome {
  const progress = progressOf(proceedings, city);
  if (isRefused(progress)) return progress;
  const own = progress.own?.liftedAt === null ? progress.own.grade : 'none';
  const refused =
    proceedings.unauthorized({ acts: ['report'], grade, place: city }) ??
    noColour(proceedings) ??
    tooLow(proceedings, grade) ??
    (isAtLeast(own, grade)
      ? undefined
      : refusal(
          'WRN-24',
          `a response of ${grade} needs the city's own warning of it`,
          `启动 ${grade} 级响应须先发布本市相应预警`,
        )) ??
    once(progress.response?.grade === grade && progress.stoppedAt === null);
  if (refused !== undefined) return refused;
  return [
    proceedings.record(
      'warning.response_started',
      { city, grade },
      { clocks: kept(proceedings, city, 'start_response') },
    ),
  ];
}

export function reportMeasures(proceedings: Proceedings, command: ReportMeasures): Outcome {
  const { city, measures, enterprises, reductionPercent } = command;
  const progress = progressOf(proceedings, city);
  if (isRefused(progress)) return progress;
  const refused =
    proceedings.unauthorized({ acts: ['report'], grade: gradeInForce(proceedings.known), place: city }) ??
    noColour(proceedings) ??
    notResponding(progress) ??
    once(progress.firstReportAt !== null) ??
    empty(measures);
  if (refused !== undefined) return refused;
  return [
    proceedings.record(
      'warning.measures_reported',
      { city, measures, enterprises, reductionPercent },
      { clocks: kept(proceedings, city, 'first_report') },
    ),
  ];
}

/** A daily report is owed for one day after the other, and given on its day or later (WRN-25). */
export function reportDay(proceedings: Proceedings, { city, day, text }: ReportDay): Outcome {
  const { obliger, known, now } = proceedings;
  const progress = progressOf(proceedings, city);
  if (isRefused(progress)) return progress;
  const refused =
    proceedings.unauthorized({ acts: ['report'], grade: gradeInForce(known), place: city }) ??
    noColour(proceedings) ??
    notResponding(progress) ??
    empty(text);
  if (refused !== undefined) return refused;
  const owed = known.clocks.open.find(
    (one) => one.duty === 'daily_report' && one.by === city && one.id.split('/')[2] === day,
  );
  if (owed === undefined) return refusal('WRN-25', `no report of ${day} is owed`, `没有应报的 ${day} 日报`);
  if (obliger.calendar.dayOf(now) < obliger.calendar.dayOf(owed.dueAt)) {
    return refusal('WRN-25', `the report of ${day} is given on its day`, `${day} 的日报应在当日提交`);
  }
  const clocks = { keeps: [owed.id], opens: nextDaily(proceedings, owed) };
  return [proceedings.record('warning.day_reported', { city, day, text }, { clocks })];
}

export function liftOwn(proceedings: Proceedings, { city }: LiftOwn): Outcome {
  const progress = progressOf(proceedings, city);
  if (isRefused(progress)) return progress;
  const own = progress.own;
  const refused =
    proceedings.unauthorized({ acts: ['lift'], grade: own?.grade ?? 'none', place: city }) ??
    once(own === null || own.liftedAt !== null);
  return refused ?? [proceedings.record('warning.own_lifted', { city })];
}

/** The response is over when the city's own warning is lifted too (WRN-26). */
export function confirmStop(proceedings: Proceedings, { city }: ConfirmStop): Outcome {
  const progress = progressOf(proceedings, city);
  if (isRefused(progress)) return progress;
  const refused =
    proceedings.unauthorized({ acts: ['report'], grade: 'none', place: city }) ??
    noColour(proceedings) ??
    once(progress.stoppedAt !== null) ??
    (progress.own?.liftedAt === null
      ? refusal('WRN-26', "the city's own warning still stands: lift it first", '本市预警尚未解除，须先解除')
      : undefined);
  if (refused !== undefined) return refused;
  return [proceedings.record('warning.stopped', { city }, { clocks: kept(proceedings, city, 'confirm_stop') })];
}

export function submitSummary(proceedings: Proceedings, { city, text }: SubmitSummary): Outcome {
  const progress = progressOf(proceedings, city);
  if (isRefused(progress)) return progress;
  const refused =
    proceedings.unauthorized({ acts: ['report'], grade: 'none', place: city }) ??
    noColour(proceedings) ??
    once(progress.summaryAt !== null) ??
    empty(text);
  if (refused !== undefined) return refused;
  return [
    proceedings.record('warning.summary_submitted', { city, text }, { clocks: kept(proceedings, city, 'summary') }),
  ];
}

function progressOf({ known }: Proceedings, city: string): CityProgress | Refusal {
  return known.cities[city] ?? refusal('WRN-3', `the warning does not name "${city}"`, `预警不涉及“${city}”`);
}

function isRefused(progress: CityProgress | Refusal): progress is Refusal {
  return 'rule' in progress;
}

/** What fulfils a duty closes every open clock of it that the city has. */
function kept({ known }: Proceedings, city: string, duty: string): ClockChange {
  const keeps = known.clocks.open.filter((one) => one.by === city && one.duty === duty).map(({ id }) => id);
  return keeps.length === 0 ? {} : { keeps };
}

function tooLow({ known }: Proceedings, grade: Grade): Refusal | undefined {
  const regional = gradeInForce(known);
  if (isAtLeast(grade, regional)) return undefined;
  return refusal('WRN-23', `${grade} is lower than the region's ${regional}`, `${grade} 级低于区域的 ${regional} 级`);
}

function noColour({ known }: Proceedings): Refusal | undefined {
  if (known.kind === 'colour') return undefined;
  return refusal('WRN-10', 'a health notice asks for receipt only', '健康提示只须确认收到');
}

function notResponding({ response }: CityProgress): Refusal | undefined {
  if (response !== null) return undefined;
  return refusal('WRN-24', 'the response has not been started', '尚未启动响应');
}

function once(done: boolean): Refusal | undefined {
  return done ? refusal('WRN-24', 'this has been done', '该步骤已完成') : undefined;
}

function empty(text: string): Refusal | undefined {
  return text.trim() === '' ? refusal('WRN-5', 'the report says nothing', '报告内容为空') : undefined;
}
