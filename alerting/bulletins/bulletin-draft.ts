import type { PublicWarning } from '../../domain/cap/public-warning.ts';
import { type Grade, rankOf } from '../../domain/grade/grade.ts';
import type { Issue, WarningKind } from '../../domain/warning/warning.ts';
import type {
  NoticeIssued,
  OwnIssued,
  OwnLifted,
  WarningEvent,
  WarningIssued,
  WarningLifted,
} from '../../domain/warning/warning-event.ts';
import type { Step } from './bulletin-text.ts';
import { issueParameters } from './issue-parameters.ts';

/** An event of a warning as the ledger has it; `version` is its place in the stream of the warning. */
export type RecordedWarningEvent = WarningEvent & { readonly version: number };
type Recorded<Event extends WarningEvent> = Event & { readonly version: number };

/** What the region and its cities have issued so far in one warning. */
export interface IssuedSoFar {
  readonly kind: WarningKind;
  issue: WarningIssued['data'] | NoticeIssued['data'] | undefined;
  /** Cities' own warnings that stand. */
  readonly own: Map<string, Grade>;
}

/** What a document is to say, before names, places and references. */
export interface BulletinDraft {
  /** The city whose own warning it is; absent: the region's. */
  readonly city?: string;
  readonly step: Step;
  readonly grade: Grade;
  readonly cities: readonly string[];
  readonly onsetAt: number;
  readonly reason?: string;
  readonly parameters: NonNullable<PublicWarning['parameters']>;
}

/** What the event gives to tell, and `so` brought up to it; undefined: nothing (BUL-1). */
export function bulletinDraft(
  event: RecordedWarningEvent,
  so: IssuedSoFar,
  utcOffset: string,
): BulletinDraft | undefined {
  switch (event.type) {
    case 'warning.issued':
    case 'warning.notice_issued':
      return ofIssue(event, so, utcOffset);
    case 'warning.lifted':
      return ofLift(event, so);
    case 'warning.own_issued':
      return ofOwn(event, so);
    case 'warning.own_lifted':
      return ofOwnLift(event, so);
    default:
      return undefined;
  }
}

function ofIssue(event: Recorded<WarningIssued | NoticeIssued>, so: IssuedSoFar, utcOffset: string): BulletinDraft {
  const { change, grade, cities, responseAt, reason } = event.data;
  so.issue = event.data;
  const onsetAt = Math.max(responseAt, event.at);
  return { step: change, grade, cities, onsetAt, reason, parameters: issueParameters(event, utcOffset) };
}

function ofLift({ data, at }: Recorded<WarningLifted>, { issue }: IssuedSoFar): BulletinDraft | undefined {
  if (issue === undefined) return undefined;
  const { grade, reason, agreement } = data;
  const parameters = [{ name: 'agreement', value: agreement }];
  return { step: 'lifted', grade, cities: issue.cities, onsetAt: at, reason, parameters };
}

/** A city's own warning follows the regional one and speaks in the name of the city (BUL-5). */
function ofOwn({ data, at }: Recorded<OwnIssued>, { issue, own }: IssuedSoFar): BulletinDraft | undefined {
  if (issue === undefined) return undefined;
  const { city, grade, agreement } = data;
  const before = own.get(city);
  own.set(city, grade);
  return {
    city,
    step: before === undefined ? 'start' : stepBetween(before, grade),
    grade,
    cities: [city],
    onsetAt: Math.max(issue.responseAt, at),
    parameters: [
      { name: 'agreement', value: agreement },
      { name: 'regionalGrade', value: issue.grade },
      { name: 'regionalIssue', value: String(issue.number) },
    ],
  };
}

function ofOwnLift({ data, at }: Recorded<OwnLifted>, { own }: IssuedSoFar): BulletinDraft | undefined {
  const { city, agreement } = data;
  const grade = own.get(city);
  if (grade === undefined) return undefined;
  own.delete(city);
  const parameters = [{ name: 'agreement', value: agreement }];
  return { city, step: 'lifted', grade, cities: [city], onsetAt: at, parameters };
}

function stepBetween(before: Grade, grade: Grade): Issue['change'] {
  return rankOf(grade) < rankOf(before) ? 'down' : 'up';
}
