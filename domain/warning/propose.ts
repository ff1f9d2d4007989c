import { coloursOf, gradeSetsOf } from '../agreement/grade-sets.ts';
import { citiesOf } from '../agreement/jurisdiction.ts';
import type { IssuedGrade } from '../agreement/role.ts';
import { type Grade, rankOf } from '../grade/grade.ts';
import { isMachine } from './actor.ts';
import { type Outcome, type Proceedings, unexplained } from './proceedings.ts';
import { type Refusal, refusal } from './refusal.ts';
import { decisionOwed, roundClocks } from './round-clocks.ts';
import { isSameEpisode, mergeGapMs } from './same-episode.ts';
import { gradeInForce } from './warning.ts';
import type { Propose, Withdraw } from './warning-command.ts';

/** A proposal begins a warning, or asks to change the one that is open (WRN-8..13). */
export function propose(proceedings: Proceedings, command: Propose): Outcome {
  const { by, warning } = proceedings;
  const { kind, grade, window, basis, reason, exercise = false } = command;
  const already = warning?.round?.cities ?? warning?.issues.at(-1)?.cities ?? [];
  const cities = [...new Set([...already, ...command.cities])].sort();
  const refused =
    unexplained(reason) ??
    (isMachine(by) ? undefined : proceedings.unauthorized({ acts: ['propose'], grade })) ??
    illFormed(proceedings, command) ??
    wrongEpisode(proceedings, command) ??
    changesNothing(proceedings, { grade, cities });
  if (refused !== undefined) return refused;
  const round = (warning?.rounds ?? 0) + 1;
  const opens = decisionOwed(proceedings, round, 'proposal');
  const id = { id: warning?.id ?? command.warning, exercise: warning?.exercise ?? exercise };
  const clocks = { ...roundClocks(proceedings, 'voids'), opens };
  return [
    proceedings.record(
      'warning.proposed',
      { round, kind, grade, cities, window, basis, reason },
      { clocks, warning: id },
    ),
  ];
}

/** Colours that one of the agreement's grade sets can give. */
export function possibleColours({ agreement: { grades } }: Pick<Proceedings, 'agreement'>): ReadonlySet<Grade> {
  if (grades === undefined) return new Set();
  const sets = gradeSetsOf(grades);
  const named = [grades.set, ...grades.cities.map(({ set }) => set)];
  return new Set<IssuedGrade>(named.flatMap((id) => sets.get(id) ?? []).flatMap(coloursOf));
}

function illFormed(proceedings: Proceedings, { kind, grade, cities, window }: Propose): Refusal | undefined {
  if (kind !== 'colour' && grade !== 'none') {
    return refusal('WRN-10', `${kind} has a health notice and no colour`, '臭氧、沙尘只发健康提示，不定颜色');
  }
  if (kind === 'colour' && !possibleColours(proceedings).has(grade)) {
    return refusal('WRN-8', `the agreement's conditions give no "${grade}"`, `协议的分级条件没有“${grade}”级`);
  }
  if (proceedings.agreement.region.coordinator === undefined) {
    return refusal('WRN-8', 'the agreement names no coordinator', '协议未指定牵头方');
  }
  const members = new Set(citiesOf(proceedings.agreement.jurisdictions).map(({ id }) => id));
  const stranger = cities.find((city) => !members.has(city));
  if (stranger !== undefined) return refusal('WRN-8', `"${stranger}" is no member city`, `“${stranger}”不是成员城市`);
  if (cities.length === 0) return refusal('WRN-8', 'no city is named', '未列明城市');
  if (window.to === null || window.from < window.to) return undefined;
  return refusal('WRN-8', 'the pollution ends before it begins', '污染时段的终点早于起点');
}

function wrongEpisode({ warning, agreement, context }: Proceedings, command: Propose): Refusal | undefined {
  const begins = { kind: command.kind, from: command.window.from };
  const gap = mergeGapMs(agreement);
  if (warning === undefined) {
    const { previous } = context;
    if (previous === undefined || !isSameEpisode(previous, begins, gap)) return undefined;
    const { id } = previous;
    return refusal(
      'WRN-9',
      `this is still the episode of warning ${id}: propose there`,
      `与预警 ${id} 属同一污染过程，请在该预警中提议`,
    );
  }
  if (isSameEpisode(warning, begins, gap)) return undefined;
  return warning.kind === command.kind
    ? refusal('WRN-9', 'a new episode: it begins a warning of its own', '属新的污染过程，应另行提议预警')
    : refusal(
        'WRN-9',
        `warning ${warning.id} is about ${warning.kind}: propose another`,
        `预警 ${warning.id} 的类别为 ${warning.kind}，应另行提议`,
      );
}

function changesNothing(
  { warning }: Proceedings,
  { grade, cities }: { readonly grade: Grade; readonly cities: readonly string[] },
): Refusal | undefined {
  if (warning === undefined || warning.standing === 'lifted') return replaces(warning, grade, cities);
  const issue = warning.issues.at(-1);
  if (warning.standing === 'in_force' && grade === gradeInForce(warning) && cities.length === issue?.cities.length) {
    return refusal('WRN-11', `${grade} is in force for these cities already`, `这些城市的 ${grade} 级已在生效`);
  }
  return replaces(warning, grade, cities);
}

function replaces(warning: Proceedings['warning'], grade: Grade, cities: readonly string[]): Refusal | undefined {
  const open = warning?.round ?? null;
  if (open === null || open.stage === 'rejected') return undefined;
  if (rankOf(grade) > rankOf(open.grade)) return undefined;
  if (grade === open.grade && cities.length > open.cities.length) return undefined;
  return refusal(
    'WRN-11',
    `a proposal of ${open.grade} is open: only a higher grade or more cities replace it`,
    `已有 ${open.grade} 级提议待决，仅更高级别或更多城市可替代`,
  );
}

/** By the side that proposed, or the coordinator who decides against it (WRN-12). */
export function withdraw(proceedings: Proceedings, { reason }: Withdraw): Outcome {
  const { by, coordinator, known } = proceedings;
  const round = known.round;
  if (round === null) throw new Error(`warning ${known.id} has no open proposal`);
  const { proposedBy } = round;
  const refused = unexplained(reason) ?? notItsOwn();
  if (refused !== undefined) return refused;
  const decides = !isMachine(by) && by.jurisdiction === coordinator;
  const clocks = roundClocks(proceedings, decides ? 'keeps' : 'voids');
  return [proceedings.record('warning.withdrawn', { round: round.number, reason }, { clocks })];

  function notItsOwn(): Refusal | undefined {
    if (isMachine(by)) {
      if (isMachine(proposedBy) && round?.stage === 'proposed') return undefined;
      return refusal(
        'WRN-12',
        'a machine withdraws only its own proposal, and only before the consultation',
        '程序只能在会商前撤回自己的提议',
      );
    }
    if (by.jurisdiction !== coordinator && (isMachine(proposedBy) || by.jurisdiction !== proposedBy.jurisdiction)) {
      return refusal('WRN-12', 'only who proposed or the coordinator may withdraw', '只能由提议方或牵头方撤回');
    }
    const acts = by.jurisdiction === coordinator ? (['propose', 'issue'] as const) : (['propose'] as const);
    return proceedings.unauthorized({ acts, grade: round?.grade ?? 'none' });
  }
}
