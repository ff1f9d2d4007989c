import { STAGE_NAME } from '../../domain/enforcement/case-stage.ts';
import { GRADE_NAMES } from '../../domain/grade/grade.ts';
import type { Text } from '../../domain/rule/text.ts';
import { both, escaped, table } from '../report/html.ts';
import { REPORT_STYLE } from '../report/report-style.ts';
import type { DrillReport, Tally } from './drill-report.ts';
import { CHART_STYLE, dutyChart } from './duty-chart.ts';
import { stepName } from './step-names.ts';

const FATES: Readonly<Record<DrillReport['owed'][number]['fate'], Text>> = {
  in_time: { zh: '按时', en: 'in time' },
  late: { zh: '迟', en: 'late' },
  missed: { zh: '未办', en: 'not done' },
  open: { zh: '未到期', en: 'not yet due' },
};
const STYLE = `${REPORT_STYLE}${CHART_STYLE}.exercise{background:#7a1fa2;color:#fff;text-align:center;padding:8px;font-weight:600;letter-spacing:.06em}
td.bad{color:#cb2230;font-weight:600}`;

/** The report of a drill as one self-contained page: no script, nothing loaded; both languages. */
export function drillPage(report: DrillReport): string {
  const { region, agreement } = report;
  const names = namesOf(report);
  const title = { zh: `${region.name.zh}：演练报告`, en: `${region.name.en}: report of the drill` };
  return [
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">',
    `<title>${escaped(title.zh)} EXERCISE</title><style>${STYLE}</style></head><body>`,
    '<input class="lang" type="radio" name="lang" id="lang-zh" aria-label="中文" checked>',
    '<input class="lang" type="radio" name="lang" id="lang-en" aria-label="English">',
    '<div class="exercise">演练，不是真实事件 · EXERCISE, nothing here is real</div>',
    '<header><div class="switch"><label class="to-zh" for="lang-zh">中文</label><label class="to-en" for="lang-en">English</label></div>',
    `<h1>${said(title)}</h1>`,
    `<p class="dim">${minute(report.from)} – ${minute(report.to)} · ×${report.rate} · ${escaped(report.air)} · `,
    `${both(`协议版本 ${agreement}`, `agreement version ${agreement}`)}</p></header><main>`,
    tiles(report),
    outcomes(report, names),
    heading('各辖区', 'By jurisdiction'),
    tallies(
      report.jurisdictions.map((one) => ({ label: said(one.name), tally: one, note: modelNote(report, one.id) })),
    ),
    heading('与协议所定时限比较', 'Against the terms of the agreement'),
    tallies(report.duties.map((one) => ({ label: said(one.name), tally: one, note: one.term ? said(one.term) : '' }))),
    heading('逾期与上报', 'Overdue and told to superiors'),
    escalations(report, names),
    heading('谁在何时办理', 'Who did what when'),
    charts(report, names),
    owed(report, names),
    steps(report),
    '</main>',
    `<footer>${both('由 lianfang drill 生成，全部取自演练台账。', "Made by lianfang drill, all of it from the drill's ledger.")}</footer></body></html>\n`,
  ].join('\n');
}

type Names = ReadonlyMap<string, Text>;

function namesOf({ names, duties }: DrillReport): Names {
  return new Map([...Object.entries(names), ...duties.map(({ duty, name }) => [duty, name] as const)]);
}

function named(names: Names, id: string | null): string {
  if (id === null) return '–';
  const name = names.get(id);
  return name === undefined ? escaped(id) : said(name);
}

function said({ zh, en }: Text): string {
  return both(zh, en);
}

function heading(zh: string, en: string): string {
  return `<h2>${both(zh, en)}</h2>`;
}

/** `11-24 08:30` with the year only where the page begins. */
function minute(iso: string | null): string {
  return iso === null ? '–' : escaped(iso.slice(0, 16).replace('T', ' '));
}

function tiles({ total, warnings, cases, notices }: DrillReport): string {
  const tile = (figure: number, zh: string, en: string) => `<div><b>${figure}</b>${both(zh, en)}</div>`;
  return [
    '<div class="tiles">',
    tile(warnings.length, '预警', 'warnings'),
    tile(cases.length, '案件', 'cases'),
    tile(total.owed, '应办事项', 'duties owed'),
    tile(total.inTime, '按时', 'in time'),
    tile(total.late, '迟办', 'late'),
    tile(total.missed, '未办', 'not done'),
    tile(total.escalations, '次上报', 'told to superiors'),
    tile(notices.sent, '通知已送出', 'notices sent'),
    tile(notices.pending + notices.dead, '通知未送出', 'notices not sent'),
    '</div>',
  ].join('');
}

function outcomes({ warnings, cases }: DrillReport, names: Names): string {
  const grade = (one: DrillReport['warnings'][number]) =>
    `<span class="chip ${one.highest}">${said(GRADE_NAMES[one.highest])}</span>`;
  return [
    warnings.length === 0
      ? `<p>${both('没有预警。', 'No warning.')}</p>`
      : table(
          [both('预警', 'warning'), both('最高级别', 'highest'), both('发布', 'issued'), both('解除', 'lifted'), ''],
          warnings.map((one) => [
            escaped(one.id),
            grade(one),
            minute(one.issuedAt),
            minute(one.liftedAt),
            one.cities.map((id) => named(names, id)).join(' '),
          ]),
        ),
    cases.length === 0
      ? ''
      : table(
          [both('案件', 'case'), both('阶段', 'stage'), both('移送方', 'sender'), both('被移送方', 'respondent')],
          cases.map((one) => [
            escaped(one.id),
            said(STAGE_NAME[one.stage]),
            named(names, one.sender),
            named(names, one.respondent),
          ]),
        ),
  ].join('');
}

function tallies(rows: readonly { readonly label: string; readonly tally: Tally; readonly note: string }[]): string {
  return table(
    [
      '',
      '',
      both('应办', 'owed'),
      both('按时', 'in time'),
      both('迟', 'late'),
      both('未办', 'not done'),
      both('未到期', 'not yet due'),
      both('上报', 'escalated'),
      both('办理中位数', 'median time taken'),
      both('最迟', 'worst delay'),
    ],
    rows.map(({ label, tally, note }) => [
      label,
      `<span class="dim">${note}</span>`,
      ...[tally.owed, tally.inTime, tally.late, tally.missed, tally.open, tally.escalations].map(String),
      duration(tally.medianMinutes),
      tally.worstDelayMinutes === 0 ? '' : duration(tally.worstDelayMinutes),
    ]),
  );
}

function modelNote({ models }: DrillReport, id: string): string {
  const pace = models[id];
  return pace === undefined ? '' : both(`模拟（${pace}）`, `model (${pace})`);
}

function duration(minutes: number | null): string {
  if (minutes === null) return '';
  return minutes < 120
    ? both(`${minutes} 分钟`, `${minutes} min`)
    : both(`${hours(minutes)} 小时`, `${hours(minutes)} h`);
}

function hours(minutes: number): string {
  return (minutes / 60).toFixed(1);
}

function escalations({ escalations: told }: DrillReport, names: Names): string {
  if (told.length === 0) return `<p>${both('没有逾期。', 'Nothing was overdue.')}</p>`;
  return table(
    [
      both('时刻', 'at'),
      '',
      both('应办', 'owed by'),
      both('事项', 'duty'),
      both('次', 'step'),
      both('报给', 'told to'),
      '',
    ],
    told.map((one) => [
      minute(one.at),
      escaped(one.subject),
      named(names, one.by),
      named(names, one.duty),
      String(one.step),
      named(names, one.to),
      one.late ? both('补报', 'told late') : '',
    ]),
  );
}

function charts({ owed: lines, jurisdictions, to }: DrillReport, _: Names): string {
  const names = new Map(jurisdictions.map(({ id, name }) => [id, name.zh]));
  return [
    `<p class="dim">${both('灰条：应办至到期；● 按时，◆ 迟，✕ 未办。', 'Bar: from the beginning to the due time; ● in time, ◆ late, ✕ not done.')}</p>`,
    ...[...Map.groupBy(lines, ({ subject }) => subject)].map(
      ([subject, own]) => `<h3>${escaped(subject)}</h3>${dutyChart(own, names, to)}`,
    ),
  ].join('');
}

function owed({ owed: lines }: DrillReport, names: Names): string {
  const rows = lines.map((one) => [
    escaped(one.subject),
    named(names, one.by),
    named(names, one.duty),
    minute(one.from),
    minute(one.dueAt),
    minute(one.doneAt),
    said(FATES[one.fate]),
    one.model ? both('模拟', 'model') : escaped(one.doneBy ?? ''),
  ]);
  const head = [
    '',
    both('辖区', 'jurisdiction'),
    both('事项', 'duty'),
    both('自', 'from'),
    both('到期', 'due'),
    both('办理', 'done'),
    '',
    both('办理人', 'by'),
  ];
  return `<details><summary>${both('全部应办事项', 'Everything owed')} <span class="dim">${rows.length}</span></summary>${table(head, rows)}</details>`;
}

function steps({ steps: done }: DrillReport): string {
  const rows = done.map((one) => [
    String(one.seq),
    minute(one.at),
    escaped(one.subject),
    said(stepName(one.type)),
    one.model ? both('模拟', 'model') : escaped(one.by),
  ]);
  const head = ['#', both('时刻', 'at'), '', both('步骤', 'step'), both('何人', 'by')];
  return `<details><summary>${both('台账全部步骤', 'Every step of the ledger')} <span class="dim">${rows.length}</span></summary>${table(head, rows)}</details>`;
}
