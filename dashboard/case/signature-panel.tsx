import type { CaseView, CommandOffer } from '../../api/protocol-contract.ts';
import { commandName } from '../command/command-subject.ts';
import { dayTime } from '../format/beijing-time.ts';
import { DataName } from '../parts/data-name.tsx';
import { jurisdictionName } from '../state/names.ts';
import { protocolWords } from '../words/protocol-words.ts';

interface SignaturePanelProps {
  readonly view: CaseView;
  readonly onCommand: (offer: CommandOffer) => void;
}

/** The frozen version by its hash, and who has signed it. */
export function SignaturePanel({ view, onCommand }: SignaturePanelProps) {
  const { case: said } = protocolWords.value;
  const { frozen, parties, signatures, commands } = view;
  const offers = commands.filter(({ command }) => command === 'sign' || command === 'freeze');
  return (
    <section class="panel" aria-labelledby="signatures-title">
      <header class="panel-head">
        <h2 id="signatures-title">{said.signatures}</h2>
        <b class="number">
          {signatures.length}/{parties.length}
        </b>
        <span class="push offers">
          {offers.map((offer) => (
            <button key={offer.command} type="button" class="button button-main" onClick={() => onCommand(offer)}>
              {commandName({ kind: 'case', view }, offer.command)}
            </button>
          ))}
        </span>
      </header>
      {frozen === null ? (
        <p class="empty">{said.notFrozen}</p>
      ) : (
        <div class="frozen">
          <p>
            <b>{said.frozenTitle}</b>{' '}
            <span class="quiet number">{said.frozen(frozen.entries, dayTime(Date.parse(frozen.at)))}</span>
          </p>
          <code class="hash hash-long" data-hash={frozen.hash}>
            {frozen.hash}
          </code>
        </div>
      )}
      <ul class="signatures">
        {parties.map((party) => {
          const signature = signatures.find(({ jurisdiction }) => jurisdiction === party);
          return (
            <li key={party} data-party={party} class={signature === undefined ? 'unsigned' : 'signed'}>
              <span class="cell-shape" aria-hidden="true">
                {signature === undefined ? '○' : '✓'}
              </span>
              <b>
                <DataName text={jurisdictionName(party)} />
              </b>
              <span class="quiet number">
                {signature === undefined ? (
                  said.notSigned
                ) : (
                  <>
                    <DataName text={signature.person} /> · {said.signedAt(dayTime(Date.parse(signature.at)))}
                  </>
                )}
              </span>
            </li>
          );
        })}
      </ul>
      <p class="panel-foot quiet">{said.voidsNote}</p>
    </section>
  );
}
