import { GRADE_NAMES, type Grade, higherGrade } from '../../domain/grade/grade.ts';
import type { GradeSpan } from '../replay/replay-record.ts';
import { escaped } from './html.ts';
import type { RegionTime } from './region-time.ts';

const ROW = 18;
const LABEL = 120;
const HEAD = 22;
const WIDTH = 900;
/** A gap so long between days with data begins a new calendar. */
const LONGEST_GAP = 14;

export interface CalendarRow {
  readonly label: string;
  readonly spans: readonly GradeSpan[];
  /** Days of which anything is known, by number. */
  readonly days: ReadonlySet<number>;
}

type Cell = Grade | 'no_data';

/** The grades of cities day by day as drawings, one for each season; of a day the highest grade that held in it. */
export function gradeCalendars(rows: readonly CalendarRow[], time: RegionTime): string[] {
  return seasonsOf(rows).map(({ from, to }) => {
    const days = to - from + 1;
    const width = Math.min(26, Math.max(3, WIDTH / days));
    const height = HEAD + rows.length * ROW;
    const parts = rows.flatMap((row, place) => [
      `<text x="${LABEL - 6}" y="${HEAD + place * ROW + 13}" text-anchor="end">${escaped(row.label)}</text>`,
      ...runsOf(row, { from, to, time }).map(({ cell, start, length }) => {
        const x = LABEL + start * width;
        const last = time.dayName(from + start + length - 1);
        const span = length === 1 ? last : `${time.dayName(from + start)} … ${last}`;
        const name = cell === 'no_data' ? '无数据 no data' : `${GRADE_NAMES[cell].zh} ${GRADE_NAMES[cell].en}`;
        const title = `<title>${escaped(row.label)} ${span} ${name}</title>`;
        const y = HEAD + place * ROW;
        const box = `<rect class="g-${cell}" x="${fixed(x)}" y="${y + 1}" width="${fixed(length * width - 0.5)}" height="${ROW - 2}">${title}</rect>`;
        const letter = cell === 'no_data' || length * width < 12 ? '' : letterOf(cell);
        return letter === ''
          ? box
          : `${box}<text class="letter on-${cell}" x="${fixed(x + (length * width) / 2)}" y="${y + 13}">${letter}</text>`;
      }),
    ]);
    const total = LABEL + days * width + 4;
    return [
      `<div class="scroll"><svg role="img" width="${fixed(total)}" height="${height}" viewBox="0 0 ${fixed(total)} ${height}">`,
      `<title>${time.dayName(from)} … ${time.dayName(to)}</title>`,
      ...ticks(from, to, width, time),
      ...parts,
      '</svg></div>',
    ].join('');
  });
}

/** Colours are not told apart by everybody: each has its letter. */
function letterOf(grade: Grade): string {
  if (grade === 'none') return '';
  const { zh, en } = GRADE_NAMES[grade];
  return `<tspan lang="zh">${zh.slice(0, 1)}</tspan><tspan lang="en">${en.slice(0, 1).toUpperCase()}</tspan>`;
}

function seasonsOf(rows: readonly CalendarRow[]): { readonly from: number; readonly to: number }[] {
  const days = [...new Set(rows.flatMap((row) => [...row.days]))].sort((a, b) => a - b);
  const seasons: { from: number; to: number }[] = [];
  for (const day of days) {
    const last = seasons.at(-1);
    if (last !== undefined && day - last.to <= LONGEST_GAP) last.to = day;
    else seasons.push({ from: day, to: day });
  }
  return seasons;
}

/** Days in a row that look the same are one box. */
function runsOf(
  { spans, days }: CalendarRow,
  { from, to, time }: { readonly from: number; readonly to: number; readonly time: RegionTime },
) {
  const cells: Cell[] = Array.from({ length: to - from + 1 }, (_, place) =>
    days.has(from + place) ? 'none' : 'no_data',
  );
  for (const span of spans) {
    const last = Math.min(time.day(span.to - 1), to);
    for (let day = Math.max(time.day(span.from), from); day <= last; day += 1) {
      const before = cells[day - from] ?? 'none';
      cells[day - from] = higherGrade(before === 'no_data' ? 'none' : before, span.grade);
    }
  }
  const runs: { cell: Cell; start: number; length: number }[] = [];
  for (const [start, cell] of cells.entries()) {
    const last = runs.at(-1);
    if (last?.cell === cell) last.length += 1;
    else runs.push({ cell, start, length: 1 });
  }
  return runs;
}

/** First days of months, and weeks where there is room. */
function ticks(from: number, to: number, width: number, time: RegionTime): string[] {
  const found: string[] = [];
  let free = 0;
  for (let day = from; day <= to; day += 1) {
    const name = time.dayName(day);
    const isMonth = name.endsWith('-01');
    const x = LABEL + (day - from) * width;
    if (!(isMonth || day === from || (day - from) % 7 === 0) || (x < free && !isMonth)) continue;
    if (x >= free) {
      found.push(`<text class="tick" x="${fixed(x)}" y="12">${day === from || isMonth ? name : name.slice(5)}</text>`);
      free = x + (day === from || isMonth ? 72 : 42);
    }
    found.push(`<line class="tick" x1="${fixed(x)}" x2="${fixed(x)}" y1="15" y2="${HEAD}"/>`);
  }
  return found;
}

function fixed(value: number): string {
  return String(Math.round(value * 10) / 10);
}
