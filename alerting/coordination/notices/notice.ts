import type { AgreementFile } from '../../../domain/agreement/agreement-file.ts';
import type { Obligation } from '../../../domain/deadline/obligation.ts';
import type { Text } from '../../../domain/rule/text.ts';
import { noticeMessages } from './notice-message.ts';
import { NOTICE_WORDS } from './notice-words.ts';
import type { Happening, ProtocolEventType } from './protocol-event.ts';
import { toldBy } from './told-by.ts';

/** What one jurisdiction hears of one event. */
export interface Notice {
  /** `W-2026-001.5.jia`: warning or case, version of its event, jurisdiction. */
  readonly id: string;
  readonly jurisdiction: string;
  readonly event: ProtocolEventType;
  readonly subject: { readonly kind: 'warning' | 'case'; readonly id: string };
  /** Epoch ms. */
  readonly at: number;
  readonly message: Text;
  readonly priority: number;
  readonly exercise: boolean;
  /** What the jurisdiction owes because of it, or is late with; ids of obligations of the warning or case. */
  readonly duties: readonly Pick<Obligation, 'id' | 'duty' | 'dueAt'>[];
}

/** The notices of an event: nobody's, or one for each that hears of it. `version`: of the event in its stream. */
export function noticesOf(happening: Happening, version: number, agreement: AgreementFile): Notice[] {
  const { kind, event, after } = happening;
  const { priority } = NOTICE_WORDS[event.type];
  const messageFor = noticeMessages(happening, agreement);
  return toldBy(happening, agreement).map((jurisdiction) => {
    const duties = dutiesOf(happening, jurisdiction);
    return {
      id: noticeId({ subject: after.id, version, jurisdiction }),
      jurisdiction,
      event: event.type,
      subject: { kind, id: after.id },
      at: event.at,
      message: messageFor(duties),
      priority,
      exercise: after.exercise,
      duties,
    };
  });
}

export function noticeId({
  subject,
  version,
  jurisdiction,
}: {
  readonly subject: string;
  readonly version: number;
  readonly jurisdiction: string;
}): string {
  return `${subject}.${version}.${jurisdiction}`;
}

/** When the first of them is due, epoch ms; null: nothing is owed. */
export function firstDueAt(duties: Notice['duties']): number | null {
  return duties.length === 0 ? null : Math.min(...duties.map(({ dueAt }) => dueAt));
}

function dutiesOf({ event, after }: Happening, jurisdiction: string): Notice['duties'] {
  const opened = event.data.clocks?.opens ?? [];
  const late = 'obligation' in event.data ? event.data.obligation : undefined;
  const still = after.clocks.open.filter(({ id }) => id === late);
  return [...opened, ...still]
    .filter(({ by }) => by === jurisdiction)
    .map(({ id, duty, dueAt }) => ({ id, duty, dueAt }));
}
