import type { CaseEvent, CaseEventName } from './case-event.ts';
import type { RecordEntry } from './case-state.ts';

/** Whether an event is part of what the parties sign. The signing itself, the clocks and their pauses are not. */
const ON_RECORD: Readonly<Record<CaseEventName, boolean>> = {
  opened: true,
  referred: true,
  accepted: true,
  declined: true,
  unanswered: true,
  withdrawn: true,
  decided: true,
  inspection_called: true,
  inspected: true,
  findings_recorded: true,
  order_served: true,
  rectification_reported: true,
  rechecked: true,
  frozen: false,
  signed: false,
  closed: false,
  amended: true,
  disputed: true,
  supervision_proposed: false,
  listed: true,
  listing_declined: true,
  accident_reported: true,
  accident_notified: true,
  accident_verified: true,
  clock_paused: false,
  clock_resumed: false,
  deadline_passed: false,
};

export function isOnRecord(name: CaseEventName): boolean {
  return ON_RECORD[name];
}

/** What the event puts on the record: all it says, without what follows from it (who hears of it, the clocks) and how it came in. */
export function recordEntry({ type, at, data }: CaseEvent): RecordEntry | undefined {
  const name = type.slice('case.'.length) as CaseEventName;
  if (!isOnRecord(name)) return undefined;
  const {
    case: _case,
    by,
    agreement,
    exercise: _exercise,
    tell: _tell,
    clocks: _clocks,
    voids: _voids,
    key: _key,
    command: _command,
    ...says
  } = data;
  return { type, at, by, agreement, says };
}
