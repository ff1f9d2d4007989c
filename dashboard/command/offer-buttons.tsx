import type { CommandOffer } from '../../api/protocol-contract.ts';
import { me } from '../session/session.ts';
import { clockRate } from '../state/clock.ts';
import { words } from '../words/language.ts';
import { protocolWords } from '../words/protocol-words.ts';
import { type CommandSubject, commandName, inOrder } from './command-subject.ts';

interface OfferButtonsProps {
  readonly subject: CommandSubject;
  /** Commands that keep what the own jurisdiction owes; they come first and stand out. */
  readonly wanted: readonly string[];
  readonly onCommand: (offer: CommandOffer) => void;
}

/** A button for everything that whoever is signed in may do now. */
export function OfferButtons({ subject, wanted, onCommand }: OfferButtonsProps) {
  const { command } = protocolWords.value;
  const offers = subject.view?.commands ?? [];
  if (me.value === null) {
    return (
      <p class="quiet">
        <a href="/sign-in">{clockRate.value === 1 ? command.signInFirst : words.value.session.takeOver}</a>
      </p>
    );
  }
  if (offers.length === 0) return <p class="quiet">{command.nothing}</p>;
  return (
    <div class="offers">
      {inOrder(offers, wanted).map((offer) => (
        <button
          key={offer.command}
          type="button"
          class={wanted.includes(offer.command) ? 'button button-main' : 'button'}
          data-offer={offer.command}
          onClick={() => onCommand(offer)}
        >
          {commandName(subject, offer.command)}
        </button>
      ))}
    </div>
  );
}
