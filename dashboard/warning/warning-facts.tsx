import type { WarningView } from '../../api/protocol-contract.ts';
import { rankOf } from '../../domain/grade/grade.ts';
import { dayTime } from '../format/beijing-time.ts';
import { DataName } from '../parts/data-name.tsx';
import { GradeBadge } from '../parts/grade-badge.tsx';
import { byText } from '../state/names.ts';
import { protocolWords } from '../words/protocol-words.ts';

/** What the warning is: where it stands, when the pollution is, on what it rests, and the air's grade beside the warning's. */
export function WarningFacts({ warning }: { readonly warning: WarningView }) {
  const { warning: said } = protocolWords.value;
  const { round, issues, air, lift, standing } = warning;
  const issue = issues.at(-1);
  const { window, basis } = round ?? issue ?? { window: null, basis: null };
  const shown = standing === 'in_force' ? warning.grade : (round?.grade ?? warning.grade);
  return (
    <section class="panel" aria-label={said.one(warning.id)}>
      <dl class="fact-list">
        {issue === undefined ? null : (
          <div>
            <dt>{issue.change === 'start' ? said.issuedAt : said.changes[issue.change]}</dt>
            <dd class="number">
              <GradeBadge grade={issue.grade} /> {dayTime(Date.parse(issue.at))}{' '}
              <span class="quiet">
                <DataName text={byText(issue.by)} />
              </span>
            </dd>
          </div>
        )}
        {issue === undefined || lift !== null ? null : (
          <div>
            <dt>{said.responseAt}</dt>
            <dd class="number">{dayTime(Date.parse(issue.responseAt))}</dd>
          </div>
        )}
        {window === null ? null : (
          <div>
            <dt>{said.window}</dt>
            <dd class="number">
              {dayTime(Date.parse(window.from))} – {window.to === null ? said.openEnd : dayTime(Date.parse(window.to))}
            </dd>
          </div>
        )}
        {basis === null ? null : (
          <div>
            <dt>{said.basis}</dt>
            <dd>{said.bases[basis]}</dd>
          </div>
        )}
        {air === null ? null : (
          <div>
            <dt>{said.airNow}</dt>
            <dd>
              <GradeBadge grade={air.grade} />{' '}
              <span class="quiet number">
                {said.airAt(dayTime(Date.parse(air.at)))} · {said.bases[air.basis]}
                {standing === 'in_force' ? ` · ${comparison(rankOf(air.grade) - rankOf(shown))}` : null}
              </span>
            </dd>
          </div>
        )}
        {lift === null ? null : (
          <div>
            <dt>{said.commands.lift}</dt>
            <dd class="number">{dayTime(Date.parse(lift.at))}</dd>
          </div>
        )}
      </dl>
      {round === null ? null : (
        <p class="round">
          <b>{said.stages[round.stage]}</b> <GradeBadge grade={round.grade} />{' '}
          <span class="quiet">
            {said.proposedBy} <DataName text={byText(round.proposedBy)} />{' '}
            <span class="number">{dayTime(Date.parse(round.proposedAt))}</span>
          </span>{' '}
          <DataName text={round.reason} />
        </p>
      )}
      {round?.unfounded === true ? (
        <p class="note note-bad" role="status">
          ! {said.unfounded}
        </p>
      ) : null}
    </section>
  );

  function comparison(step: number): string {
    return step === 0 ? said.airSame : step > 0 ? said.airHigher : said.airLower;
  }
}
