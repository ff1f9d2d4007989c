import { type Grade, higherGrade } from '../../domain/grade/grade.ts';
import { forecastAgainstFact } from '../../domain/warning/forecast-against-fact.ts';
import { type CityTimeliness, timelinessOf } from '../../domain/warning/timeliness.ts';
import type { Warning } from '../../domain/warning/warning.ts';
import type { LedgerEvent } from '../../store/ledger.ts';
import type { ProtocolOutcome } from './protocol-run.ts';

/** What became of one warning. Instants are epoch ms, null where it did not come to that. */
export interface WarningFigures {
  readonly id: string;
  readonly kind: Warning['kind'];
  readonly standing: Warning['standing'];
  /** The highest that was issued. */
  readonly grade: Grade;
  readonly cities: number;
  readonly proposedAt: number;
  readonly issuedAt: number | null;
  /** When the pollution of the first issue begins, less when it was issued: negative where it was there already. */
  readonly leadMs: number | null;
  /** Issues: the first, steps up and down, more cities, relapses. */
  readonly issues: number;
  readonly liftedAt: number | null;
  readonly reviewedAt: number | null;
  /** How the cities kept their clocks. */
  readonly timeliness: readonly CityTimeliness[];
  readonly overdue: readonly Overdue[];
}

/** A duty that fell due unkept, and whom it was told to up to the end. */
export interface Overdue {
  readonly duty: string;
  readonly by: string;
  readonly at: number;
  readonly to: readonly (string | null)[];
}

export interface ProtocolSummary {
  readonly warnings: readonly WarningFigures[];
  /** Sums over all warnings. */
  readonly timeliness: readonly CityTimeliness[];
  /** Times that each jurisdiction was told of something overdue; `-`: nobody stands above. */
  readonly escalations: Readonly<Record<string, number>>;
  readonly cases: { readonly opened: number; readonly byStage: Readonly<Record<string, number>> };
  /** Modelled answers that were refused, by rule. */
  readonly refused: Readonly<Record<string, number>>;
}

/** The figures of a protocol's run, as of `to` (epoch ms). */
export function protocolSummary({ events, warnings, cases, refused }: ProtocolOutcome, to: number): ProtocolSummary {
  const overdue = overdueOf(events);
  const figures = warnings.map((warning) => figuresOf(warning, overdue.get(warning.id) ?? [], events, to));
  const escalations: Record<string, number> = {};
  for (const told of [...overdue.values()].flat().flatMap((one) => one.to)) {
    escalations[told ?? '-'] = (escalations[told ?? '-'] ?? 0) + 1;
  }
  const byStage: Record<string, number> = {};
  for (const { stage } of cases) byStage[stage] = (byStage[stage] ?? 0) + 1;
  const timeliness = summed(figures.flatMap((one) => one.timeliness));
  return { warnings: figures, timeliness, escalations, cases: { opened: cases.length, byStage }, refused };
}

function figuresOf(
  warning: Warning,
  overdue: readonly Overdue[],
  events: readonly LedgerEvent[],
  to: number,
): WarningFigures {
  const { id, kind, standing, issues, lift, cities } = warning;
  const of = (type: string) => events.find((event) => event.type === type && event.data['warning'] === id)?.at;
  return {
    id,
    kind,
    standing,
    grade: issues.reduce<Grade>((highest, one) => higherGrade(highest, one.grade), 'none'),
    cities: Object.keys(cities).length,
    proposedAt: of('warning.proposed') ?? to,
    issuedAt: issues[0]?.at ?? null,
    leadMs: forecastAgainstFact(warning).leadMs,
    issues: issues.length,
    liftedAt: lift?.at ?? null,
    reviewedAt: of('warning.reviewed') ?? null,
    timeliness: timelinessOf(warning, to),
    overdue,
  };
}

/** By warning; the steps of one obligation together. */
function overdueOf(events: readonly LedgerEvent[]): Map<string, Overdue[]> {
  const found = new Map<string, Map<string, Overdue>>();
  for (const { type, at, data } of events) {
    if (type !== 'warning.overdue' && type !== 'warning.silence_noted') continue;
    const [warning, obligation] = [String(data['warning']), String(data['obligation'])];
    const of = found.get(warning) ?? new Map<string, Overdue>();
    const known = of.get(obligation);
    const duty = String(data['duty'] ?? 'position');
    const by = String(data['jurisdiction'] ?? data['member']);
    of.set(obligation, {
      duty,
      by,
      at: known?.at ?? at,
      to: [...(known?.to ?? []), (data['to'] ?? null) as string | null],
    });
    found.set(warning, of);
  }
  return new Map([...found].map(([warning, of]) => [warning, [...of.values()]]));
}

function summed(all: readonly CityTimeliness[]): CityTimeliness[] {
  const byCity = Map.groupBy(all, ({ city }) => city);
  return [...byCity]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([city, own]) => {
      const sum = (of: (one: CityTimeliness) => number) => own.reduce((total, one) => total + of(one), 0);
      return {
        city,
        owed: sum((one) => one.owed),
        kept: sum((one) => one.kept),
        keptLate: sum((one) => one.keptLate),
        missed: sum((one) => one.missed),
        escalations: sum((one) => one.escalations),
        worstDelayMs: Math.max(...own.map((one) => one.worstDelayMs)),
      };
    });
}
