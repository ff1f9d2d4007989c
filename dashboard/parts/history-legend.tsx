import { LINE_STYLES } from '../charts/plot-options.ts';
import { DataName } from './data-name.tsx';

interface HistoryLegendProps {
  /** Per line: its name and its value where the cursor stands (or newest), with unit. */
  readonly lines: readonly { readonly name: string; readonly value: string }[];
  /** The hour those values belong to. */
  readonly when: string;
}

/** Names, strokes and the values under the cursor, outside the canvas where nothing clips them. */
export function HistoryLegend({ lines, when }: HistoryLegendProps) {
  return (
    <div class="history-legend">
      <span class="quiet number">{when}</span>
      {lines.map(({ name, value }, index) => {
        const style = LINE_STYLES[index];
        return (
          <span key={name} class="legend-item">
            <svg class={`stroke stroke-${index}`} viewBox="0 0 28 8" aria-hidden="true" focusable="false">
              <path d="M1 4h26" stroke-width={style?.width} stroke-dasharray={style?.dash.join(' ')} />
            </svg>
            <DataName text={name} /> <b class="number">{value}</b>
          </span>
        );
      })}
    </div>
  );
}
