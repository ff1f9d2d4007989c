import type { WarningView } from '../../api/protocol-contract.ts';
import { spanText } from '../format/age.ts';
import { DataName } from '../parts/data-name.tsx';
import { jurisdictionName } from '../state/names.ts';
import { words } from '../words/language.ts';
import { protocolWords } from '../words/protocol-words.ts';

/** How every city kept its clocks. */
export function TimelinessTable({ timeliness }: Pick<WarningView, 'timeliness'>) {
  const { warning: said } = protocolWords.value;
  const { age } = words.value;
  return (
    <section class="panel" aria-labelledby="timeliness-title">
      <header class="panel-head">
        <h2 id="timeliness-title">{said.timeliness}</h2>
      </header>
      <table class="plain-table">
        <thead>
          <tr>
            <th scope="col">{said.city}</th>
            <th scope="col" class="number">
              {said.owedCount}
            </th>
            <th scope="col" class="number">
              {said.keptCount}
            </th>
            <th scope="col" class="number">
              {said.lateCount}
            </th>
            <th scope="col" class="number">
              {said.missedCount}
            </th>
            <th scope="col" class="number">
              {said.escalations}
            </th>
            <th scope="col" class="number">
              {said.worst}
            </th>
          </tr>
        </thead>
        <tbody>
          {timeliness.map((one) => (
            <tr key={one.city}>
              <th scope="row">
                <DataName text={jurisdictionName(one.city)} />
              </th>
              <td class="number">{one.owed}</td>
              <td class="number">{one.kept}</td>
              <td class="number">{one.keptLate}</td>
              <td class="number">{one.missed}</td>
              <td class="number">{one.escalations}</td>
              <td class="number">{one.worstDelayMs === 0 ? '—' : spanText(one.worstDelayMs, age)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
