import type { Alert } from '../../domain/alert/alert.ts';
import type { ReplaySession } from '../replay/replay-session.ts';
import { alertTimeline } from './alert-timeline.ts';
import { both, escaped, table } from './html.ts';
import type { RegionTime } from './region-time.ts';
import type { SeriesBook } from './series-book.ts';
import { sparkline } from './sparkline.ts';

const HOUR_MS = 3_600_000;
/** Bounds of the page: rows of a time line, curves of a rule, longest curve. */
const MOST_ROWS = 40;
const MOST_CURVES = 30;
const LONGEST_HOURS = 240;
const MARGIN_HOURS = 12;

interface Context {
  readonly series: SeriesBook;
  readonly from: number;
  readonly to: number;
  readonly time: RegionTime;
}

/** The alerts of each rule: figures, time line, and the curves behind the longest ones. */
export function alertSections(session: ReplaySession, context: Context): string[] {
  const { rules } = session.agreement;
  const alerts = session.record.alerts.filter(({ state }) => state !== 'withdrawn');
  if (alerts.length === 0) return [];
  const summary = session.summary(context).alerts;
  const figures = rules.flatMap(({ id, priority, shadow }) => {
    const counts = summary[id];
    if (counts === undefined) return [];
    const { raised, withdrawn, corrected, open, hours } = counts;
    const name = `${escaped(id)}${shadow ? ` <span class="dim">${both('影子', 'shadow')}</span>` : ''}`;
    return [
      [
        name,
        String(priority),
        ...[raised, hours, open, withdrawn, corrected].map((count) => count.toLocaleString('en-US')),
      ],
    ];
  });
  const head = [
    ...[both('规则', 'rule'), both('优先级', 'priority'), both('报警', 'alerts'), both('报警小时', 'hours open')],
    ...[both('期末未解除', 'open at the end'), both('撤回', 'taken back'), both('更正', 'corrected')],
  ];
  const byRule = Map.groupBy(alerts, ({ rule }) => rule);
  return [
    `<h2>${both('报警', 'Alerts')}</h2>`,
    table(head, figures),
    ...rules.flatMap(({ id }) => {
      const own = byRule.get(id);
      return own === undefined ? [] : ruleSection(id, own, context);
    }),
  ];
}

function ruleSection(rule: string, alerts: readonly Alert[], context: Context): string[] {
  const { svg, leftOut } = alertTimeline(alerts, { ...context, rows: MOST_ROWS });
  const until = ({ returnedAt }: Alert) => returnedAt ?? context.to;
  const longest = alerts.toSorted((a, b) => until(b) - b.raisedAt - (until(a) - a.raisedAt)).slice(0, MOST_CURVES);
  const curves = longest.flatMap((alert) => alertCurve(alert, context)).join('');
  const rest = alerts.length - longest.length;
  return [
    `<h3>${escaped(rule)}</h3>`,
    svg,
    leftOut === 0
      ? ''
      : `<p class="dim">${both(`另有 ${leftOut} 个对象未画出（报警时间较短）。`, `${leftOut} more subjects, in alert for less time, are left out.`)}</p>`,
    `<details><summary>${both(`最长的 ${longest.length} 次报警及其曲线`, `The ${longest.length} longest alerts and the curves behind them`)}`,
    rest === 0 ? '' : ` <span class="dim">${both(`另有 ${rest} 次未列出`, `${rest} more are left out`)}</span>`,
    `</summary>${curves}</details>`,
  ];
}

function alertCurve(alert: Alert, { series, to, time }: Context): string {
  const { subject, quantity, raisedAt, returnedAt, value, limit, message, reason } = alert;
  const end = Math.min(returnedAt ?? to, raisedAt + LONGEST_HOURS * HOUR_MS);
  const span = { from: raisedAt - MARGIN_HOURS * HOUR_MS, to: Math.min(to, end + MARGIN_HOURS * HOUR_MS) };
  const curve = series.curve(subject, quantity, span);
  const when = `${time.minute(raisedAt)} – ${returnedAt === null ? '…' : time.minute(returnedAt)}`;
  const isOfLimit = curve?.quantity === quantity;
  const drawn =
    curve === undefined
      ? ''
      : sparkline(curve.points, {
          ...span,
          raisedAt,
          until: end,
          limit: isOfLimit ? limit : null,
          title: `${subject.id} ${curve.quantity}`,
        });
  const figures = `${quantity} ${value ?? '–'}${limit === null ? '' : ` / ${limit}`} · ${reason}`;
  const shown =
    curve === undefined || isOfLimit ? '' : ` · ${both(`曲线为 ${curve.quantity}`, `the curve is ${curve.quantity}`)}`;
  return [
    `<div class="alert"><b>${escaped(subject.id)}</b> <span class="dim">${escaped(when)} · ${escaped(figures)}${shown}</span>`,
    `<div>${both(message.zh, message.en)}</div>${drawn}</div>`,
  ].join('');
}
