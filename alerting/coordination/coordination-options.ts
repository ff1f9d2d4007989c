import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Json, Ledger, Outbox } from '../../store/ledger.ts';

/** Who hears of the protocols on which channel. */
export interface ProtocolSubscription {
  /** A configured channel, e.g. `webhook:bureau`. */
  readonly channel: string;
  /** Notices of this priority or more urgent (a smaller number); absent: all. */
  readonly priority?: number;
  /** Notices to these; absent: to all. */
  readonly jurisdictions?: readonly string[];
}

export interface CoordinationOptions {
  readonly ledger: Pick<Ledger, 'append' | 'read'>;
  readonly clock: Clock;
  /** The version of the agreement in force at an instant, epoch ms; undefined: none is. */
  readonly agreementAt: (at: number) => AgreementFile | undefined;
  /** SHA-256 (lower-case hex) over the canonical JSON of a value. */
  readonly digest: (value: Json) => string;
  /** The whole installation is a drill: whatever begins in it is an exercise (DRI-2). */
  readonly exercise?: boolean;
  /** What the channels have not carried yet, by idempotency key. */
  readonly outbox?: Pick<Outbox, 'unsent'>;
  readonly subscriptions?: readonly ProtocolSubscription[];
  /** The timer's own slack, ms of `clock`: what is told later than this after its time is marked late. */
  readonly punctualMs?: number;
  /** Deliveries were written to the outbox. */
  readonly onDeliveries?: () => void;
  readonly onError: (error: unknown, doing: string) => void;
}
