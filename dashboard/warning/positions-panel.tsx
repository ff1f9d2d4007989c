import { minuteTime } from '../format/beijing-time.ts';
import { DataName } from '../parts/data-name.tsx';
import { GradeBadge } from '../parts/grade-badge.tsx';
import { inAgreementOrder, jurisdictionName } from '../state/names.ts';
import { words } from '../words/language.ts';
import { protocolWords } from '../words/protocol-words.ts';
import type { Consultation } from './consultation.ts';

const SHAPES = { agree: '✓', agree_higher: '↑', object: '✕', silent: '–' } as const;

/** What every member asked has said, with its reason, and what came of it. */
export function PositionsPanel({ consultation }: { readonly consultation: Consultation }) {
  const { warning: said } = protocolWords.value;
  const { grades } = words.value;
  const { asked, needed, positions, recommendation, silence } = consultation;
  const taken = new Map(positions.map((position) => [position.member, position]));
  return (
    <section class="panel" aria-labelledby="positions-title">
      <header class="panel-head">
        <h2 id="positions-title">{said.positions}</h2>
        <span class="quiet">{said.needed(needed, asked.length)}</span>
      </header>
      <ul class="positions">
        {inAgreementOrder(asked).map((member) => {
          const one = taken.get(member);
          return (
            <li key={member} data-position={one?.position ?? 'waiting'}>
              <b>
                <DataName text={jurisdictionName(member)} />
              </b>
              <span class={`position position-${one?.position ?? 'waiting'}`}>
                {one === undefined ? `○ ${said.waiting}` : `${SHAPES[one.position]} ${said.answers[one.position]}`}
                {one?.grade === undefined ? null : <GradeBadge grade={one.grade} />}
              </span>
              {one === undefined ? null : <span class="quiet number">{minuteTime(one.at)}</span>}
              {one?.answeredBy === undefined ? null : (
                <span class="quiet">
                  <DataName text={said.answeredFor(jurisdictionName(one.answeredBy))} />
                </span>
              )}
              {one?.reason === undefined ? null : (
                <p class="quiet reason">
                  <DataName text={one.reason} />
                </p>
              )}
            </li>
          );
        })}
      </ul>
      <p class="panel-foot">
        {recommendation === null ? (
          <span class="quiet">
            {said.silenceMeans}: {said.silences[silence]}
          </span>
        ) : recommendation.grade === null ? (
          <b>{said.noQuorum}</b>
        ) : (
          <b>{said.recommended(grades.long[recommendation.grade])}</b>
        )}
      </p>
    </section>
  );
}
