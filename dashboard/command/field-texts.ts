import type { CaseView, WarningView } from '../../api/protocol-contract.ts';
import { dutyName } from '../state/duty-name.ts';
import { jurisdictionName } from '../state/names.ts';
import { pauseReasonName } from '../state/pause-reason.ts';
import { words } from '../words/language.ts';
import { protocolWords } from '../words/protocol-words.ts';

/** The texts of a choice, by its field. */
export function choiceText(field: string, value: string, about: Pick<WarningView | CaseView, 'clocks'> | null): string {
  const { choices } = protocolWords.value;
  switch (field) {
    case 'grade':
      return words.value.grades.long[value as WarningView['grade']] ?? value;
    case 'city':
    case 'member':
    case 'to':
    case 'owner':
    case 'jurisdiction':
      return jurisdictionName(value);
    case 'obligation': {
      const clock = about?.clocks.find(({ id }) => id === value);
      return clock === undefined ? value : `${dutyName(clock.duty)} · ${jurisdictionName(clock.by)}`;
    }
    case 'pauseReason':
      return pauseReasonName(value);
    default: {
      const known: Readonly<Record<string, string>> | undefined = choices[field as keyof typeof choices];
      return known?.[value] ?? value;
    }
  }
}
