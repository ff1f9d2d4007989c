import type { Alert } from '../../domain/alert/alert.ts';
import { escaped } from './html.ts';
import type { RegionTime } from './region-time.ts';

const ROW = 16;
const LABEL = 150;
const WIDTH = 870;
const HEAD = 20;

/** The alerts of one rule on a time line, a row for each subject; the subjects that were in alert longest come first. */
export function alertTimeline(
  alerts: readonly Alert[],
  {
    from,
    to,
    time,
    rows: most,
  }: { readonly from: number; readonly to: number; readonly time: RegionTime; readonly rows: number },
): { readonly svg: string; readonly leftOut: number } {
  const until = ({ returnedAt }: Alert) => returnedAt ?? to;
  const groups = [...Map.groupBy(alerts, ({ subject }) => subject.id)]
    .map(([id, own]) => ({ id, own, hours: own.reduce((sum, alert) => sum + until(alert) - alert.raisedAt, 0) }))
    .sort((a, b) => b.hours - a.hours);
  const shown = groups.slice(0, most);
  const x = (at: number) => LABEL + ((at - from) / Math.max(1, to - from)) * WIDTH;
  const height = HEAD + shown.length * ROW;
  const bars = shown.flatMap(({ id, own }, row) => [
    `<text x="${LABEL - 6}" y="${HEAD + row * ROW + 12}" text-anchor="end">${escaped(id)}</text>`,
    ...own.map((alert) => {
      const width = Math.max(1, x(until(alert)) - x(alert.raisedAt));
      const end = alert.returnedAt === null ? '…' : time.minute(alert.returnedAt);
      const title = `<title>${escaped(id)} ${time.minute(alert.raisedAt)} – ${end}</title>`;
      const place = `x="${fixed(x(alert.raisedAt))}" y="${HEAD + row * ROW + 2}"`;
      return `<rect class="p${alert.priority}" ${place} width="${fixed(width)}" height="${ROW - 4}">${title}</rect>`;
    }),
  ]);
  const ticks = [0, 0.25, 0.5, 0.75].map((share) => {
    const at = from + share * (to - from);
    return `<text class="tick" x="${fixed(x(at))}" y="11">${time.minute(at).slice(0, 10)}</text><line class="tick" x1="${fixed(x(at))}" x2="${fixed(x(at))}" y1="14" y2="${height}"/>`;
  });
  const size = `width="${LABEL + WIDTH}" height="${height}" viewBox="0 0 ${LABEL + WIDTH} ${height}"`;
  return {
    svg: `<div class="scroll"><svg role="img" ${size}>${ticks.join('')}${bars.join('')}</svg></div>`,
    leftOut: groups.length - shown.length,
  };
}

function fixed(value: number): string {
  return String(Math.round(value * 10) / 10);
}
