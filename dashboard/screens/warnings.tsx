import { useLocation } from 'preact-iso';
import type { CommandOffer, WarningSummary } from '../../api/protocol-contract.ts';
import { useCommandDesk } from '../command/command-desk.tsx';
import { mayBegin } from '../command/may-begin.ts';
import { Failure } from '../parts/failure.tsx';
import { NoReader } from '../parts/no-reader.tsx';
import { mayRead, warnings } from '../state/protocol.ts';
import { WarningRow } from '../warning/warning-row.tsx';
import { words } from '../words/language.ts';
import { protocolWords } from '../words/protocol-words.ts';

const NEW: CommandOffer = { command: 'propose', choices: {} };

/** `/warnings`: every joint warning, open ones first. */
export function Warnings() {
  const { route } = useLocation();
  const desk = useCommandDesk((answer) => {
    if ('warning' in answer) route(`/warnings/${encodeURIComponent(answer.warning.id)}`);
  });
  const { warning: said } = protocolWords.value;
  const { errors, chart } = words.value;
  if (!mayRead.value) return <NoReader title={said.title} />;
  const page = warnings.body.value;
  const error = warnings.error.value;
  return (
    <div class="one-column">
      <section class="panel" aria-labelledby="warnings-title">
        <header class="panel-head">
          <h1 id="warnings-title">{said.title}</h1>
          <span class="quiet">{said.order}</span>
          {mayBegin('propose') ? (
            <button type="button" class="button push" onClick={() => desk.open({ kind: 'warning', view: null }, NEW)}>
              {said.propose}
            </button>
          ) : null}
        </header>
        {desk.said}
        {error === null ? null : <Failure what={errors.warnings} error={error} retry={warnings.refresh} />}
        {page === null && error === null ? <p class="empty">{chart.loading}</p> : null}
        {page?.items.length === 0 ? <p class="empty">{said.none}</p> : null}
        <ol class="items" aria-labelledby="warnings-title">
          {openFirst(page?.items ?? []).map((warning) => (
            <WarningRow key={warning.id} warning={warning} />
          ))}
        </ol>
      </section>
      {desk.dialog}
    </div>
  );
}

/** The API's order, newest first, with what is still open before the rest. */
function openFirst(items: readonly WarningSummary[]): WarningSummary[] {
  const isOpen = ({ standing }: WarningSummary) => standing !== 'reviewed' && standing !== 'withdrawn';
  return [...items.filter(isOpen), ...items.filter((one) => !isOpen(one))];
}
