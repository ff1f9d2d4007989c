import type uPlot from 'uplot';
import type { Quantity } from '../format/quantity.ts';
import { valueText } from '../format/quantity.ts';
import type { Words } from '../words/zh.ts';
import { drawEnded, drawLevels } from './draw-marks.ts';
import { AXIS_STEPS, axisLabel, axisSplits } from './time-axis.ts';
import { lonePoints } from './time-grid.ts';

/** How a line looks; the first is the subject, the second what it is compared with. Dash and weight tell them apart, not colour alone. */
export const LINE_STYLES = [
  { token: '--accent', width: 2.4, dash: [] as number[] },
  { token: '--fg-3', width: 1.6, dash: [7, 3] },
] as const;

interface PlotOptions {
  readonly quantity: Quantity;
  readonly lines: number;
  readonly width: number;
  readonly height: number;
  readonly words: Words;
  /** Reads a colour or font token of the theme in force. */
  readonly token: (name: string) => string;
  /** Epoch seconds after which the window is hatched; null while data is current. */
  readonly endedAt: () => number | null;
  readonly onCursor: (index: number | null) => void;
}

/** Quantities whose axis begins at zero; the others (temperature, pressure) show their own range. */
const FROM_ZERO: ReadonlySet<Quantity> = new Set<Quantity>([
  'aqi',
  'pm25',
  'pm10',
  'so2',
  'no2',
  'co',
  'o3',
  'wind_speed',
  'rain',
  'rh',
  'wind_dir',
]);

/** The options of one uPlot chart: own time axis in Beijing time, no built-in legend, no points, gaps left open. */
export function plotOptions(options: PlotOptions): uPlot.Options {
  const { quantity, words, token } = options;
  const small = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.86;
  const font = `${small}px ${token('--font')}`;
  const canvasFont = `${small * (devicePixelRatio || 1)}px ${token('--font')}`;
  const axis = { stroke: token('--fg-3'), font, grid: { stroke: token('--line'), width: 1 }, ticks: { show: false } };
  const padRight = quantity === 'aqi' ? small * 5 : small * 2;
  return {
    width: options.width,
    height: options.height,
    padding: [8, padRight, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false, setScale: false }, y: false },
    scales: { x: { time: true }, y: { range: (_plot, min, max) => yRange(quantity, min, max) } },
    axes: [
      {
        ...axis,
        incrs: AXIS_STEPS,
        space: small * 4.5,
        size: small * 2.4,
        splits: (_plot, _axis, min, max, step) => axisSplits(min, max, step),
        values: (_plot, splits) => splits.map((at) => axisLabel(at, words.chart.axisHour)),
      },
      {
        ...axis,
        space: small * 2.6,
        size: small * 3.6,
        values: (_plot, splits) => splits.map((value) => valueText(quantity, value)),
      },
    ],
    series: [
      {},
      ...LINE_STYLES.slice(0, options.lines).map((style) => ({
        stroke: token(style.token),
        width: style.width,
        dash: [...style.dash],
        spanGaps: false,
        points: {
          show: true,
          size: 5,
          fill: token(style.token),
          filter: (plot: uPlot, series: number) => lonePoints(plot.data[series] ?? []),
        },
      })),
    ],
    hooks: {
      drawClear: [
        (plot) => {
          const endedAt = options.endedAt();
          if (endedAt !== null) drawEnded(plot, endedAt, token('--line'));
          if (quantity === 'aqi') drawLevels(plot, words.levels, token('--line-2'), token('--fg-3'), canvasFont);
        },
      ],
      setCursor: [(plot) => options.onCursor(plot.cursor.idx ?? null)],
    },
  };
}

function yRange(quantity: Quantity, min: number | null, max: number | null): [number, number] {
  const top = max ?? 1;
  if (quantity === 'wind_dir') return [0, 360];
  if (FROM_ZERO.has(quantity)) return [0, Math.max(top * 1.1, quantity === 'aqi' ? 60 : quantity === 'co' ? 1 : 5)];
  const bottom = min ?? 0;
  const margin = Math.max(1, (top - bottom) * 0.1);
  return [bottom - margin, top + margin];
}
