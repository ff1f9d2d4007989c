import type { CaseSummary } from '../../api/protocol-contract.ts';
import { isOver, STAGE_NAME } from '../../domain/enforcement/case-stage.ts';
import { dayTime } from '../format/beijing-time.ts';
import { DataName } from '../parts/data-name.tsx';
import { NextDeadline } from '../parts/next-deadline.tsx';
import { jurisdictionName } from '../state/names.ts';
import { language, words } from '../words/language.ts';
import { protocolWords } from '../words/protocol-words.ts';

/** One case of the list: where, between whom, whose it is, where it stands, and what is due next. */
export function CaseRow({ view }: { readonly view: CaseSummary }) {
  const { case: said } = protocolWords.value;
  const { id, stage, site, owner, sender, respondent, openedAt, overdue, next, exercise } = view;
  const sides =
    respondent === null ? jurisdictionName(sender) : `${jurisdictionName(sender)} → ${jurisdictionName(respondent)}`;
  return (
    <li class={`item${isOver(stage) ? '' : ' item-open'}${overdue > 0 ? ' item-overdue' : ''}`} data-case={id}>
      <div class="item-what">
        <a class="item-title" href={`/cases/${encodeURIComponent(id)}`}>
          {id}
        </a>{' '}
        <b class={`standing stage-name-${stage}`}>{STAGE_NAME[stage][language.value]}</b>
        {exercise ? <b class="exercise-mark">{words.value.strip.exercise}</b> : null}
        <p class="quiet">
          <DataName text={site.name} /> · <DataName text={sides} /> · {said.owner}{' '}
          <DataName text={jurisdictionName(owner)} />
        </p>
        <p class="quiet number">
          {said.opened} {dayTime(Date.parse(openedAt))}
        </p>
      </div>
      <NextDeadline next={next} overdue={overdue} />
    </li>
  );
}
