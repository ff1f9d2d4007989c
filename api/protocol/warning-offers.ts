import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import { citiesOf } from '../../domain/agreement/jurisdiction.ts';
import { IssuedGrade } from '../../domain/agreement/role.ts';
import { rankOf } from '../../domain/grade/grade.ts';
import type { Actor } from '../../domain/warning/actor.ts';
import { pauseClock, resumeClock } from '../../domain/warning/clock-steps.ts';
import { decide } from '../../domain/warning/decide.ts';
import { isRefusal, Proceedings } from '../../domain/warning/proceedings.ts';
import { outOfPlace } from '../../domain/warning/step-table.ts';
import type { Warning } from '../../domain/warning/warning.ts';
import type { PauseClock, ResumeClock, WarningCommand } from '../../domain/warning/warning-command.ts';
import type { CommandOffer } from '../protocol-contract.ts';
import { offeredChoices, type Trial } from './offered-choices.ts';

interface OfferContext {
  /** Epoch ms. */
  readonly now: number;
  readonly agreement: AgreementFile;
}

/** A text where one is wanted: what is tried is thrown away. */
const WORDS = '-';
const COLOURS = IssuedGrade.options;

/**
 * What the person may do with the warning now, found by trying it on the machine itself (PRO-9): so no second table of who may do what
 * can drift from the first. Nothing of it is recorded.
 */
export function warningOffers(warning: Warning, by: Actor, context: OfferContext): CommandOffer[] {
  const tried = { ...context, punctualMs: Infinity };
  return [
    ...offeredChoices(trials(warning, by, context), (command) => decide(warning, command, tried).refusal === undefined),
    ...clockOffers(warning, new Proceedings(warning, by, tried)),
  ];
}

/** Of a warning of thirty cities more than a hundred clocks run: the steps are asked directly, with everything made ready once. */
function clockOffers(warning: Warning, proceedings: Proceedings): CommandOffer[] {
  if (outOfPlace(warning, 'pause_clock') !== undefined) return [];
  const { by, agreement } = proceedings;
  const trials = warning.clocks.open.flatMap(({ id: obligation }): Trial<PauseClock | ResumeClock>[] => [
    ...agreement.clocks.pause_reasons.map(({ id: reason }) => ({
      command: { type: 'pause_clock' as const, by, obligation, reason },
      choices: { obligation, reason },
    })),
    { command: { type: 'resume_clock', by, obligation }, choices: { obligation } },
  ]);
  return offeredChoices(trials, (command) => {
    const outcome =
      command.type === 'pause_clock' ? pauseClock(proceedings, command) : resumeClock(proceedings, command);
    return !isRefusal(outcome);
  });
}

function* trials(warning: Warning, by: Actor, context: OfferContext): Iterable<Trial<WarningCommand>> {
  yield* regionTrials(warning, by, context);
  if (warning.cities[by.jurisdiction] !== undefined) yield* cityTrials(warning, by);
}

function* regionTrials(warning: Warning, by: Actor, { now, agreement }: OfferContext): Iterable<Trial<WarningCommand>> {
  const { id, kind, round, exercise } = warning;
  const reason = WORDS;
  const grades = kind === 'colour' ? COLOURS : (['none'] as const);
  const members = citiesOf(agreement.jurisdictions).map((city) => city.id);
  for (const grade of grades) {
    const proposal = { kind, grade, window: { from: now, to: null }, basis: 'observed', reason, exercise } as const;
    yield { command: { type: 'propose', by, warning: id, cities: members, ...proposal }, choices: { grade } };
  }
  yield { command: { type: 'consult', by } };
  for (const member of round?.asked ?? []) {
    const position = { type: 'take_position', by, member } as const;
    for (const stand of ['agree', 'object'] as const) {
      yield { command: { ...position, position: stand, reason }, choices: { member, position: stand } };
    }
    for (const grade of COLOURS.filter((one) => rankOf(one) > rankOf(round?.grade ?? 'none'))) {
      const choices = { member, position: 'agree_higher', grade };
      yield { command: { ...position, position: 'agree_higher', grade }, choices };
    }
  }
  for (const grade of grades) yield { command: { type: 'issue', by, grade }, choices: { grade } };
  for (const grade of COLOURS) yield { command: { type: 'issue_at_once', by, grade, reason }, choices: { grade } };
  yield { command: { type: 'withdraw', by, reason } };
  yield { command: { type: 'lift', by, reason } };
  yield { command: { type: 'review', by, text: WORDS } };
}

/** Every city does its own. */
function* cityTrials({ clocks }: Warning, by: Actor): Iterable<Trial<WarningCommand>> {
  const city = by.jurisdiction;
  const own = { choices: { city } };
  yield { command: { type: 'acknowledge', by, city }, ...own };
  for (const grade of COLOURS) yield { command: { type: 'issue_own', by, city, grade }, choices: { city, grade } };
  for (const grade of COLOURS) yield { command: { type: 'start_response', by, city, grade }, choices: { city, grade } };
  yield {
    command: { type: 'report_measures', by, city, measures: WORDS, enterprises: 0, reductionPercent: {} },
    ...own,
  };
  for (const { duty, by: owing, id } of clocks.open) {
    if (duty !== 'daily_report' || owing !== city) continue;
    const day = id.split('/')[2] ?? '';
    yield { command: { type: 'report_day', by, city, day, text: WORDS }, choices: { city, day } };
  }
  yield { command: { type: 'lift_own', by, city }, ...own };
  yield { command: { type: 'confirm_stop', by, city }, ...own };
  yield { command: { type: 'submit_summary', by, city, text: WORDS }, ...own };
}
