import type { WarningView } from '../../api/protocol-contract.ts';
import { Countdown, useOverdue } from '../parts/countdown.tsx';
import { DataName } from '../parts/data-name.tsx';
import { inAgreementOrder, jurisdictionName } from '../state/names.ts';
import { words } from '../words/language.ts';
import { protocolWords } from '../words/protocol-words.ts';
import type { Consultation } from './consultation.ts';
import { byUrgency, matrixOf, type Row, STEPS } from './matrix.ts';
import { MatrixCell } from './matrix-cell.tsx';

interface CityMatrixProps {
  readonly warning: WarningView;
  readonly consultation: Consultation | null;
  readonly urgent: boolean;
  readonly onUrgent: (urgent: boolean) => void;
  /** The jurisdiction of whoever looks on; its row is marked. */
  readonly own: string | null;
}

/** The matrix of cities and steps: who has done what, who owes what until when, who is late and who has been told. */
export function CityMatrix({ warning, consultation, urgent, onUrgent, own }: CityMatrixProps) {
  const { warning: said, sortUrgent } = protocolWords.value;
  const asked = consultation?.asked ?? [];
  const rows = matrixOf(warning, consultation, inAgreementOrder([...new Set([...warning.cities, ...asked])]));
  return (
    <section class="panel matrix-panel" aria-labelledby="matrix-title">
      <header class="panel-head">
        <h2 id="matrix-title">{said.matrix}</h2>
        <span class="quiet">{said.cities(warning.cities.length)}</span>
        <button type="button" class="button push" aria-pressed={urgent} onClick={() => onUrgent(!urgent)}>
          {sortUrgent}
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard */}
      <section class="table-scroll" aria-label={said.matrixHint} tabIndex={0}>
        <table class="matrix">
          <thead>
            <tr>
              <th scope="col">{said.city}</th>
              {STEPS.map((step) => (
                <th scope="col" key={step} class={`step-${step}`}>
                  {said.columns[step]}
                </th>
              ))}
              <th scope="col">{said.nearest}</th>
            </tr>
          </thead>
          <tbody>
            {(urgent ? byUrgency(rows) : rows).map((row) => (
              <MatrixRow key={row.city} row={row} own={row.city === own} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function MatrixRow({ row, own }: { readonly row: Row; readonly own: boolean }) {
  const { warning: said } = protocolWords.value;
  const overdue = useOverdue(row.nearestMs ?? Number.POSITIVE_INFINITY);
  return (
    <tr class={`${overdue ? 'row-overdue' : ''}${own ? ' row-own' : ''}`} data-city={row.city}>
      <th scope="row">
        <DataName text={jurisdictionName(row.city)} />
      </th>
      {STEPS.map((step) => (
        <td
          key={step}
          class={row.cells[step].state === 'none' ? `step-${step} nothing` : `step-${step}`}
          data-step={step}
          data-label={said.columns[step]}
        >
          <MatrixCell cell={row.cells[step]} />
        </td>
      ))}
      <td class="nearest" data-label={said.nearest}>
        {row.nearestMs === null ? (
          <span class="quiet">—</span>
        ) : (
          <span>
            {overdue ? (
              <b class="cell-shape" role="img" aria-label={words.value.countdown.over}>
                !
              </b>
            ) : null}
            <Countdown dueMs={row.nearestMs} />
          </span>
        )}
      </td>
    </tr>
  );
}
