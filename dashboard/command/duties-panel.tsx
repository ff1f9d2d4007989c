import type { ClockView, CommandOffer } from '../../api/protocol-contract.ts';
import { Countdown, useOverdue } from '../parts/countdown.tsx';
import { DataName } from '../parts/data-name.tsx';
import { dutyName } from '../state/duty-name.ts';
import { jurisdictionName } from '../state/names.ts';
import { protocolWords } from '../words/protocol-words.ts';
import { type CommandSubject, commandName } from './command-subject.ts';
import { commandsOf } from './duty-command.ts';
import type { FieldValues } from './form-body.ts';

/** Deadlines of others that are shown at once, besides those that are overdue. */
const PRESSING = 5;

interface DutiesPanelProps {
  readonly subject: CommandSubject;
  readonly own: string | null;
  readonly onCommand: (offer: CommandOffer, preset: FieldValues) => void;
}

/** What is owed, the earliest first; what the own jurisdiction owes leads under its own heading, with the button that keeps it. */
export function DutiesPanel({ subject, own, onCommand }: DutiesPanelProps) {
  const clocks = subject.view?.clocks ?? [];
  const { warning: said } = protocolWords.value;
  const mine = clocks.filter(({ by }) => by === own);
  const others = clocks.filter(({ by }) => by !== own);
  const pressing = others.filter(({ overdue }, place) => overdue || place < PRESSING);
  const rest = others.filter((clock) => !pressing.includes(clock));
  return (
    <section class="panel duties-panel" aria-labelledby="duties-title">
      <header class="panel-head">
        <h2 id="duties-title">{mine.length > 0 ? said.ownDuties : said.owed}</h2>
      </header>
      {clocks.length === 0 ? <p class="empty">{said.owedNone}</p> : null}
      {mine.length === 0 ? null : (
        <ul class="duties" aria-labelledby="duties-title">
          {mine.map((clock) => (
            <Duty key={clock.id} clock={clock} own {...{ subject, onCommand }} />
          ))}
        </ul>
      )}
      {mine.length === 0 || others.length === 0 ? null : (
        <h3 id="others-duties-title" class="duties-title">
          {said.othersDuties}
        </h3>
      )}
      {pressing.length === 0 ? null : (
        <ul class="duties" aria-labelledby={mine.length === 0 ? 'duties-title' : 'others-duties-title'}>
          {pressing.map((clock) => (
            <Duty key={clock.id} clock={clock} own={false} {...{ subject, onCommand }} />
          ))}
        </ul>
      )}
      {rest.length === 0 ? null : (
        <details class="more-duties">
          <summary>{protocolWords.value.command.others(rest.length)}</summary>
          <ul class="duties">
            {rest.map((clock) => (
              <Duty key={clock.id} clock={clock} own={false} {...{ subject, onCommand }} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

interface DutyProps extends Pick<DutiesPanelProps, 'subject' | 'onCommand'> {
  readonly clock: ClockView;
  readonly own: boolean;
}

function Duty({ subject, clock, own, onCommand }: DutyProps) {
  const offers = subject.view?.commands ?? [];
  const { warning: said } = protocolWords.value;
  const dueMs = Date.parse(clock.dueAt);
  const paused = clock.paused !== null;
  const overdue = useOverdue(dueMs) && !paused;
  const told = clock.told.flatMap(({ to }) => to ?? []);
  const keeps = own
    ? commandsOf(clock.duty).flatMap((command) => offers.filter((offer) => offer.command === command))
    : [];
  return (
    <li class={`duty${overdue ? ' duty-overdue' : ''}${own ? ' duty-own' : ''}`} data-duty={clock.id}>
      <span class="cell-shape" aria-hidden="true">
        {paused ? '‖' : overdue ? '!' : '○'}
      </span>
      <span class="duty-what">
        <b>
          <DataName text={jurisdictionName(clock.by)} />
        </b>{' '}
        {dutyName(clock.duty)}
        {told.length === 0 ? null : (
          <span class="cell-told">
            ▲ <DataName text={said.cell.told(told.map(jurisdictionName).join(' → '))} />
          </span>
        )}
      </span>
      <span class="duty-when">{paused ? said.cell.paused : <Countdown dueMs={dueMs} />}</span>
      {keeps.length === 0 ? null : (
        <span class="duty-buttons">
          {keeps.map((offer, place) => (
            <button
              key={offer.command}
              type="button"
              class={place === 0 ? 'button button-main' : 'button'}
              onClick={() => onCommand(offer, presetOf(clock))}
            >
              {commandName(subject, offer.command)}
            </button>
          ))}
        </span>
      )}
    </li>
  );
}

/** The day of a daily report stands in the obligation's id: `daily_report/jia/2026-11-23/1`. */
function presetOf({ id, duty }: ClockView): FieldValues {
  const day = duty === 'daily_report' ? id.split('/')[2] : undefined;
  return day === undefined ? {} : { day };
}
