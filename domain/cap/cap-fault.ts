import type { Text } from '../rule/text.ts';

/** Why a message cannot be made: the rule of docs/spec/cap.md, the place in the `PublicWarning`, and the reason for people. */
export interface CapFault {
  readonly rule: string;
  readonly path: string;
  readonly reason: Text;
}

/** What was made, or everything that is wrong with what it should be made of, at once. */
export type CapResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly CapFault[] };
