import type { AgreementFile } from '../agreement/agreement-file.ts';
import type { ClockChange } from '../deadline/clockwork.ts';
import { Obliger } from '../deadline/obliger.ts';
import type { By } from './actor.ts';
import { type Claim, unauthorized } from './authority.ts';
import { type Refusal, refusal } from './refusal.ts';
import type { Warning } from './warning.ts';
import type { About, WarningEvent, WarningEventType } from './warning-event.ts';

/** What a decision is taken with besides the warning and the command. */
export interface WarningContext {
  /** Epoch ms. */
  readonly now: number;
  /** The version in force at `now`. */
  readonly agreement: AgreementFile;
  /** The newest other warning of the same kind in the region, for a proposal that would begin one (WRN-9). */
  readonly previous?: Warning;
  /** A clock that speaks later than this after its time is marked late (WRN-31); the timer's own slack, ms. */
  readonly punctualMs: number;
}

type DataOf<Type extends WarningEventType> = Extract<WarningEvent, { readonly type: Type }>['data'];
type DistributiveOmit<Data, Key extends PropertyKey> = Data extends unknown ? Omit<Data, Key> : never;

/** What handlers share: the warning, who acts, and the agreement made ready. */
export class Proceedings {
  readonly warning: Warning | undefined;
  readonly context: WarningContext;
  readonly agreement: AgreementFile;
  readonly now: number;
  readonly by: By;
  readonly obliger: Obliger;

  constructor(warning: Warning | undefined, by: By, context: WarningContext) {
    this.warning = warning;
    this.context = context;
    this.agreement = context.agreement;
    this.now = context.now;
    this.by = by;
    this.obliger = new Obliger(context.agreement);
  }

  /** The same for the warning as it is after some events. */
  after(warning: Warning): Proceedings {
    return new Proceedings(warning, this.by, this.context);
  }

  get coordinator(): string {
    return this.agreement.region.coordinator ?? '';
  }

  /** For commands that `outOfPlace` lets through only where there is a warning. */
  get known(): Warning {
    if (this.warning === undefined) throw new Error('there is no warning');
    return this.warning;
  }

  unauthorized(claim: Claim): Refusal | undefined {
    return unauthorized(this.agreement, this.by, claim);
  }

  record<Type extends WarningEventType>(
    type: Type,
    data: DistributiveOmit<DataOf<Type>, keyof About>,
    {
      clocks,
      warning,
    }: { readonly clocks?: ClockChange; readonly warning?: { readonly id: string; readonly exercise: boolean } } = {},
  ): WarningEvent {
    const { id, exercise } = warning ?? this.known;
    const about: About = {
      warning: id,
      by: this.by,
      agreement: this.agreement.version,
      ...(exercise ? { exercise } : {}),
      ...(clocks === undefined ? {} : { clocks }),
    };
    return { type, at: this.now, data: { ...about, ...data } } as WarningEvent;
  }
}

export type Outcome = readonly WarningEvent[] | Refusal;

export function isRefusal(outcome: Outcome): outcome is Refusal {
  return 'rule' in outcome;
}

/** A step that the law or the agreement wants explained (WRN-5). */
export function unexplained(reason: string | undefined): Refusal | undefined {
  if (reason !== undefined && reason.trim() !== '') return undefined;
  return refusal('WRN-5', 'a reason is needed', '须说明理由');
}
