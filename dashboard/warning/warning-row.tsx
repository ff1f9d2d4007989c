import type { WarningSummary } from '../../api/protocol-contract.ts';
import { dayTime } from '../format/beijing-time.ts';
import { DataName } from '../parts/data-name.tsx';
import { GradeBadge } from '../parts/grade-badge.tsx';
import { NextDeadline } from '../parts/next-deadline.tsx';
import { inAgreementOrder, jurisdictionName } from '../state/names.ts';
import { words } from '../words/language.ts';
import { protocolWords } from '../words/protocol-words.ts';

/** One warning of the list: its grade, where it stands, for whom, since when, and what is due next. */
export function WarningRow({ warning }: { readonly warning: WarningSummary }) {
  const { warning: said } = protocolWords.value;
  const { strip } = words.value;
  const {
    id,
    kind,
    grade,
    proposed,
    standing,
    stage,
    cities,
    proposedAt,
    issuedAt,
    liftedAt,
    overdue,
    next,
    exercise,
  } = warning;
  const open = standing !== 'reviewed' && standing !== 'withdrawn';
  return (
    <li class={`item${open ? ' item-open' : ''}${overdue > 0 ? ' item-overdue' : ''}`} data-warning={id}>
      <span class="item-mark">
        {kind === 'colour' ? (
          <GradeBadge grade={standing === 'pending' ? (proposed ?? grade) : grade} />
        ) : (
          <b class="grade grade-notice">{said.noColour}</b>
        )}
      </span>
      <div class="item-what">
        <a class="item-title" href={`/warnings/${encodeURIComponent(id)}`}>
          {id}
        </a>{' '}
        <b class={`standing standing-${standing}`}>{said.standings[standing]}</b>
        {exercise ? <b class="exercise-mark">{strip.exercise}</b> : null}
        <p class="quiet">
          {said.kinds[kind]} · {stage === 'none' ? null : `${said.stages[stage]} · `}
          <DataName text={inAgreementOrder(cities).map(jurisdictionName).join(' · ')} />
        </p>
        <p class="quiet number">
          {said.proposedBy} {dayTime(Date.parse(proposedAt))}
          {issuedAt === null ? null : ` · ${said.issuedAt} ${dayTime(Date.parse(issuedAt))}`}
          {liftedAt === null ? null : ` · ${said.lifted(dayTime(Date.parse(liftedAt)))}`}
        </p>
      </div>
      <NextDeadline next={next} overdue={overdue} />
    </li>
  );
}
