import { utcOffsetMs } from '../../../domain/agreement/utc-offset.ts';
import { both, escaped, table } from '../../report/html.ts';
import { RegionTime } from '../../report/region-time.ts';
import { REPORT_STYLE } from '../../report/report-style.ts';
import type { Contents } from '../contents.ts';
import { airSections } from './air-sections.ts';
import { caseSections } from './case-sections.ts';
import type { EvidenceReport } from './evidence-report.ts';
import { noticeSection } from './notice-section.ts';
import { timelineSection } from './timeline-section.ts';
import { warningSections } from './warning-sections.ts';

const STYLE = `${REPORT_STYLE}
.exercise{background:#6d28d9;color:#fff;text-align:center;padding:4px;font-weight:700;letter-spacing:.1em}
.map{max-width:100%;height:auto;background:var(--card);border:1px solid var(--line);border-radius:8px}
.map .border{fill:none;stroke:var(--line)}.map .station{stroke:var(--bg);stroke-width:.6}.map .ring{stroke:var(--fg);stroke-width:.6}
.map text{paint-order:stroke;stroke:var(--card);stroke-width:3px}.map .wind{fill:none;stroke:var(--fg);stroke-width:2}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:6px 18px}.charts svg{width:100%;height:auto}
.late{color:#cb2230;font-weight:600}code{font-size:12px;overflow-wrap:anywhere}
`;

/** The readable page of a package: self-contained, both languages, pictures drawn in place, no script, nothing loaded (EVI-17). */
export function evidencePage(report: EvidenceReport): string {
  const { contents, state } = report;
  const { scope, agreement } = contents;
  const { region } = agreement;
  const time = new RegionTime(utcOffsetMs(region.utc_offset));
  const isWarning = scope.kind === 'warning';
  const [zh, en] = isWarning ? ['联合预警', 'joint warning'] : ['联合执法案件', 'joint-enforcement case'];
  return [
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">',
    `<title>${escaped(scope.id)} · 证据 Evidence</title><style>${STYLE}</style></head><body>`,
    state.exercise ? '<div class="exercise">演练 EXERCISE</div>' : '',
    '<input class="lang" type="radio" name="lang" id="lang-zh" aria-label="中文" checked>',
    '<input class="lang" type="radio" name="lang" id="lang-en" aria-label="English">',
    '<header><div class="switch"><label class="to-zh" for="lang-zh">中文</label><label class="to-en" for="lang-en">English</label></div>',
    `<h1>${both(`${zh} ${scope.id}：证据`, `Evidence of ${en} ${scope.id}`)}</h1>`,
    `<p class="dim">${both(region.name.zh, region.name.en)} · ${both(`协议版本 ${agreement.version}`, `agreement version ${agreement.version}`)}`,
    ` · ${both(`始于 ${time.minute(scope.opened)}`, `began ${time.minute(scope.opened)}`)} (${region.utc_offset})</p></header><main>`,
    ...('standing' in state ? warningSections(state, report, time) : caseSections(state, report, time)),
    ...airSections(report, time),
    timelineSection(report.own, { time, agreement }),
    noticeSection(contents.notices, { kind: scope.kind, time, agreement }),
    checkSection(contents),
    '</main>',
    `<footer>${both('由 lianfang evidence 生成；核验：lianfang verify。', 'Made by lianfang evidence; check it with lianfang verify.')}</footer></body></html>\n`,
  ].join('');
}

/** What stands behind it, for whoever checks. */
function checkSection({ entries, readings, scope }: Contents): string {
  const rows = [
    [both('台账条目', 'entries of the ledger'), `${entries.length} (≤ ${scope.through})`],
    [both('读数', 'readings'), String(readings.length)],
    [both('重新评判的规则', 'rules judged again'), escaped(scope.rules.join(', ')) || '–'],
    [both('未重新评判的规则', 'rules not judged again'), escaped(scope.notJudged.join(', ')) || '–'],
  ];
  return [
    `<h2>${both('如何核验', 'How to check this')}</h2>`,
    `<p>${both(
      '运行 lianfang verify 包名.zip：核对每个文件的哈希与签名、台账条目的哈希与检查点证明，并用包内读数重新运行规则与分级，与台账所载比对。',
      'Run lianfang verify package.zip: it checks the hash of every file, the signatures, that the entries are of the ledger that the checkpoint stands for, and runs rules and grades on the readings inside again, and compares them with what the ledger says.',
    )}</p>`,
    table([both('内容', 'what'), ''], rows),
  ].join('');
}
