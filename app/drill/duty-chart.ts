import { escaped } from '../report/html.ts';
import type { DrillReport } from './drill-report.ts';

type Line = DrillReport['owed'][number];

const WIDTH = 1000;
const LEFT = 110;
const LANE = 9;
const GAP = 8;
const TOP = 22;
const HOUR_MS = 3_600_000;
/** Told apart by shape too: a dot in time, a diamond late, a cross never. */
const MARKS: Readonly<Record<Exclude<Line['fate'], 'open'>, (x: number, y: number) => string>> = {
  in_time: (x, y) => `<circle class="in" cx="${x}" cy="${y}" r="3.5"/>`,
  late: (x, y) => `<path class="late" d="M${x - 4.5} ${y}l4.5 -4.5 4.5 4.5 -4.5 4.5z"/>`,
  missed: (x, y) => `<path class="missed" d="M${x - 4} ${y - 4}l8 8m0 -8l-8 8"/>`,
};

export const CHART_STYLE = `
.duty rect{fill:var(--none)}.duty .in{fill:#2e8b57}.duty .late{fill:#ee8420}.duty .missed{stroke:#cb2230;stroke-width:2;fill:none}.duty text{font-size:12px}
`;

/** What one warning or case asked of whom: a bar from the beginning to the due time, a mark where it was done. */
export function dutyChart(lines: readonly Line[], names: ReadonlyMap<string, string>, end: string): string {
  const [from, to] = [Math.min(...lines.map((one) => Date.parse(one.from))), Date.parse(end)];
  const span = Math.max(to - from, HOUR_MS);
  const x = (at: string | number) => {
    const share = (Number(typeof at === 'string' ? Date.parse(at) : at) - from) / span;
    return Math.round(LEFT + Math.min(1, Math.max(0, share)) * (WIDTH - LEFT - 10));
  };
  let y = TOP;
  const rows: string[] = [];
  for (const [id, own] of Map.groupBy(lines, ({ by }) => by)) {
    rows.push(`<text x="0" y="${y + LANE}">${escaped(names.get(id) ?? id)}</text>`);
    for (const one of own) {
      const middle = y + LANE / 2;
      const [start, due] = [x(one.from), x(one.dueAt)];
      rows.push(`<rect x="${start}" y="${y + 1}" width="${Math.max(1, due - start)}" height="${LANE - 3}"/>`);
      if (one.fate !== 'open') rows.push(MARKS[one.fate](x(one.doneAt ?? one.dueAt), middle));
      y += LANE;
    }
    y += GAP;
  }
  return [
    `<svg class="duty" viewBox="0 0 ${WIDTH} ${y + 4}" width="${WIDTH}" role="img" aria-hidden="true" style="max-width:100%;height:auto">`,
    ...ticksOf(from, span).map(
      ({ at, label }) =>
        `<line class="tick" x1="${x(at)}" x2="${x(at)}" y1="${TOP - 6}" y2="${y}"/><text class="tick" x="${x(at) + 3}" y="12">${label}</text>`,
    ),
    ...rows,
    '</svg>',
  ].join('');
}

/** At most a dozen, on whole hours of the region's clock (the reports' offset is a constant of whole hours in China). */
function ticksOf(from: number, span: number): { readonly at: number; readonly label: string }[] {
  const step = [1, 2, 3, 6, 12, 24, 48, 96, 192, 384].find((hours) => span / (hours * HOUR_MS) <= 12) ?? 768;
  const first = Math.ceil(from / (step * HOUR_MS)) * step * HOUR_MS;
  const ticks = [];
  for (let at = first; at <= from + span; at += step * HOUR_MS) {
    const local = new Date(at + 8 * HOUR_MS).toISOString();
    ticks.push({ at, label: `${local.slice(5, 10)} ${local.slice(11, 16)}` });
  }
  return ticks;
}
