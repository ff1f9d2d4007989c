import { useMemo, useState } from 'preact/hooks';
import { POLLUTANTS, WEATHER } from '../../domain/air/parameter.ts';
import { gridStep, timeGrid } from '../charts/time-grid.ts';
import { TimeSeries } from '../charts/time-series.tsx';
import { dayTime, minuteTime, monthDay } from '../format/beijing-time.ts';
import type { Quantity } from '../format/quantity.ts';
import { quantityLabel, unitOf, withUnit } from '../format/quantity.ts';
import type { Subject } from '../query/subject.ts';
import { clockMinute } from '../state/clock.ts';
import { words } from '../words/language.ts';
import { Choice } from './choice.tsx';
import { DataName } from './data-name.tsx';
import { Failure } from './failure.tsx';
import { HistoryLegend } from './history-legend.tsx';
import { HistoryTable } from './history-table.tsx';
import { useHistory } from './use-history.ts';

export const WINDOWS_H = [24, 48, 72, 168] as const;
const HOUR_MS = 3_600_000;

interface HistoryPanelProps {
  readonly subject: Subject;
  readonly name: string;
  /** What it is compared with (a station with its city), if anything. */
  readonly beside: { readonly subject: Subject; readonly name: string } | null;
  readonly quantity: Quantity;
  readonly hours: number;
  readonly onChange: (changes: { q?: Quantity; hours?: string }) => void;
}

/** The past of one city or station as a chart, a legend with the numbers under the cursor, and a table. */
export function HistoryPanel({ subject, name, beside, quantity, hours, onChange }: HistoryPanelProps) {
  const said = words.value;
  const [cursor, setCursor] = useState<number | null>(null);
  const own = useHistory(subject, quantity, hours);
  const other = useHistory(beside?.subject ?? null, quantity, hours);
  const nowMs = clockMinute.value;
  const toMs = Math.ceil(nowMs / HOUR_MS) * HOUR_MS;
  const withOther = beside !== null && isIndexed(quantity);

  // Dependencies: `version` says when the rows behind the functions have changed
  const { grid, stepMs } = useMemo(() => {
    const step = gridStep(own.times);
    return { grid: timeGrid(withOther ? [own, other] : [own], toMs - hours * HOUR_MS, toMs, step), stepMs: step };
  }, [own.version, other.version, withOther, toMs, hours]);

  const names = withOther ? [name, said.chart.cityMean(beside.name)] : [name];
  const newest = grid.lastMs === null ? null : grid.x.indexOf(grid.lastMs / 1000);
  const index = cursor !== null && cursor < grid.x.length ? cursor : newest;
  const atMs = index === null ? null : (grid.x[index] ?? 0) * 1000;
  const ended = grid.lastMs !== null && nowMs - grid.lastMs > 2 * stepMs ? grid.lastMs : null;
  const unit = unitOf(quantity);
  const choices: readonly Quantity[] =
    subject.kind === 'city' ? ['aqi', ...POLLUTANTS] : ['aqi', ...POLLUTANTS, ...WEATHER];
  const label = `${name} ${said.chart.title(quantityLabel(quantity, said))}; ${said.chart.readout}`;
  return (
    <section class="panel history" aria-label={label}>
      <header class="panel-head">
        <h2>
          <DataName text={name} /> {quantityLabel(quantity, said)}
        </h2>
        <span class="quiet">
          {unit === '' ? '' : `${unit} · `}
          {said.chart.recent(hours)}
          {ended === null ? '' : ` · ${dayTime(ended)} ${said.chart.ended}`}
        </span>
        <span class="push controls">
          <Choice
            label={said.chart.quantity}
            value={quantity}
            options={choices.map((value) => ({ value, text: quantityLabel(value, said) }))}
            onChange={(value) => onChange({ q: value as Quantity })}
          />
          <Choice
            label={said.chart.window}
            value={String(hours)}
            options={WINDOWS_H.map((value) => ({ value: String(value), text: said.chart.hours(value) }))}
            onChange={(value) => onChange({ hours: value })}
          />
        </span>
      </header>
      {own.error === null ? null : <Failure what={said.errors.history} error={own.error} retry={own.retry} />}
      <HistoryLegend
        when={atMs === null ? '' : hourText(atMs, stepMs)}
        lines={names.map((line, row) => ({
          name: line,
          value: withUnit(quantity, index === null ? null : grid.y[row]?.[index]),
        }))}
      />
      <div class="plot-frame">
        <TimeSeries
          label={label}
          quantity={quantity}
          grid={grid}
          endedAt={ended === null ? null : ended / 1000}
          onCursor={setCursor}
        />
        {grid.lastMs === null ? (
          <p class="empty plot-empty">{own.status === 'loading' ? said.chart.loading : said.chart.noData}</p>
        ) : null}
      </div>
      <HistoryTable grid={grid} names={names} quantity={quantity} />
    </section>
  );
}

/** Cities have indices and concentrations, no weather: only these can be compared. */
function isIndexed(quantity: Quantity): boolean {
  return quantity === 'aqi' || (POLLUTANTS as readonly string[]).includes(quantity);
}

/** An hourly value is a mean: say of which hour. */
function hourText(ms: number, stepMs: number): string {
  return `${monthDay(ms)} ${minuteTime(ms)}${words.value.chart.span(minuteTime(ms - stepMs), minuteTime(ms))}`;
}
