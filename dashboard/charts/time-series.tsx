import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { Quantity } from '../format/quantity.ts';
import { palette, theme } from '../state/settings.ts';
import { words } from '../words/language.ts';
import { plotOptions } from './plot-options.ts';
import type { Grid } from './time-grid.ts';

interface TimeSeriesProps {
  /** What the picture shows, for those who do not see it; the numbers are in the table twin. */
  readonly label: string;
  readonly quantity: Quantity;
  readonly grid: Grid;
  /** Epoch seconds after which there is no data; null while data is current. */
  readonly endedAt: number | null;
  /** Index into the grid under pointer or keyboard cursor; null when there is none. */
  readonly onCursor: (index: number | null) => void;
}

/** The one place that knows uPlot. Redrawn at most as often as its grid changes; rebuilt when theme, language or lines change. */
export function TimeSeries({ label, quantity, grid, endedAt, onCursor }: TimeSeriesProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const ended = useRef(endedAt);
  const cursor = useRef(onCursor);
  ended.current = endedAt;
  cursor.current = onCursor;
  const lines = grid.y.length;
  const look = `${theme.value} ${palette.value} ${words.value.lang}`;

  // Dependencies: the grid's values go in by setData below; here only its shape matters
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const styles = getComputedStyle(document.documentElement);
    const made = new uPlot(
      plotOptions({
        quantity,
        lines,
        width: element.clientWidth,
        height: element.clientHeight,
        words: words.value,
        token: (name) => styles.getPropertyValue(name).trim(),
        endedAt: () => ended.current,
        onCursor: (index) => cursor.current(index),
      }),
      [grid.x, ...grid.y],
      element,
    );
    plot.current = made;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth !== made.width || element.clientHeight !== made.height) {
        made.setSize({ width: element.clientWidth, height: element.clientHeight });
      }
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [quantity, lines, look]);

  useEffect(() => {
    plot.current?.setData([grid.x, ...grid.y]);
  }, [grid]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    const made = plot.current;
    if (step === 0 || made === null) return;
    event.preventDefault();
    // The first step leaves the newest value, which the legend shows while there is no cursor.
    const newest = (grid.y[0] ?? []).reduce<number>((last, value, index) => (value === null ? last : index), 0);
    const index = Math.min(grid.x.length - 1, Math.max(0, (made.cursor.idx ?? newest) + step));
    made.setCursor({ left: made.valToPos(grid.x[index] ?? 0, 'x'), top: 1 });
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a picture with a cursor is no fieldset
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read it hour by hour
    <div class="plot" ref={host} role="group" aria-label={label} tabIndex={0} onKeyDown={onKeyDown} />
  );
}
