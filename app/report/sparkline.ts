import { escaped } from './html.ts';
import type { Point } from './series-book.ts';

const WIDTH = 420;
const HEIGHT = 64;
const HOUR_MS = 3_600_000;

/** A curve with the limit and the time in which the alert was open; a gap in the data is a gap in the line. */
export function sparkline(
  points: readonly Point[],
  marks: {
    readonly from: number;
    readonly to: number;
    readonly raisedAt: number;
    readonly until: number;
    readonly limit: number | null;
    readonly title: string;
  },
): string {
  const { raisedAt, until, limit, title, from, to } = marks;
  if (points.length === 0 || to <= from) return '';
  const highest = Math.max(limit ?? 0, ...points.map(([, value]) => value));
  const lowest = Math.min(0, ...points.map(([, value]) => value));
  const x = (at: number) => fixed(((at - from) / (to - from)) * WIDTH);
  const y = (value: number) => fixed(HEIGHT - 4 - ((value - lowest) / (highest - lowest || 1)) * (HEIGHT - 10));
  let path = '';
  let before = Number.NaN;
  for (const [at, value] of points) {
    path += `${at - before === HOUR_MS ? 'L' : 'M'}${x(at)} ${y(value)}`;
    before = at;
  }
  const open = [Math.max(raisedAt, from), Math.min(until, to)] as const;
  const width = Math.max(1, Number(x(open[1])) - Number(x(open[0])));
  return [
    `<svg class="spark" role="img" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">`,
    `<title>${escaped(title)}</title>`,
    `<rect class="open" x="${x(open[0])}" y="0" width="${fixed(width)}" height="${HEIGHT}"/>`,
    limit === null ? '' : `<line class="limit" x1="0" x2="${WIDTH}" y1="${y(limit)}" y2="${y(limit)}"/>`,
    `<path d="${path}"/>`,
    '</svg>',
  ].join('');
}

function fixed(value: number): string {
  return String(Math.round(value * 10) / 10);
}
