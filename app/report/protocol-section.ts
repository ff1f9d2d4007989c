import { GRADE_NAMES } from '../../domain/grade/grade.ts';
import type { ProtocolSummary, WarningFigures } from '../replay/protocol-summary.ts';
import { both, escaped, table } from './html.ts';
import type { RegionTime } from './region-time.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** The protocol over the time of the replay: each warning, and how each city kept its clocks. `nameOf`: of a jurisdiction. */
export function protocolSection(
  summary: ProtocolSummary,
  { time, nameOf }: { readonly time: RegionTime; readonly nameOf: (id: string) => string },
): string {
  const { warnings, timeliness, escalations, cases } = summary;
  if (warnings.length === 0 && cases.opened === 0) return '';
  const told = Object.entries(escalations)
    .sort(([, a], [, b]) => b - a)
    .map(([id, count]) => `${escaped(id === '-' ? '–' : nameOf(id))} ${count}`);
  return [
    `<h2>${both('联合预警：按协议时限与模拟答复', 'Joint warnings: by the clocks of the agreement, with modelled answers')}</h2>`,
    table(
      [
        ...[both('预警', 'warning'), both('最高级别', 'highest'), both('城市', 'cities'), both('提议', 'proposed')],
        ...[both('发布', 'issued'), both('提前', 'lead'), both('解除', 'lifted'), both('评估', 'reviewed')],
        ...[both('逾期', 'overdue'), both('上报', 'told upwards')],
      ],
      warnings.map((one) => warningRow(one, time)),
    ),
    `<h3>${both('各市履责', 'How the cities kept their clocks')}</h3>`,
    table(
      [
        ...[both('城市', 'city'), both('应办', 'owed'), both('按时', 'in time'), both('迟办', 'late')],
        ...[both('未办', 'missed'), both('上报次数', 'told upwards'), both('最久逾期', 'longest delay')],
      ],
      timeliness.map(({ city, owed, kept, keptLate, missed, escalations: steps, worstDelayMs }) => [
        escaped(nameOf(city)),
        ...[owed, kept, keptLate, missed, steps].map(String),
        worstDelayMs === 0 ? '–' : duration(worstDelayMs),
      ]),
    ),
    told.length === 0
      ? ''
      : `<p class="dim">${both('获报逾期次数：', 'Told of something overdue: ')}${told.join(' · ')}</p>`,
    cases.opened === 0
      ? ''
      : `<p class="dim">${both(`立案 ${cases.opened} 起`, `${cases.opened} joint cases opened`)}</p>`,
  ].join('');
}

function warningRow(one: WarningFigures, time: RegionTime): string[] {
  const { id, grade, cities, proposedAt, issuedAt, leadMs, liftedAt, reviewedAt, overdue } = one;
  const when = (at: number | null) => (at === null ? '–' : time.minute(at));
  const chip = `<span class="chip ${grade}">${both(GRADE_NAMES[grade].zh, GRADE_NAMES[grade].en)}</span>`;
  const steps = overdue.reduce((sum, { to }) => sum + to.filter((who) => who !== null).length, 0);
  return [
    escaped(id),
    chip,
    ...[String(cities), when(proposedAt), when(issuedAt), leadMs === null ? '–' : duration(leadMs)],
    ...[when(liftedAt), when(reviewedAt), String(overdue.length), String(steps)],
  ];
}

/** `1.5 h`, `20 min`; with a minus where it was before. */
function duration(ms: number): string {
  const size = Math.abs(ms);
  const text = size < HOUR_MS ? `${Math.round(size / MINUTE_MS)} min` : `${Math.round((size / HOUR_MS) * 10) / 10} h`;
  return ms < 0 ? `−${text}` : text;
}
