import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import type { CaseStage } from '../../domain/enforcement/case-stage.ts';
import type { Grade } from '../../domain/grade/grade.ts';
import { higherGrade } from '../../domain/grade/grade.ts';
import type { Text } from '../../domain/rule/text.ts';
import { formatIso } from '../../domain/time.ts';
import type { DrillRecord, Step } from './drill-record.ts';
import { type DutyTerm, dutyTerms } from './duty-terms.ts';
import { type Fate, type Owed, owedIn } from './owed.ts';

/** How often a duty was owed, and what became of it. */
export interface Tally {
  readonly owed: number;
  readonly inTime: number;
  readonly late: number;
  readonly missed: number;
  readonly open: number;
  readonly escalations: number;
  /** From the beginning of the obligation to its end, of what was done; null when nothing was. */
  readonly medianMinutes: number | null;
  readonly worstDelayMinutes: number;
}

/** Times in ISO 8601 with offset. Plain JSON: `report.json` is this. */
export interface DrillReport {
  readonly exercise: true;
  readonly region: { readonly id: string; readonly name: Text; readonly utcOffset: string };
  readonly agreement: string;
  readonly from: string;
  readonly to: string;
  readonly rate: number;
  readonly air: string;
  readonly models: Readonly<Record<string, string>>;
  /** Of every jurisdiction of the agreement, by id. */
  readonly names: Readonly<Record<string, Text>>;
  readonly warnings: readonly {
    readonly id: string;
    readonly kind: string;
    readonly standing: string;
    readonly highest: Grade;
    readonly issuedAt: string | null;
    readonly liftedAt: string | null;
    readonly cities: readonly string[];
  }[];
  readonly cases: readonly {
    readonly id: string;
    readonly stage: CaseStage;
    readonly sender: string;
    readonly respondent: string | null;
  }[];
  readonly total: Tally;
  readonly duties: readonly (DutyTerm & Tally)[];
  readonly jurisdictions: readonly ({ readonly id: string; readonly name: Text; readonly level: string } & Tally)[];
  readonly owed: readonly {
    readonly subject: string;
    readonly duty: string;
    readonly by: string;
    readonly from: string;
    readonly dueAt: string;
    readonly doneAt: string | null;
    readonly doneBy: string | null;
    readonly model: boolean;
    readonly fate: Fate;
    readonly escalations: number;
    readonly delayMinutes: number;
  }[];
  /** What clocks told to superiors. */
  readonly escalations: readonly {
    readonly at: string;
    readonly subject: string;
    readonly duty: string;
    readonly by: string;
    readonly step: number;
    readonly to: string | null;
    readonly late: boolean;
  }[];
  readonly steps: readonly {
    readonly seq: number;
    readonly at: string;
    readonly subject: string;
    readonly type: string;
    readonly by: string;
    readonly model: boolean;
  }[];
  readonly notices: { readonly sent: number; readonly pending: number; readonly dead: number };
}

/** What people learn from a drill; follows from the record and the agreement alone (DRI-9..11). */
export function drillReport(
  record: DrillRecord,
  agreement: AgreementFile,
  notices: DrillReport['notices'],
): DrillReport {
  const { started, from, to, warnings, cases, steps } = record;
  const owed = [
    ...warnings.flatMap(({ id, clocks }) => owedIn(`warning/${id}`, clocks, to)),
    ...cases.flatMap(({ id, clocks }) => owedIn(`case/${id}`, clocks, to)),
  ];
  const keepers = keepersOf(steps);
  const { region, jurisdictions } = agreement;
  return {
    exercise: true,
    region: { id: region.id, name: region.name, utcOffset: region.utc_offset },
    agreement: agreement.version,
    from: formatIso(from),
    to: formatIso(to),
    ...started,
    names: Object.fromEntries(jurisdictions.map(({ id, name }) => [id, name])),
    warnings: warnings.map(({ id, kind, standing, issues, lift, cities }) => ({
      id,
      kind,
      standing,
      highest: issues.reduce<Grade>((highest, { grade }) => higherGrade(highest, grade), 'none'),
      issuedAt: isoOf(issues[0]?.at),
      liftedAt: isoOf(lift?.at),
      cities: Object.keys(cities).sort(),
    })),
    cases: cases.map(({ id, stage, sender, respondent }) => ({ id, stage, sender, respondent })),
    total: tallyOf(owed),
    duties: dutyTerms(agreement).flatMap((term) => {
      const own = owed.filter(({ duty }) => duty === term.duty);
      return own.length === 0 ? [] : [{ ...term, ...tallyOf(own) }];
    }),
    jurisdictions: jurisdictions.flatMap(({ id, name, level }) => {
      const own = owed.filter(({ by }) => by === id);
      return own.length === 0 ? [] : [{ id, name, level, ...tallyOf(own) }];
    }),
    owed: owed.map((one) => {
      const keeper = keepers.get(`${one.stream} ${one.obligation}`);
      return {
        subject: idOf(one),
        duty: one.duty,
        by: one.by,
        from: formatIso(one.from),
        dueAt: formatIso(one.dueAt),
        doneAt: isoOf(one.doneAt ?? undefined),
        doneBy: keeper === undefined ? null : whoOf(keeper),
        model: keeper !== undefined && isModel(keeper),
        fate: one.fate,
        escalations: one.escalations,
        delayMinutes: minutes(one.delayMs),
      };
    }),
    escalations: steps.flatMap(escalationOf),
    steps: steps.map((step) => ({
      seq: step.seq,
      at: formatIso(step.at),
      subject: idOf(step),
      type: step.type,
      by: whoOf(step),
      model: isModel(step),
    })),
    notices,
  };
}

function tallyOf(owed: readonly Owed[]): Tally {
  const count = (fate: Fate) => owed.filter((one) => one.fate === fate).length;
  const taken = owed
    .flatMap(({ from, doneAt }) => (doneAt === null ? [] : [Math.max(0, doneAt - from)]))
    .sort((a, b) => a - b);
  const middle = taken[Math.floor((taken.length - 1) / 2)];
  return {
    owed: owed.length,
    inTime: count('in_time'),
    late: count('late'),
    missed: count('missed'),
    open: count('open'),
    escalations: owed.reduce((sum, { escalations }) => sum + escalations, 0),
    medianMinutes: middle === undefined ? null : minutes(middle),
    worstDelayMinutes: minutes(Math.max(0, ...owed.map(({ delayMs }) => delayMs))),
  };
}

/** By stream and obligation: the step that kept it. */
function keepersOf(steps: readonly Step[]): Map<string, Step> {
  const keepers = new Map<string, Step>();
  for (const step of steps) {
    const { keeps = [] } = (step.data['clocks'] ?? {}) as { readonly keeps?: readonly string[] };
    for (const id of keeps) keepers.set(`${step.stream} ${id}`, step);
  }
  return keepers;
}

function escalationOf(step: Step): DrillReport['escalations'] {
  const { type, data, at } = step;
  if (!['warning.overdue', 'warning.silence_noted', 'case.deadline_passed'].includes(type)) return [];
  const said = data as {
    readonly obligation?: string;
    readonly duty?: string;
    readonly jurisdiction?: string;
    readonly owedBy?: string;
    readonly member?: string;
    readonly step?: number;
    readonly to?: string | null;
    readonly late?: boolean;
  };
  return [
    {
      at: formatIso(at),
      subject: idOf(step),
      duty: said.duty ?? 'position',
      by: said.jurisdiction ?? said.owedBy ?? said.member ?? '',
      step: said.step ?? 1,
      to: said.to ?? null,
      late: said.late === true,
    },
  ];
}

type Acting = {
  readonly person?: string;
  readonly role?: string;
  readonly jurisdiction?: string;
  readonly machine?: string;
};

function whoOf({ data }: Step): string {
  const by = data['by'] as Acting;
  return by.machine ?? `${by.person} (${by.role}, ${by.jurisdiction})`;
}

/** Answers of the desk bear its keys (app/answering). */
function isModel({ data }: Step): boolean {
  return /(^|:)model\//.test(String(data['key'] ?? ''));
}

function idOf({ stream }: { readonly stream: string }): string {
  return stream.split('/').slice(1).join('/');
}

function isoOf(at: number | undefined): string | null {
  return at === undefined ? null : formatIso(at);
}

function minutes(ms: number): number {
  return Math.round(ms / 60_000);
}
