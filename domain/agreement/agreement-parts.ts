import type { Station } from '../air/station.ts';
import type { Rule } from '../rule/rule.ts';
import type { AgreementFile } from './agreement-file.ts';

/**
 * What of a file is well-formed, for the checks across its parts: a part that is not is absent and nothing is said about what refers to
 * it, so that one fault does not hide the others nor make up new ones.
 */
export interface AgreementParts extends Partial<Omit<AgreementFile, 'rules'>> {
  /** Places as in the file; undefined where a rule is not well-formed. */
  readonly rules: readonly (Rule | undefined)[];
  /** Absent when the agreement is checked without its stations. */
  readonly stations?: readonly Station[];
}
