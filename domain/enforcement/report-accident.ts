import { neighboursOf } from '../agreement/jurisdiction.ts';
import type { Term } from '../agreement/term.ts';
import { reservedFor } from './case-authority.ts';
import type { AccidentLevel, CaseCommandOf } from './case-command.ts';
import { type CaseDesk, openOf } from './case-desk.ts';
import type { CaseOutcome } from './case-outcome.ts';
import { sidesOf } from './case-parties.ts';
import type { Accident, CaseState } from './case-state.ts';
import { type Refusal, refusal } from './refusal.ts';

/**
 * A sudden accident in the course of a case: neighbours and superiors have to hear of it by the legal clocks, which run from the moment
 * it was known (Order 17 of 2011, art. 3 and 8; ENF-22).
 */
export function reportAccident(
  desk: CaseDesk,
  state: CaseState,
  command: CaseCommandOf<'report_accident'>,
): CaseOutcome {
  const { by, level, knownAt, account, attachments } = command;
  if (knownAt > desk.now) return refusal('ENF-22', 'this is still to come', '尚未发生');
  const { hierarchy } = desk.obliger;
  const reporter = by.jurisdiction;
  const place = hierarchy.jurisdiction(reporter);
  const above = hierarchy.superiorsOf(reporter);
  const superiors = isMajor(level) ? above : above.slice(0, 1);
  const border = place?.level === 'city' ? neighboursOf(place) : [];
  const others = sidesOf(state).filter((side) => side !== reporter && !superiors.includes(side));
  const neighbours = [...new Set([...border, ...others])];
  const accident = `a${state.accidents.length + 1}`;
  const term = termOf(desk, level);
  const opens = [...neighbours, ...superiors].map((to) =>
    desk.owe(state, { duty: 'accident_notice', by: reporter, term, from: knownAt, about: `${accident}/${to}` }),
  );
  const says = { accident, level, knownAt, account, neighbours, superiors, attachments };
  return [desk.write(state, 'accident_reported', says, { clocks: { opens } })];
}

export function giveNotice(
  desk: CaseDesk,
  state: CaseState,
  { by, accident: id, to }: CaseCommandOf<'give_notice'>,
): CaseOutcome {
  const accident = state.accidents.find((one) => one.id === id);
  if (accident === undefined) return unknown(id);
  const refused = reservedFor([accident.by], by);
  if (refused !== undefined) return refused;
  const keeps = openOf(state, ['accident_notice'], accident.by).filter((one) => one.includes(`/${id}/${to}/`));
  if (keeps.length === 0) return refusal('ENF-22', `no notice to "${to}" is owed`, `无须（再）向“${to}”通报`);
  const checks = accident.neighbours.includes(to);
  const term = termOf(desk, accident.level);
  const opens = checks ? [desk.owe(state, { duty: 'accident_check', by: to, term, about: id })] : [];
  return [desk.write(state, 'accident_notified', { accident: id, to }, { clocks: { keeps, opens }, tell: [to] })];
}

export function verifyAccident(
  desk: CaseDesk,
  state: CaseState,
  { by, accident: id, account, attachments }: CaseCommandOf<'verify_accident'>,
): CaseOutcome {
  const accident = state.accidents.find((one) => one.id === id);
  if (accident === undefined) return unknown(id);
  const refused = reservedFor(waiting(accident), by);
  if (refused !== undefined) return refused;
  const keeps = openOf(state, ['accident_check'], by.jurisdiction).filter((one) => one.includes(`/${id}/`));
  const says = { accident: id, account, attachments };
  return [desk.write(state, 'accident_verified', says, { clocks: { keeps }, tell: [by.jurisdiction, accident.by] })];
}

/** Neighbours that have been told and have not yet reported what they found. */
function waiting({ neighbours, notified, verified }: Accident): string[] {
  return neighbours.filter((one) => notified.includes(one) && !verified.includes(one));
}

function termOf({ terms }: CaseDesk, level: AccidentLevel): Term {
  return isMajor(level) ? terms.accident_notice.major : terms.accident_notice.general;
}

function isMajor(level: AccidentLevel): boolean {
  return level === 'I' || level === 'II';
}

function unknown(id: string): Refusal {
  return refusal('ENF-22', `there is no accident "${id}" in this case`, `本案没有突发环境事件“${id}”`);
}
