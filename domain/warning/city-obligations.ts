import type { Obligation } from '../deadline/obligation.ts';
import { dayText } from '../deadline/working-calendar.ts';
import { type Grade, isAtLeast } from '../grade/grade.ts';
import type { Proceedings } from './proceedings.ts';
import type { Issue } from './warning.ts';

/** Duties of a city while the warning is in force; those of the end are `confirm_stop` and `summary`. */
export const RESPONSE_DUTIES = [
  'acknowledge',
  'own_warning',
  'start_response',
  'first_report',
  'daily_report',
] as const;

type Owing = { readonly number: number; readonly grade: Grade } & Pick<Issue, 'change' | 'responseAt'>;

/** What a city owes from a regional issue on (WRN-21); what it has done already at that grade or higher is not owed again. */
export function owedAfterIssue(proceedings: Proceedings, city: string, issue: Owing): Obligation[] {
  const { obliger, agreement, now, warning } = proceedings;
  const { duties } = agreement;
  const before = warning?.cities[city];
  const open = new Set(warning?.clocks.open.filter(({ by }) => by === city).map(({ duty }) => duty));
  const owed = (duty: string) => ({ id: `${duty}/${city}/${issue.number}`, duty, by: city, from: now });
  const opens = [obliger.within(owed('acknowledge'), duties.acknowledge)];
  if (issue.grade === 'none') return opens;
  const anew = before === undefined || issue.change === 'up' || issue.change === 'relapse';
  // A step down, or more cities, give nobody more time for what is owed already.
  const isDue = (duty: string) => anew || !open.has(duty);
  const own = before?.own?.liftedAt === null ? before.own.grade : 'none';
  if (!isAtLeast(own, issue.grade) && isDue('own_warning')) {
    opens.push(obliger.within(owed('own_warning'), duties.own_warning));
  }
  const responding = before?.stoppedAt === null ? (before.response?.grade ?? 'none') : 'none';
  if (!isAtLeast(responding, issue.grade) && isDue('start_response')) {
    opens.push(obliger.within(owed('start_response'), duties.start_response, { notBefore: issue.responseAt }));
  }
  if (!anew) return opens;
  const first = obliger.within(owed('first_report'), duties.first_report);
  opens.push(first);
  if (!open.has('daily_report')) {
    opens.push(dailyOwed({ obliger, agreement }, city, issue.number, { from: now, after: first.dueAt }));
  }
  return opens;
}

/** The report that is due at the first `daily_report` time strictly after `after` (epoch ms) (WRN-25). */
export function dailyOwed(
  { obliger, agreement }: Pick<Proceedings, 'obliger' | 'agreement'>,
  city: string,
  issue: number,
  { from, after }: { readonly from: number; readonly after: number },
): Obligation {
  const { calendar } = obliger;
  const time = agreement.duties.daily_report;
  const today = calendar.dayOf(after);
  const day = calendar.at(today, time) > after ? today : today + 1;
  const id = `daily_report/${city}/${dayText(day)}/${issue}`;
  return obliger.at({ id, duty: 'daily_report', by: city, from }, calendar.at(day, time));
}

/** The next day's report, once this one is kept or has fallen due; none when it is open already. */
export function nextDaily(proceedings: Proceedings, { by, dueAt }: Pick<Obligation, 'by' | 'dueAt'>): Obligation[] {
  const { warning, now } = proceedings;
  const later = warning?.clocks.open.some((one) => one.duty === 'daily_report' && one.by === by && one.dueAt > dueAt);
  if (warning === undefined || later === true) return [];
  const issue = warning.cities[by]?.issue ?? 0;
  return [dailyOwed(proceedings, by, issue, { from: now, after: dueAt })];
}
