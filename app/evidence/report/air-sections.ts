import { citiesOf } from '../../../domain/agreement/jurisdiction.ts';
import type { Grade } from '../../../domain/grade/grade.ts';
import type { GradeSpan } from '../../replay/replay-record.ts';
import { gradeCalendars } from '../../report/grade-calendar.ts';
import { both, escaped } from '../../report/html.ts';
import type { RegionTime } from '../../report/region-time.ts';
import { sparkline } from '../../report/sparkline.ts';
import { GradeHours } from '../grade-hours.ts';
import type { EvidenceReport } from './evidence-report.ts';
import { nameIn } from './name-in.ts';
import { peakHour, stationAqis } from './peak-hour.ts';
import { regionDrawing } from './region-drawing.ts';

const HOUR_MS = 3_600_000;
/** The AQI above which pollution is heavy, HJ 633 table 2. */
const HEAVY = 200;

/** The air behind it: a map of the worst hour, the grades day by day, and the AQI of every city. Empty where nothing rests on the air. */
export function airSections({ contents, run, winds, state }: EvidenceReport, time: RegionTime): string[] {
  const { agreement, scope, stations, borders } = contents;
  const peak = peakHour(run.cityHours);
  if (scope.judged === null || peak === undefined) return [];
  const cities = citiesOf(agreement.jurisdictions);
  // Of a run from the ledger's first hour only the hours in which anything was measured are drawn.
  const first = run.cityHours[0]?.at ?? scope.judged.from;
  const span = { from: Math.max(scope.judged.from, first - HOUR_MS), to: scope.judged.to };
  const hours = new GradeHours(run.facts.grades, span);
  const drawing = regionDrawing({
    cities,
    stations,
    ...(borders === undefined ? {} : { borders }),
    aqiOfStation: stationAqis(run.controlled, peak),
    aqiOfCity: new Map(
      run.cityHours.flatMap(({ at, city, index }) => (at === peak && index.aqi !== null ? [[city, index.aqi]] : [])),
    ),
    gradeOfCity: new Map(cities.map(({ id }) => [id, hours.gradeOf(`city:${id}`, peak) ?? 'none'])),
    winds: winds.filter(({ at }) => at === peak),
  });
  const days = new Set(run.cityHours.map(({ at }) => time.day(at - 1)));
  const rows = [
    { label: '区域 Region', spans: spansOf(hours, { kind: 'region', id: agreement.region.id }, span), days },
    ...cities.map(({ id, name }) => ({ label: name.zh, spans: spansOf(hours, { kind: 'city', id }, span), days })),
  ];
  const nameOf = nameIn(agreement);
  const begun = 'standing' in state ? (state.issues[0]?.at ?? scope.opened) : scope.opened;
  const ended = 'standing' in state ? (state.lift?.at ?? span.to) : span.to;
  const charts = cities.flatMap(({ id }) => {
    const points = run.cityHours.flatMap(({ at, city, index }) =>
      city === id && index.aqi !== null ? [[at, index.aqi] as const] : [],
    );
    if (points.length < 2) return [];
    const marks = { ...span, raisedAt: begun, until: Math.max(begun, ended), limit: HEAVY, title: `${id} AQI` };
    return [
      `<div>${nameOf(id)} <span class="dim">${Math.max(...points.map(([, aqi]) => aqi))}</span>${sparkline(points, marks)}</div>`,
    ];
  });
  return [
    `<h2>${both(`地图：${time.minute(peak)}，各市 AQI 最高的一小时`, `Map: ${time.minute(peak)}, the hour of the highest AQI`)}</h2>`,
    `<p class="dim">${both('圆点为站点，圆为城市（外环为空气所达级别），箭头为风的去向。', 'Dots are stations, circles are cities (the ring is the grade that the air gives), arrows point to where the wind goes.')}</p>`,
    drawing,
    ...(scope.grades
      ? [`<h2>${both('空气所达级别', 'Grades that the air gives')}</h2>`, ...gradeCalendars(rows, time)]
      : []),
    `<h2>${both('各市小时 AQI', 'Hourly AQI of the cities')}</h2>`,
    `<p class="dim">${escaped(`${time.minute(span.from)} – ${time.minute(span.to)}`)} · ${both('虚线为 200（重度污染）；底色为预警或报警期间；城市名后为最高值。', 'Dashed: 200 (heavy pollution); shaded: while it was open; after the name the highest.')}</p>`,
    `<div class="charts">${charts.join('')}</div>`,
  ];
}

function spansOf(
  hours: GradeHours,
  subject: GradeSpan['subject'],
  { from, to }: { readonly from: number; readonly to: number },
): GradeSpan[] {
  const spans: { subject: GradeSpan['subject']; from: number; to: number; grade: Grade; reason: string }[] = [];
  for (let at = from + HOUR_MS; at <= to; at += HOUR_MS) {
    const grade = hours.gradeOf(`${subject.kind}:${subject.id}`, at) ?? 'none';
    const last = spans.at(-1);
    if (last?.grade === grade && last.to === at - HOUR_MS) last.to = at;
    else if (grade !== 'none') spans.push({ subject, from: at - HOUR_MS, to: at, grade, reason: '' });
  }
  return spans;
}
