import type { Grade } from '../../../domain/grade/grade.ts';
import { timelinessOf } from '../../../domain/warning/timeliness.ts';
import type { Warning } from '../../../domain/warning/warning.ts';
import { both, escaped, table } from '../../report/html.ts';
import type { RegionTime } from '../../report/region-time.ts';
import { positionsTaken } from '../positions-taken.ts';
import type { EvidenceReport } from './evidence-report.ts';
import { nameIn } from './name-in.ts';
import { whoIn } from './who-in.ts';
import { wordFor } from './words.ts';

/** How the warning stands, what was issued, who took which position, and how every city kept its clocks. */
export function warningSections(warning: Warning, report: EvidenceReport, time: RegionTime): string[] {
  const nameOf = nameIn(report.contents.agreement);
  const whoOf = whoIn(report.contents.agreement);
  const at = (instant: number | null | undefined) => (typeof instant === 'number' ? time.minute(instant) : '–');
  const issues = warning.issues.map(({ number, change, grade, cities, at: issuedAt, responseAt, by }) => [
    `${number} ${wordFor('change', change)}`,
    chip(grade),
    at(issuedAt),
    at(responseAt),
    whoOf(by),
    cities.map(nameOf).join(' '),
  ]);
  const positions = positionsTaken(report.own).map(({ round, member, position, grade, at: saidAt, reason, by }) => [
    String(round),
    nameOf(member),
    wordFor('position', position),
    grade === undefined ? '' : chip(grade),
    at(saidAt),
    position === 'silent' ? wordFor('silence', reason) : escaped(reason),
    by === undefined ? '' : whoOf(by),
  ]);
  const asOf = Math.max(warning.last.at, report.run.facts.closedThrough);
  const timeliness = timelinessOf(warning, asOf).map((one) => [
    nameOf(one.city),
    ...[one.owed, one.kept, one.keptLate].map(String),
    one.missed === 0 ? '0' : `<span class="late">${one.missed}</span>`,
    String(one.escalations),
    `${Math.round(one.worstDelayMs / 60_000)}`,
  ]);
  const steps = Object.entries(warning.cities).map(([city, progress]) => [
    nameOf(city),
    at(progress.acknowledgedAt),
    progress.own === null ? '–' : `${chip(progress.own.grade)} ${at(progress.own.at)}`,
    at(progress.response?.at),
    at(progress.firstReportAt),
    String(progress.dailyReports.length),
    at(progress.stoppedAt),
  ]);
  return [
    `<p><b>${wordFor('standing', warning.standing)}</b>${warning.lift === null ? '' : ` · ${both('解除于', 'lifted')} ${at(warning.lift.at)}`}</p>`,
    `<h2>${both('区域发布', 'What was issued for the region')}</h2>`,
    table(
      [
        both('次', 'no.'),
        both('级别', 'grade'),
        both('发布', 'issued'),
        both('响应始', 'response from'),
        both('发布人', 'by'),
        both('城市', 'cities'),
      ],
      issues,
    ),
    `<h2>${both('各方表态', 'Positions')}</h2>`,
    table(
      [
        both('轮次', 'round'),
        both('成员', 'member'),
        both('表态', 'position'),
        both('级别', 'grade'),
        both('时间', 'time'),
        both('理由', 'reason'),
        both('何人', 'who'),
      ],
      positions,
    ),
    `<h2>${both('各市进度', 'City by city')}</h2>`,
    table(
      [
        both('城市', 'city'),
        both('收到', 'received'),
        both('本市发布', 'own warning'),
        both('启动响应', 'response'),
        both('首次报告', 'first report'),
        both('日报', 'daily reports'),
        both('终止', 'stopped'),
      ],
      steps,
    ),
    `<h2>${both('时限遵守', 'Timeliness')}</h2>`,
    table(
      [
        both('城市', 'city'),
        both('应履行', 'owed'),
        both('按时', 'kept'),
        both('迟', 'late'),
        both('未履行', 'missed'),
        both('上报次数', 'escalations'),
        both('最长延误（分钟）', 'worst delay (min)'),
      ],
      timeliness,
    ),
  ];
}

function chip(grade: Grade): string {
  return `<span class="chip ${grade}">${wordFor('grade', grade)}</span>`;
}
