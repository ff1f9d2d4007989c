import type { Text } from '../rule/text.ts';

/** Where a fault stands: keys and positions from the root of the file. */
export type Path = readonly (string | number)[];

/** One thing that is wrong with an agreement, for people in both languages; `code` is the id of the sentence it breaks (docs/spec/agreement.md). */
export interface AgreementFault {
  readonly code: string;
  readonly path: Path;
  readonly message: Text;
  /** A warning does not keep the agreement from being loaded. */
  readonly severity: 'error' | 'warning';
}

/** A fault that keeps the agreement from being loaded. */
export function fault(code: string, path: Path, en: string, zh: string): AgreementFault {
  return { code, path, message: { zh, en }, severity: 'error' };
}

export function warning(code: string, path: Path, en: string, zh: string): AgreementFault {
  return { ...fault(code, path, en, zh), severity: 'warning' };
}
