import { protocolWords } from '../words/protocol-words.ts';

/** An event's type in words; the type itself where there are none. */
export function eventName(type: string): string {
  const { warning, case: cases } = protocolWords.value;
  const ofWarnings: Readonly<Record<string, string>> = warning.events;
  const ofCases: Readonly<Record<string, string>> = cases.events;
  return ofWarnings[type] ?? ofCases[type.replace(/^case\./, '')] ?? type;
}
