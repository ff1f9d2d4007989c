import { z } from 'zod';
import { applyCaseEvent } from '../../domain/enforcement/apply-case-event.ts';
import type { CaseEvent } from '../../domain/enforcement/case-event.ts';
import type { CaseState } from '../../domain/enforcement/case-state.ts';
import { applyWarningEvent } from '../../domain/warning/apply-warning-event.ts';
import type { Warning } from '../../domain/warning/warning.ts';
import type { WarningEvent } from '../../domain/warning/warning-event.ts';
import type { LedgerEvent } from '../../store/ledger.ts';

/** The stream in which a drill's ledger says what was rehearsed, and when it was over. */
export const DRILL_STREAM = 'drill';

/** What is said when a drill begins. */
export const DrillStarted = z.object({
  /** World seconds per real second. */
  rate: z.number(),
  /** Where the air came from, for people. */
  air: z.string(),
  /** Jurisdictions that are answered for, with their pace. */
  models: z.record(z.string(), z.string()),
});
export type DrillStarted = z.infer<typeof DrillStarted>;

/** One step of a warning or case. */
export interface Step {
  readonly seq: number;
  readonly stream: string;
  readonly type: string;
  readonly at: number;
  readonly data: { readonly [key: string]: unknown };
}

/** A drill as its ledger tells it. Instants are epoch ms of the drill's clock. */
export interface DrillRecord {
  readonly started: DrillStarted;
  readonly from: number;
  readonly to: number;
  readonly warnings: readonly Warning[];
  readonly cases: readonly CaseState[];
  /** In the order of the ledger. */
  readonly steps: readonly Step[];
}

/** Folds a drill's ledger. Without an end (it was cut off) the newest event is the end. Throws when the ledger is not a drill's. */
export async function readDrill(events: AsyncIterable<LedgerEvent>): Promise<DrillRecord> {
  const warnings = new Map<string, Warning>();
  const cases = new Map<string, CaseState>();
  const steps: Step[] = [];
  let begun: LedgerEvent | undefined;
  let to = 0;
  let endedAt: number | undefined;
  for await (const event of events) {
    const { stream, type, at } = event;
    if (type === 'drill.started') begun ??= event;
    if (type === 'drill.ended') endedAt = at;
    to = Math.max(to, event.recordedAt);
    const plain = event as unknown;
    if (stream.startsWith('warning/')) {
      warnings.set(stream, applyWarningEvent(warnings.get(stream), plain as WarningEvent));
    } else if (stream.startsWith('case/')) {
      cases.set(stream, applyCaseEvent(cases.get(stream), plain as CaseEvent));
    } else continue;
    // An answer to an end that was not the end: the drill went on.
    endedAt = undefined;
    steps.push(event);
  }
  if (begun === undefined) throw new Error('this ledger is not that of a drill');
  const started = DrillStarted.parse(begun.data);
  return {
    started,
    from: begun.at,
    to: endedAt ?? to,
    warnings: [...warnings.values()],
    cases: [...cases.values()],
    steps,
  };
}
