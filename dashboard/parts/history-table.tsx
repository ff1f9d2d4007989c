import { useState } from 'preact/hooks';
import type { Grid } from '../charts/time-grid.ts';
import { dayTime } from '../format/beijing-time.ts';
import type { Quantity } from '../format/quantity.ts';
import { quantityLabel, unitOf, valueText } from '../format/quantity.ts';
import { words } from '../words/language.ts';
import { DataName } from './data-name.tsx';

interface HistoryTableProps {
  readonly grid: Grid;
  readonly names: readonly string[];
  readonly quantity: Quantity;
}

/** The chart in numbers, newest first: for screen readers, for copying, and for whoever doubts a line. */
export function HistoryTable({ grid, names, quantity }: HistoryTableProps) {
  const [open, setOpen] = useState(false);
  const { chart } = words.value;
  const unit = unitOf(quantity);
  const heading = `${quantityLabel(quantity, words.value)}${unit === '' ? '' : ` (${unit})`}`;
  return (
    <details class="history-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{chart.table}</summary>
      {open ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section class="table-scroll" aria-label={chart.table} tabIndex={0}>
          <table>
            <caption class="visually-hidden">{heading}</caption>
            <thead>
              <tr>
                <th scope="col">{chart.hour}</th>
                {names.map((name) => (
                  <th key={name} scope="col" class="number">
                    <DataName text={name} /> · {heading}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {grid.x.map((_, fromEnd) => {
                const index = grid.x.length - 1 - fromEnd;
                const at = (grid.x[index] ?? 0) * 1000;
                return (
                  <tr key={at}>
                    <th scope="row" class="number">
                      {dayTime(at)}
                    </th>
                    {grid.y.map((values, line) => (
                      <td key={names[line]} class="number">
                        {valueText(quantity, values[index])}
                      </td>
                    ))}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </section>
      ) : null}
    </details>
  );
}
