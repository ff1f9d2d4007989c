import { formatIso } from '../../domain/time.ts';
import { timelinessOf } from '../../domain/warning/timeliness.ts';
import { type CityProgress, gradeInForce, type Round, stageOf, type Warning } from '../../domain/warning/warning.ts';
import type { CommandOffer, WarningSummary, WarningView } from '../protocol-contract.ts';
import { clockViews, closedClockViews, nextDeadlineView, overdueCount } from './clock-view.ts';

/** `now` in epoch ms: what is overdue is said as of then. */
export function warningSummary(warning: Warning, now: number): WarningSummary {
  const { id, kind, exercise, version, standing, issues, round, lift, clocks, last } = warning;
  const issued = issues[0]?.at;
  return {
    id,
    kind,
    exercise,
    version,
    standing,
    stage: stageOf(warning),
    grade: gradeInForce(warning),
    proposed: round?.grade ?? null,
    cities: [...(issues.at(-1)?.cities ?? round?.cities ?? [])],
    proposedAt: formatIso(begunAt(warning)),
    issuedAt: issued === undefined ? null : formatIso(issued),
    liftedAt: lift === null ? null : formatIso(lift.at),
    overdue: overdueCount(clocks, now),
    next: nextDeadlineView(clocks),
    last: { type: last.type, by: last.by, at: formatIso(last.at) },
  };
}

/** `cities`: the order in which the agreement names them; `commands`: what the asking person may do. */
export function warningView(
  warning: Warning,
  context: { readonly now: number; readonly cities: readonly string[]; readonly commands: readonly CommandOffer[] },
): WarningView {
  const { round, rounds, issues, cities, airs, lift, clocks } = warning;
  const { now } = context;
  const air = airs.at(-1);
  const place = new Map(context.cities.map((city, index) => [city, index]));
  const inOrder = (a: string, b: string) => (place.get(a) ?? Infinity) - (place.get(b) ?? Infinity);
  return {
    ...warningSummary(warning, now),
    round: round === null ? null : roundView(round),
    rounds,
    issues: issues.map(({ window, responseAt, at, cities: named, ...issue }) => ({
      ...issue,
      cities: [...named],
      window: windowView(window),
      responseAt: formatIso(responseAt),
      at: formatIso(at),
    })),
    progress: Object.keys(cities)
      .sort(inOrder)
      .flatMap((city) => progressView(city, cities[city])),
    air: air === undefined ? null : { ...air, at: formatIso(air.at) },
    lift:
      lift === null ? null : { ...lift, at: formatIso(lift.at), pollutionEndedAt: formatIso(lift.pollutionEndedAt) },
    clocks: clockViews(clocks, now),
    closedClocks: closedClockViews(clocks),
    timeliness: timelinessOf(warning, now),
    commands: [...context.commands],
  };
}

/** When the warning was first proposed, epoch ms: the coordinator's duty to decide on it runs from there. */
export function begunAt({ clocks, round, last }: Pick<Warning, 'clocks' | 'round' | 'last'>): number {
  const first = [...clocks.closed, ...clocks.open].find(({ id }) => id === 'decision/1/proposal');
  return first?.from ?? round?.proposedAt ?? last.at;
}

function roundView(round: Round): NonNullable<WarningView['round']> {
  const { positions, recommendation, window, proposedAt, cities, asked, ...rest } = round;
  return {
    ...rest,
    cities: [...cities],
    asked: [...asked],
    window: windowView(window),
    proposedAt: formatIso(proposedAt),
    positions: Object.entries(positions).map(([member, { at, ...position }]) => ({
      member,
      ...position,
      at: formatIso(at),
    })),
    recommendation: recommendation && { ...recommendation, supporters: [...recommendation.supporters] },
  };
}

function progressView(city: string, progress: CityProgress | undefined): WarningView['progress'] {
  if (progress === undefined) return [];
  const { issue, acknowledgedAt, own, response, firstReportAt, dailyReports, stoppedAt, summaryAt } = progress;
  return [
    {
      city,
      issue,
      acknowledgedAt: isoOrNull(acknowledgedAt),
      own: own && { grade: own.grade, at: formatIso(own.at), liftedAt: isoOrNull(own.liftedAt) },
      response: response && { grade: response.grade, at: formatIso(response.at) },
      firstReportAt: isoOrNull(firstReportAt),
      dailyReports: [...dailyReports],
      stoppedAt: isoOrNull(stoppedAt),
      summaryAt: isoOrNull(summaryAt),
    },
  ];
}

function windowView({ from, to }: Round['window']): { from: string; to: string | null } {
  return { from: formatIso(from), to: isoOrNull(to) };
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : formatIso(at);
}
