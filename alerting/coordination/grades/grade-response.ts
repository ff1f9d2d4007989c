import { type Grade, higherGrade, rankOf } from '../../../domain/grade/grade.ts';
import type { GradeChanged, GradeCorrected } from '../../../domain/grade/grade-event.ts';
import type { Machine } from '../../../domain/warning/actor.ts';
import { isMachine } from '../../../domain/warning/actor.ts';
import { type Basis, gradeInForce, type Warning } from '../../../domain/warning/warning.ts';
import type { WarningOrderCommand } from '../warning-protocol.ts';
import { engineReason } from './engine-reason.ts';

export const ENGINE: Machine = { machine: 'engine' };

/** One thing that the engine says to the warning machine; without an id it begins a warning. */
export interface MachineOrder {
  readonly id?: string;
  readonly command: WarningOrderCommand;
}

export interface GradeSurroundings {
  /** The warning of this episode, where there is one. */
  readonly open: Warning | undefined;
  /** What holds now: only then is something proposed or withdrawn; what was missed before it goes on record alone. */
  readonly isNewest: boolean;
  /** What the grade rests on. */
  readonly basis: Basis;
  /** Epoch ms. */
  readonly now: number;
}

/** What the engine says when the grade of the region has changed (COO-13, COO-14). */
export function responseToGrade(event: GradeChanged, surroundings: GradeSurroundings): MachineOrder[] {
  const { open, isNewest, basis, now } = surroundings;
  const { grade, reason: why, changedFrom } = event.data;
  const reason = engineReason.grade(grade, why);
  const orders: MachineOrder[] = [];
  if (open !== undefined) {
    const correction = changedFrom !== undefined && changedFrom <= now ? { changedFrom } : {};
    orders.push({ id: open.id, command: { type: 'tell_air', by: ENGINE, grade, basis, reason, ...correction } });
  }
  if (!isNewest) return orders;
  if (isAskedFor(grade, open)) {
    const window = { from: event.at, to: null };
    const cities = event.data.cities ?? [];
    const command = { type: 'propose', by: ENGINE, kind: 'colour', grade, cities, window, basis, reason } as const;
    orders.push({ ...(open === undefined ? {} : { id: open.id }), command });
  } else if (open !== undefined && changedFrom === undefined && hasPassed(grade, open)) {
    orders.push({ id: open.id, command: { type: 'withdraw', by: ENGINE, reason } });
  }
  return orders;
}

/** What it says when late data has changed grades of the past: the highest that they were, and what holds now. */
export function responseToCorrection(
  event: GradeCorrected,
  { open, basis, now, current }: Omit<GradeSurroundings, 'isNewest'> & { readonly current: Grade },
): MachineOrder[] {
  const { changedFrom, spans } = event.data;
  if (open === undefined || changedFrom > now) return [];
  const highest = spans.reduce<Grade>((most, { grade }) => higherGrade(most, grade), 'none');
  const reason = engineReason.corrected(highest);
  const air = { type: 'tell_air', by: ENGINE, basis, reason } as const;
  const correction = { id: open.id, command: { ...air, grade: highest, changedFrom } };
  if (highest === current) return [correction];
  const now_ = { ...air, grade: current, reason: engineReason.holds(current) };
  return [correction, { id: open.id, command: now_ }];
}

/** A first proposal, a relapse, or a step up from what is proposed or in force; steps down are for people to propose. */
function isAskedFor(grade: Grade, open: Warning | undefined): boolean {
  if (grade === 'none') return false;
  if (open === undefined) return true;
  const { round, standing } = open;
  if (round !== null) return rankOf(grade) > rankOf(round.grade);
  return standing === 'lifted' || rankOf(grade) > rankOf(gradeInForce(open));
}

/** The engine's own proposal, on which nobody was asked yet, and the air asks no longer for more than is in force. */
function hasPassed(grade: Grade, open: Warning): boolean {
  const { round } = open;
  if (round?.stage !== 'proposed' || !isMachine(round.proposedBy)) return false;
  return rankOf(grade) < rankOf(round.grade) && rankOf(grade) <= rankOf(gradeInForce(open));
}

/** What it says when cities have come to ask for a health notice, or no longer do; `cities`: those that do now (COO-15). */
export function responseToNotice(
  kind: 'ozone' | 'dust',
  { cities, open, at }: { readonly cities: readonly string[]; readonly open: Warning | undefined; readonly at: number },
): MachineOrder[] {
  if (cities.length > 0) {
    const named = open?.standing === 'lifted' ? [] : (open?.round?.cities ?? open?.issues.at(-1)?.cities ?? []);
    if (cities.every((city) => named.includes(city))) return [];
    const reason = engineReason.notice(kind, cities);
    const window = { from: at, to: null };
    const command = {
      type: 'propose',
      by: ENGINE,
      kind,
      grade: 'none',
      cities,
      window,
      basis: 'observed',
      reason,
    } as const;
    return [{ ...(open === undefined ? {} : { id: open.id }), command }];
  }
  if (open === undefined || open.standing === 'lifted') return [];
  const reason = engineReason.noticeOver(kind);
  if (hasOwnProposal(open)) return [{ id: open.id, command: { type: 'withdraw', by: ENGINE, reason } }];
  return [{ id: open.id, command: { type: 'tell_air', by: ENGINE, grade: 'none', basis: 'observed', reason } }];
}

function hasOwnProposal({ round, standing }: Warning): boolean {
  return standing === 'pending' && round?.stage === 'proposed' && isMachine(round.proposedBy);
}
