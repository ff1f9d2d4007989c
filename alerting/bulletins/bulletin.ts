import type { PublicWarning } from '../../domain/cap/public-warning.ts';

/** The document that one event of a warning gives to the public or to the members; made from the ledger alone, so always the same. */
export interface Bulletin {
  /** `<warning>.<version of the event in its stream>`. */
  readonly identifier: string;
  /** The jurisdiction in whose name it speaks: the coordinator for the region, a city for its own warning. */
  readonly issuer: string;
  readonly warning: PublicWarning;
}
