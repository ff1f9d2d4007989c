import { useLocation } from 'preact-iso';
import type { CaseSummary, CommandOffer } from '../../api/protocol-contract.ts';
import { isOver } from '../../domain/enforcement/case-stage.ts';
import { CaseRow } from '../case/case-row.tsx';
import { useCommandDesk } from '../command/command-desk.tsx';
import { mayBegin } from '../command/may-begin.ts';
import { Failure } from '../parts/failure.tsx';
import { NoReader } from '../parts/no-reader.tsx';
import { cases, mayRead } from '../state/protocol.ts';
import { words } from '../words/language.ts';
import { protocolWords } from '../words/protocol-words.ts';

const NEW: CommandOffer = { command: 'open', choices: {} };

/** `/cases`: every case of joint enforcement, open ones first. */
export function Cases() {
  const { route } = useLocation();
  const desk = useCommandDesk((answer) => {
    if ('case' in answer) route(`/cases/${encodeURIComponent(answer.case.id)}`);
  });
  const { case: said } = protocolWords.value;
  const { errors, chart } = words.value;
  if (!mayRead.value) return <NoReader title={said.title} />;
  const page = cases.body.value;
  const error = cases.error.value;
  return (
    <div class="one-column">
      <section class="panel" aria-labelledby="cases-title">
        <header class="panel-head">
          <h1 id="cases-title">{said.title}</h1>
          <span class="quiet">{said.order}</span>
          {mayBegin('open') ? (
            <button type="button" class="button push" onClick={() => desk.open({ kind: 'case', view: null }, NEW)}>
              {said.openOne}
            </button>
          ) : null}
        </header>
        {desk.said}
        {error === null ? null : <Failure what={errors.cases} error={error} retry={cases.refresh} />}
        {page === null && error === null ? <p class="empty">{chart.loading}</p> : null}
        {page?.items.length === 0 ? <p class="empty">{said.none}</p> : null}
        <ol class="items" aria-labelledby="cases-title">
          {openFirst(page?.items ?? []).map((view) => (
            <CaseRow key={view.id} view={view} />
          ))}
        </ol>
      </section>
      {desk.dialog}
    </div>
  );
}

function openFirst(items: readonly CaseSummary[]): CaseSummary[] {
  return [...items.filter(({ stage }) => !isOver(stage)), ...items.filter(({ stage }) => isOver(stage))];
}
