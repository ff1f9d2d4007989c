import type { ProtocolSummary } from './protocol-summary.ts';
import type { ReplayRecord } from './replay-record.ts';

const HOUR_MS = 3_600_000;

export interface RuleSummary {
  /** Alerts that stand in the end; those taken back by late data are `withdrawn`. */
  raised: number;
  withdrawn: number;
  corrected: number;
  /** Still open at the end of the file. */
  open: number;
  /** Hours open, of all alerts together. */
  hours: number;
}

export interface ReplaySummary {
  /** Ends of the first and last period, epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly alerts: Readonly<Record<string, RuleSummary>>;
  /** Of each city or region (`city:jia`) the hours at each colour. */
  readonly grades: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Where the protocols were run too. */
  readonly protocol?: ProtocolSummary;
}

/** The figures of a replay: alerts by rule, hours at each colour by subject. */
export function summaryOf(record: ReplayRecord, { from, to }: { readonly from: number; readonly to: number }) {
  const alerts: Record<string, RuleSummary> = {};
  const of = (rule: string) => {
    alerts[rule] ??= { raised: 0, withdrawn: 0, corrected: 0, open: 0, hours: 0 };
    return alerts[rule];
  };
  for (const { rule, state, raisedAt, returnedAt } of record.alerts) {
    const counts = of(rule);
    if (state === 'withdrawn') {
      counts.withdrawn += 1;
      continue;
    }
    counts.raised += 1;
    if (returnedAt === null) counts.open += 1;
    counts.hours += ((returnedAt ?? to) - raisedAt) / HOUR_MS;
  }
  for (const { type, data } of record.corrections) if (type === 'alert.corrected') of(data.rule).corrected += 1;
  const grades: Record<string, Record<string, number>> = {};
  for (const span of record.gradeSpans(to)) {
    const key = `${span.subject.kind}:${span.subject.id}`;
    grades[key] ??= {};
    grades[key][span.grade] = (grades[key][span.grade] ?? 0) + (span.to - span.from) / HOUR_MS;
  }
  return { from, to, alerts: sorted(alerts), grades: sorted(grades) } satisfies ReplaySummary;
}

function sorted<Value>(record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
