import { citiesOf } from '../agreement/jurisdiction.ts';
import { escalationSteps } from '../deadline/escalation-steps.ts';
import type { Obligation } from '../deadline/obligation.ts';
import { rankOf } from '../grade/grade.ts';
import { isMachine } from './actor.ts';
import { type Outcome, type Proceedings, unexplained } from './proceedings.ts';
import { possibleColours } from './propose.ts';
import { neededOf, recommendationOf } from './recommendation.ts';
import { refusal } from './refusal.ts';
import { decisionOwed, roundClocks } from './round-clocks.ts';
import { gradeInForce, type Round, type Warning } from './warning.ts';
import type { Consult, TakePosition } from './warning-command.ts';
import type { WarningEvent } from './warning-event.ts';

/** The coordinator asks; every city asked owes a position (WRN-14). */
export function consult(proceedings: Proceedings, _command: Consult): Outcome {
  const { agreement, coordinator } = proceedings;
  const round = openRound(proceedings.known);
  const { grade, cities, number } = round;
  const refused = proceedings.unauthorized({ acts: ['propose', 'issue'], grade, place: coordinator });
  if (refused !== undefined) return refused;
  if (grade === 'none') return refusal('WRN-10', 'a health notice needs no consultation', '健康提示无须会商');
  const { asked: whom, silence, quorum } = agreement.duties.consultation;
  const asked =
    whom === 'all'
      ? citiesOf(agreement.jurisdictions)
          .map(({ id }) => id)
          .sort()
      : cities;
  const opens = asked.map((member) => positionOwed(proceedings, { member, round: number, by: member }));
  const clocks = { ...roundClocks(proceedings, 'keeps'), opens };
  return [
    proceedings.record(
      'warning.consultation_opened',
      { asked, silence, needed: neededOf(quorum, asked.length) },
      { clocks },
    ),
  ];
}

/** A position that `by` owes for `member`: itself, or a superior after its silence. What silence means stands in the agreement (WRN-16). */
export function positionOwed(
  { obliger, agreement, now }: Proceedings,
  { member, round, by }: { readonly member: string; readonly round: number; readonly by: string },
): Obligation {
  const id = by === member ? `position/${member}/${round}` : `position/${member}/${round}/${by}`;
  const obligation = obliger.within({ id, duty: 'position', by, from: now }, agreement.duties.consultation.positions);
  return { ...obligation, steps: obligation.steps.slice(0, 1) };
}

export function memberOf({ id }: Pick<Obligation, 'id'>): string {
  return id.split('/')[1] ?? '';
}

/** Whom the question goes to after `by` kept silent for the member; undefined at the top. */
export function nextToAsk({ obliger, agreement, now }: Proceedings, member: string, by: string): string | undefined {
  const { hierarchy, calendar } = obliger;
  const terms = { escalation: agreement.duties.escalation, hierarchy, calendar };
  const chain = escalationSteps({ by: member, dueAt: now }, terms).flatMap(({ to }) => to ?? []);
  return by === member ? chain[0] : chain[chain.indexOf(by) + 1];
}

export function takePosition(proceedings: Proceedings, command: TakePosition): Outcome {
  const { by, known } = proceedings;
  const { member, position, grade, reason } = command;
  const round = openRound(known);
  if (!round.asked.includes(member)) {
    return refusal('WRN-15', `"${member}" was not asked`, `未征求“${member}”的意见`);
  }
  const open = known.clocks.open.find((one) => one.duty === 'position' && memberOf(one) === member);
  const superior = open !== undefined && open.by !== member ? open.by : undefined;
  const place = !isMachine(by) && by.jurisdiction === superior ? superior : member;
  const refused = proceedings.unauthorized({ acts: ['consult'], grade: round.grade, place });
  if (refused !== undefined) return refused;
  if (round.positions[member]?.position === 'silent') {
    return refusal(
      'WRN-16',
      'the time for a position is over and silence has counted',
      '答复期限已过，已按逾期不答处理',
    );
  }
  if (position === 'object') {
    const without = unexplained(reason);
    if (without !== undefined) return without;
  }
  if (position === 'agree_higher') {
    if (grade === undefined || rankOf(grade) <= rankOf(round.grade) || !possibleColours(proceedings).has(grade)) {
      return refusal('WRN-15', `name a grade above ${round.grade}`, `须指明高于 ${round.grade} 的级别`);
    }
  }
  const clocks = open === undefined ? {} : { clocks: open.by === place ? { keeps: [open.id] } : { voids: [open.id] } };
  const taken = proceedings.record(
    'warning.position_taken',
    {
      member,
      position,
      ...(position === 'agree_higher' && grade !== undefined ? { grade } : {}),
      ...(reason === undefined ? {} : { reason }),
      ...(place === member ? {} : { answeredBy: place }),
    },
    clocks,
  );
  return [taken];
}

/** When nobody is left to be waited for, the consultation has its result (WRN-17, WRN-18). */
export function concluded(proceedings: Proceedings): readonly WarningEvent[] {
  const { warning } = proceedings;
  const round = warning?.round ?? null;
  if (warning === undefined || round?.stage !== 'consulting') return [];
  if (round.asked.some((member) => round.positions[member] === undefined)) return [];
  const recommendation = recommendationOf(round, currentOf(warning, round));
  const of = (position: string) =>
    round.asked.filter((member) => round.positions[member]?.position === position).sort();
  const turn = recommendation.grade === null ? 'rejection' : 'recommendation';
  const goesOn = recommendation.grade !== null || warning.standing === 'pending';
  return [
    proceedings.record(
      'warning.consulted',
      {
        ...recommendation,
        agreed: [...of('agree'), ...of('agree_higher')].sort(),
        objected: of('object'),
        silent: of('silent'),
      },
      goesOn ? { clocks: { opens: decisionOwed(proceedings, round.number, turn) } } : {},
    ),
  ];
}

/** The grade in force, where issuing it again would change nothing. */
function currentOf(warning: Warning, round: Round): ReturnType<typeof gradeInForce> | undefined {
  const issue = warning.issues.at(-1);
  if (warning.standing !== 'in_force' || round.cities.length !== issue?.cities.length) return undefined;
  return gradeInForce(warning);
}

export function openRound({ id, round }: Warning): Round {
  if (round === null) throw new Error(`warning ${id} has no open proposal`);
  return round;
}
