import type { Text } from '../rule/text.ts';

/** Why a command was not carried out: the rule (docs/spec/enforcement.md) and what is wrong, for the person who gave it. */
export type Refusal = { readonly rule: `ENF-${number}`; readonly reason: Text };

export function refusal(rule: Refusal['rule'], en: string, zh: string): Refusal {
  return { rule, reason: { zh, en } };
}

/** A step that the law or the agreement wants explained (ENF-8). */
export function unexplained(reason: string): Refusal | undefined {
  return reason.trim() === '' ? refusal('ENF-8', 'a reason is needed', '须说明理由') : undefined;
}
