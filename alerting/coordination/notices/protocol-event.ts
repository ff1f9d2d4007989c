import type { CaseEvent } from '../../../domain/enforcement/case-event.ts';
import type { CaseState } from '../../../domain/enforcement/case-state.ts';
import type { Warning } from '../../../domain/warning/warning.ts';
import type { WarningEvent } from '../../../domain/warning/warning-event.ts';

export type ProtocolEvent = WarningEvent | CaseEvent;
export type ProtocolEventType = ProtocolEvent['type'];

/** An event with the state before and after it. */
export type Happening =
  | {
      readonly kind: 'warning';
      readonly event: WarningEvent;
      readonly before: Warning | undefined;
      readonly after: Warning;
    }
  | {
      readonly kind: 'case';
      readonly event: CaseEvent;
      readonly before: CaseState | undefined;
      readonly after: CaseState;
    };
