import type { Text } from '../rule/text.ts';

/** Why a command is refused: the id of the sentence in docs/spec/warning.md that it breaks, and a text for people. */
export interface Refusal {
  readonly rule: `WRN-${number}`;
  readonly reason: Text;
}

export function refusal(rule: Refusal['rule'], en: string, zh: string): Refusal {
  return { rule, reason: { zh, en } };
}
