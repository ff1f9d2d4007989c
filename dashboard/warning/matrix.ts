import type { ClockView, ClosedClockView, WarningView } from '../../api/protocol-contract.ts';
import type { Consultation } from './consultation.ts';

/** The steps of a city in a warning, in their order; from `acknowledge` on each is the duty of that name. */
export const STEPS = [
  'consulted',
  'issued',
  'acknowledge',
  'own_warning',
  'start_response',
  'first_report',
  'daily_report',
  'confirm_stop',
  'summary',
] as const;
export type Step = (typeof STEPS)[number];

/** One city at one step. Instants are epoch ms. What is owed becomes overdue when the clock passes `dueMs`, wherever the page is by then. */
export type Cell =
  | { readonly state: 'none' }
  | { readonly state: 'done'; readonly at: number | null; readonly late: boolean; readonly note: CellNote | null }
  | {
      readonly state: 'owed';
      readonly dueMs: number;
      readonly paused: boolean;
      /** Superiors who have been told, the nearest first; null: nobody stands above. */
      readonly told: readonly (string | null)[];
      /** Daily reports that were given before this one. */
      readonly days: number;
      /** The superior that is asked in its place. */
      readonly asked: string | null;
    }
  /** Was owed and is not any longer, without having been done. */
  | { readonly state: 'skipped'; readonly told: number };

/** What a cell says besides its time. */
export type CellNote =
  | { readonly kind: 'grade'; readonly grade: NonNullable<WarningView['progress'][number]['own']>['grade'] }
  | { readonly kind: 'issue'; readonly grade: WarningView['grade'] }
  | { readonly kind: 'days'; readonly count: number }
  | { readonly kind: 'position'; readonly position: 'agree' | 'agree_higher' | 'object' | 'silent' };

export interface Row {
  readonly city: string;
  readonly cells: Readonly<Record<Step, Cell>>;
  /** The next thing that this city owes; null when it owes nothing with a running clock. */
  readonly nearestMs: number | null;
}

type Sources = Pick<WarningView, 'progress' | 'issues' | 'clocks' | 'closedClocks'>;

/** The matrix of cities and steps, cities in the order given. */
export function matrixOf(warning: Sources, consultation: Consultation | null, cities: readonly string[]): Row[] {
  return cities.map((city) => {
    const clocks = warning.clocks.filter(({ by }) => by === city);
    const running = clocks.filter(({ paused }) => paused === null).map(({ dueAt }) => Date.parse(dueAt));
    return { city, cells: cellsOf(warning, consultation, city), nearestMs: running.sort((a, b) => a - b)[0] ?? null };
  });
}

/** Rows by urgency: the earliest deadline first, what owes nothing last; the order of the agreement settles ties. */
export function byUrgency(rows: readonly Row[]): Row[] {
  return [...rows].sort(
    (a, b) => (a.nearestMs ?? Number.POSITIVE_INFINITY) - (b.nearestMs ?? Number.POSITIVE_INFINITY),
  );
}

function cellsOf(warning: Sources, consultation: Consultation | null, city: string): Row['cells'] {
  const progress = warning.progress.find((one) => one.city === city);
  const issue = warning.issues.find(({ number }) => number === progress?.issue);
  const step = (duty: Step, at: string | null | undefined, note: CellNote | null = null): Cell =>
    dutyCell(warning, city, duty, at ?? null, note);
  const own = progress?.own ?? null;
  const response = progress?.response ?? null;
  const days = progress?.dailyReports.length ?? 0;
  return {
    consulted: consultedCell(warning, consultation, city),
    issued:
      issue === undefined
        ? { state: 'none' }
        : { state: 'done', at: Date.parse(issue.at), late: false, note: { kind: 'issue', grade: issue.grade } },
    acknowledge: step('acknowledge', progress?.acknowledgedAt),
    own_warning: step('own_warning', own?.at, own === null ? null : { kind: 'grade', grade: own.grade }),
    start_response: step('start_response', response?.at, response && { kind: 'grade', grade: response.grade }),
    first_report: step('first_report', progress?.firstReportAt),
    daily_report: dailyCell(warning, city, days),
    confirm_stop: step('confirm_stop', progress?.stoppedAt),
    summary: step('summary', progress?.summaryAt),
  };
}

function dutyCell(
  { clocks, closedClocks }: Sources,
  city: string,
  duty: Step,
  at: string | null,
  note: CellNote | null,
): Cell {
  const mine = (clock: ClockView | ClosedClockView) => clock.by === city && clock.duty === duty;
  const open = clocks.find(mine);
  if (open !== undefined) return owed(open, 0);
  const closed = closedClocks.filter(mine).at(-1);
  if (at !== null) return { state: 'done', at: Date.parse(at), late: closed?.outcome === 'kept_late', note };
  return closed?.outcome === 'void' ? { state: 'skipped', told: closed.told } : { state: 'none' };
}

/** One report is owed after the other: what is open counts before what was given. */
function dailyCell({ clocks, closedClocks }: Sources, city: string, days: number): Cell {
  const open = clocks.find(({ by, duty }) => by === city && duty === 'daily_report');
  if (open !== undefined) return owed(open, days);
  const closed = closedClocks.filter(({ by, duty }) => by === city && duty === 'daily_report');
  const missed = closed.find(({ outcome, told }) => outcome === 'void' && told > 0);
  if (days === 0) return missed === undefined ? { state: 'none' } : { state: 'skipped', told: missed.told };
  const late = closed.some(({ outcome }) => outcome === 'kept_late');
  return { state: 'done', at: null, late, note: { kind: 'days', count: days } };
}

function consultedCell({ clocks }: Sources, consultation: Consultation | null, city: string): Cell {
  const taken = consultation?.positions.find(({ member }) => member === city);
  if (taken !== undefined) {
    return { state: 'done', at: taken.at, late: false, note: { kind: 'position', position: taken.position } };
  }
  // The obligation's id is `position/<member>/...`; its debtor is the superior once the city was silent.
  const clock = clocks.find(({ id, duty }) => duty === 'position' && id.split('/')[1] === city);
  if (clock === undefined) return { state: 'none' };
  return { ...owed(clock, 0), asked: clock.by === city ? null : clock.by };
}

function owed({ dueAt, paused, told }: ClockView, days: number): Cell & { state: 'owed' } {
  return {
    state: 'owed',
    dueMs: Date.parse(dueAt),
    paused: paused !== null,
    told: told.map(({ to }) => to),
    days,
    asked: null,
  };
}
