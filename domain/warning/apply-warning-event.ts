import { applyClockChange, NO_CLOCKS } from '../deadline/clockwork.ts';
import type { CityProgress, Issue, Round, Warning } from './warning.ts';
import type { NoticeIssued, WarningEvent, WarningEventType, WarningIssued, WarningProposed } from './warning-event.ts';

type Fold<Type extends WarningEventType> = (
  warning: Warning,
  event: Extract<WarningEvent, { readonly type: Type }>,
) => Partial<Warning>;

const FRESH: CityProgress = {
  issue: 0,
  acknowledgedAt: null,
  own: null,
  response: null,
  firstReportAt: null,
  dailyReports: [],
  stoppedAt: null,
  summaryAt: null,
};

/** One event more. The state of a warning is this and nothing else (WRN-34); what cannot follow on it is a broken record and throws. */
export function applyWarningEvent(warning: Warning | undefined, event: WarningEvent): Warning {
  const before = warning ?? begun(event);
  const { at, type, data } = event;
  if (data.warning !== before.id)
    throw new Error(`${type} of warning ${data.warning} among the events of ${before.id}`);
  const fold = FOLDS[type] as (warning: Warning, event: WarningEvent) => Partial<Warning>;
  return {
    ...before,
    ...fold(before, event),
    clocks: data.clocks === undefined ? before.clocks : applyClockChange(before.clocks, data.clocks, at),
    version: before.version + 1,
    last: { type, by: data.by, at },
  };
}

function begun(event: WarningEvent): Warning {
  const { type, at, data } = event;
  if (type !== 'warning.proposed') throw new Error(`${type} of warning ${data.warning}, which was never proposed`);
  return {
    id: data.warning,
    kind: event.data.kind,
    exercise: data.exercise === true,
    version: 0,
    standing: 'pending',
    round: null,
    rounds: 0,
    issues: [],
    cities: {},
    airs: [],
    lift: null,
    clocks: NO_CLOCKS,
    last: { type, by: data.by, at },
  };
}

const FOLDS: { readonly [Type in WarningEventType]: Fold<Type> } = {
  'warning.proposed': (_, event) => ({ round: proposedRound(event), rounds: event.data.round }),
  'warning.consultation_opened': (warning, { data: { asked, silence, needed } }) =>
    onRound(warning, { stage: 'consulting', asked, silence, needed, positions: {} }),
  'warning.position_taken': (warning, { at, data: { member, position, grade, reason, answeredBy } }) =>
    onPosition(warning, member, {
      position,
      at,
      ...(grade === undefined ? {} : { grade }),
      ...(reason === undefined ? {} : { reason }),
      ...(answeredBy === undefined ? {} : { answeredBy }),
    }),
  'warning.silence_noted': (warning, { at, data: { member, meaning } }) =>
    meaning === 'escalates' ? {} : onPosition(warning, member, { position: 'silent', at }),
  'warning.consulted': (warning, { data: { grade, supporters, needed } }) => {
    if (grade !== null)
      return onRound(warning, { stage: 'recommended', recommendation: { grade, supporters, needed } });
    if (warning.standing !== 'pending') return { round: null };
    return onRound(warning, { stage: 'rejected', recommendation: { grade, supporters, needed } });
  },
  'warning.withdrawn': ({ standing }) => ({ round: null, standing: standing === 'pending' ? 'withdrawn' : standing }),
  'warning.issued': issued,
  'warning.notice_issued': issued,
  'warning.lifted': (_, { at, data: { grade, pollutionEndedAt } }) => ({
    standing: 'lifted',
    round: null,
    lift: { at, grade, pollutionEndedAt },
  }),
  'warning.air_told': ({ airs }, { at, data: { grade, basis } }) => ({ airs: [...airs, { grade, basis, at }] }),
  'warning.corrected': ({ airs, round }, { at, data: { grade, basis, changedFrom, unfounded } }) => ({
    // What was told of the hours that changed no longer stands.
    airs: [...airs.filter((air) => air.at < changedFrom), { grade, basis, at }],
    round: round && { ...round, unfounded },
  }),
  'warning.received': (warning, { at, data: { city } }) => onCity(warning, city, { acknowledgedAt: at }),
  'warning.own_issued': (warning, { at, data: { city, grade } }) =>
    onCity(warning, city, { own: { grade, at, liftedAt: null } }),
  'warning.response_started': (warning, { at, data: { city, grade } }) =>
    onCity(warning, city, { response: { grade, at } }),
  'warning.measures_reported': (warning, { at, data: { city } }) => onCity(warning, city, { firstReportAt: at }),
  'warning.day_reported': (warning, { data: { city, day } }) =>
    onCity(warning, city, { dailyReports: [...(warning.cities[city]?.dailyReports ?? []), day] }),
  'warning.own_lifted': (warning, { at, data: { city } }) => {
    const own = warning.cities[city]?.own ?? null;
    return onCity(warning, city, { own: own && { ...own, liftedAt: at } });
  },
  'warning.stopped': (warning, { at, data: { city } }) => onCity(warning, city, { stoppedAt: at }),
  'warning.summary_submitted': (warning, { at, data: { city } }) => onCity(warning, city, { summaryAt: at }),
  'warning.reviewed': () => ({ standing: 'reviewed' }),
  'warning.overdue': () => ({}),
  'warning.clock_paused': () => ({}),
  'warning.clock_resumed': () => ({}),
};

function proposedRound({ at, data }: WarningProposed): Round {
  const { round, grade, cities, window, basis, reason, by } = data;
  return {
    number: round,
    stage: 'proposed',
    grade,
    cities,
    window,
    basis,
    proposedBy: by,
    proposedAt: at,
    reason,
    unfounded: false,
    asked: [],
    silence: 'abstains',
    needed: 0,
    positions: {},
    recommendation: null,
  };
}

function issued(warning: Warning, { at, data }: WarningIssued | NoticeIssued): Partial<Warning> {
  const { number, change, grade, cities, window, basis, responseAt, atOnce, by } = data;
  const issue: Issue = { number, change, grade, cities, window, basis, responseAt, atOnce, by, at };
  const progress = cities.map((city) => [city, followed(warning.cities[city], issue)] as const);
  return {
    standing: 'in_force',
    round: null,
    lift: null,
    issues: [...warning.issues, issue],
    cities: Object.fromEntries(progress),
  };
}

/** A city under a new regional issue: receipt anew, measures reported anew where the grade rose; what it has in force stays (WRN-21). */
function followed(before: CityProgress | undefined, { number, change }: Issue): CityProgress {
  if (before === undefined) return { ...FRESH, issue: number };
  const again = { ...before, issue: number, acknowledgedAt: null };
  if (change === 'up') return { ...again, firstReportAt: null };
  if (change !== 'relapse') return again;
  const { own, response, stoppedAt } = before;
  return {
    ...again,
    own: own?.liftedAt === null ? own : null,
    response: stoppedAt === null ? response : null,
    firstReportAt: null,
    stoppedAt: null,
    summaryAt: null,
  };
}

function onRound({ id, round }: Warning, change: Partial<Round>): Partial<Warning> {
  if (round === null) throw new Error(`warning ${id} has no open proposal`);
  return { round: { ...round, ...change } };
}

function onPosition(warning: Warning, member: string, position: Round['positions'][string]): Partial<Warning> {
  return onRound(warning, { positions: { ...warning.round?.positions, [member]: position } });
}

function onCity({ id, cities }: Warning, city: string, change: Partial<CityProgress>): Partial<Warning> {
  const before = cities[city];
  if (before === undefined) throw new Error(`warning ${id} does not name ${city}`);
  return { cities: { ...cities, [city]: { ...before, ...change } } };
}
