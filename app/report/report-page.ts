import { citiesOf } from '../../domain/agreement/jurisdiction.ts';
import { utcOffsetMs } from '../../domain/agreement/utc-offset.ts';
import { GRADE_NAMES, GRADES } from '../../domain/grade/grade.ts';
import { compareRecords } from '../replay/compare.ts';
import type { ReplaySession } from '../replay/replay-session.ts';
import { alertSections } from './alert-sections.ts';
import { differenceSection } from './difference-section.ts';
import { type CalendarRow, gradeCalendars } from './grade-calendar.ts';
import { both, escaped, table } from './html.ts';
import { protocolSection } from './protocol-section.ts';
import { RegionTime } from './region-time.ts';
import { REPORT_STYLE } from './report-style.ts';
import type { SeriesBook } from './series-book.ts';

export interface ReportInput {
  /** The run, and the one it is compared with. */
  readonly sessions: readonly ReplaySession[];
  readonly series: SeriesBook;
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** City-days instead of hours. */
  readonly isDaily: boolean;
}

/** One self-contained page about a replay: no script, nothing loaded; both languages, chosen by radio buttons. */
export function reportPage(input: ReportInput): string {
  const [a, b] = input.sessions;
  if (a === undefined) throw new RangeError('a report is about a run');
  const { agreement } = a;
  const time = new RegionTime(utcOffsetMs(agreement.region.utc_offset));
  const name = agreement.region.name;
  const span = `${time.minute(input.from)} – ${time.minute(input.to)} (${agreement.region.utc_offset})`;
  return [
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">',
    `<title>${escaped(name.zh)} · 回放 Replay</title><style>${REPORT_STYLE}</style></head><body>`,
    '<input class="lang" type="radio" name="lang" id="lang-zh" aria-label="中文" checked>',
    '<input class="lang" type="radio" name="lang" id="lang-en" aria-label="English">',
    '<header><div class="switch"><label class="to-zh" for="lang-zh">中文</label><label class="to-en" for="lang-en">English</label></div>',
    `<h1>${both(`${name.zh}：历史回放`, `${name.en}: replay of history`)}</h1>`,
    `<p class="dim">${escaped(span)} · ${both(`协议版本 ${agreement.version}`, `agreement version ${agreement.version}`)}`,
    b === undefined
      ? ''
      : ` · ${both(`与版本 ${b.agreement.version} 对比`, `compared with version ${b.agreement.version}`)}`,
    '</p></header><main>',
    tiles(a, input),
    gradeSection(a, input, time),
    protocolOf(a, input, time),
    ...alertSections(a, { ...input, time }),
    b === undefined
      ? ''
      : differenceSection(compareRecords(a.record, b.record, input.to), {
          time,
          names: [a.agreement.version, b.agreement.version],
          calendar: calendarsOf(b, input, time).join(''),
        }),
    '</main>',
    `<footer>${footer(input)}</footer></body></html>\n`,
  ].join('');
}

function protocolOf(session: ReplaySession, input: ReportInput, time: RegionTime): string {
  const { protocol } = session.summary(input);
  if (protocol === undefined) return '';
  const names = new Map(session.agreement.jurisdictions.map(({ id, name }) => [id, name.zh]));
  return protocolSection(protocol, { time, nameOf: (id) => names.get(id) ?? id });
}

function tiles(session: ReplaySession, { rows, isDaily }: ReportInput): string {
  const { alerts, corrections } = session.record;
  const stand = alerts.filter(({ state }) => state !== 'withdrawn').length;
  const { notices, posts } = session.told;
  const tile = (figure: number, zh: string, en: string) =>
    `<div><b>${figure.toLocaleString('en-US')}</b>${both(zh, en)}</div>`;
  return [
    '<div class="tiles">',
    isDaily ? tile(rows, '城市日值', 'city-days') : tile(rows, '读数', 'readings'),
    isDaily ? '' : tile(stand, '报警', 'alerts'),
    isDaily ? '' : tile(corrections.length, '因迟到数据更正或撤回', 'corrected or taken back by late data'),
    tile(notices, '会发出的通知', 'notices that would have gone out'),
    tile(posts, '会收到通知的岗位（确认收到者）', 'posts told (those that confirm receipt)'),
    '</div>',
  ].join('');
}

function gradeSection(session: ReplaySession, input: ReportInput, time: RegionTime): string {
  const { agreement } = session;
  if (agreement.grades === undefined) return '';
  const calendars = calendarsOf(session, input, time);
  return [
    `<h2>${both('预警级别', 'Grades')}</h2>`,
    `<p class="dim">${input.isDaily ? both('以公布的日 AQI 为完美预报；每格为当日最高级别。', 'The published daily AQI as a perfect forecast; a box is the highest grade of the day.') : both('按小时滑动 24 小时均值；每格为当日最高级别。', 'On running 24 h means, hour by hour; a box is the highest grade of the day.')}</p>`,
    `<p>${GRADES.map((grade) => `<span class="chip ${grade}">${both(GRADE_NAMES[grade].zh, GRADE_NAMES[grade].en)}</span>`).join(' ')}</p>`,
    ...(calendars.length === 0 ? [`<p>${both('没有数据。', 'No data.')}</p>`] : calendars),
    `<h3>${both('区域预警：何时提议、何级', 'The region: when it would have been proposed, and at which grade')}</h3>`,
    regionTable(session, input, time),
  ].join('');
}

function calendarsOf(session: ReplaySession, { series, to }: ReportInput, time: RegionTime): string[] {
  const spans = Map.groupBy(session.record.gradeSpans(to), ({ subject }) => `${subject.kind}:${subject.id}`);
  const { region, jurisdictions } = session.agreement;
  const rows: CalendarRow[] = citiesOf(jurisdictions).flatMap(({ id, name }) => {
    const days = new Set([...series.known(id)].map((at) => time.day(at - 1)));
    if (days.size === 0) return [];
    return { label: name.zh === name.en ? name.zh : shortName(name.zh), spans: spans.get(`city:${id}`) ?? [], days };
  });
  if (rows.length === 0) return [];
  const all = new Set(rows.flatMap(({ days }) => [...days]));
  const ofRegion = { label: '区域 Region', spans: spans.get(`region:${region.id}`) ?? [], days: all };
  return gradeCalendars([ofRegion, ...rows], time);
}

function shortName(name: string): string {
  return name.length > 2 ? name.replace(/市$/, '') : name;
}

function regionTable(session: ReplaySession, { to }: ReportInput, time: RegionTime): string {
  const spans = session.record.gradeSpans(to).filter(({ subject }) => subject.kind === 'region');
  if (spans.length === 0) return `<p>${both('未达到任何级别。', 'No grade was reached.')}</p>`;
  const chip = (grade: (typeof GRADES)[number]) =>
    `<span class="chip ${grade}">${both(GRADE_NAMES[grade].zh, GRADE_NAMES[grade].en)}</span>`;
  return table(
    [both('级别', 'grade'), both('提议', 'proposed'), both('自', 'from'), both('至', 'until'), both('依据', 'by')],
    spans.map(({ grade, proposeAt, from, to: until, reason }) => [
      chip(grade),
      time.minute(proposeAt ?? from),
      time.minute(from),
      until === to ? '…' : time.minute(until),
      reason.split('+').map(reasonText).join(' · '),
    ]),
  );
}

const REASONS: Readonly<Record<string, readonly [string, string]>> = {
  at_least: ['城市数达到', 'enough cities'],
  contiguous: ['相连城市数达到', 'enough that border on each other'],
  share: ['城市比例达到', 'share of the cities'],
  held_below: ['高一级之后保持', 'held after a higher one'],
  corrected: ['因迟到数据更正', 'corrected by late data'],
};

function reasonText(reason: string): string {
  const [zh, en] = REASONS[reason] ?? [reason, reason];
  return both(zh, en);
}

function footer({ isDaily }: ReportInput): string {
  return isDaily
    ? both(
        '由 lianfang replay --daily 生成。级别按协议所列条件；公布的 AQI 原样使用。',
        'Made by lianfang replay --daily. Grades by the conditions of the agreement; the published AQI as it stands.',
      )
    : both(
        '由 lianfang replay 生成，与实时运行同一套代码；数据经过质量控制。',
        'Made by lianfang replay, the code of live operation; values after quality control.',
      );
}
