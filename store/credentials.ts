export const CREDENTIAL_KINDS = ['mqtt', 'http', 'hj212'] as const;
/** What a credential opens: the broker's password, a bearer token of the HTTP interface, the PW of HJ 212. */
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

/** One secret of one station. The secret itself is nowhere: only its hash, which names its own algorithm and parameters. */
export interface Credential {
  readonly id: string;
  readonly station: string;
  readonly kind: CredentialKind;
  /** Counts from 1 for each station and kind. */
  readonly generation: number;
  readonly hash: string;
  /** Epoch ms. */
  readonly createdAt: number;
  /** Exclusive, epoch ms; absent: until somebody ends it. */
  readonly validUntil?: number;
  /** Present with `validUntil`. */
  readonly endReason?: EndReason;
}

/** Rotated: followed by a newer one and good for an overlap. Revoked: taken back. */
export type EndReason = 'rotated' | 'revoked';

export interface CredentialEnd {
  readonly id: string;
  readonly validUntil: number;
  readonly reason: EndReason;
}

/** Where credentials are kept. Implementations: `SqliteCredentials`. Methods also reject with `StoreUnavailable`. */
export interface CredentialStore {
  /**
   * All or nothing. An end only ever comes nearer: a later one than what stands there changes nothing. Rejects with
   * `CredentialConflict` when an id, or a generation of a station and kind, is taken: somebody else was quicker.
   */
  change(change: { readonly add?: readonly Credential[]; readonly end?: readonly CredentialEnd[] }): Promise<void>;
  find(id: string): Promise<Credential | undefined>;
  /** Ended ones too; ordered by (station, kind, generation). */
  list(filter?: { readonly station?: string; readonly kind?: CredentialKind }): Promise<Credential[]>;
  close(): Promise<void>;
}

export class CredentialConflict extends Error {
  override readonly name = 'CredentialConflict';
}

export function isValidAt({ validUntil }: Credential, now: number): boolean {
  return validUntil === undefined || now < validUntil;
}
