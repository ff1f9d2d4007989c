/** Where the ledger stands, signed; a file that a jurisdiction keeps as it is (docs/spec/evidence.md). */
export interface CheckpointDocument {
  readonly format: 'lianfang-checkpoint-1';
  readonly region: string;
  readonly seq: number;
  readonly hash: string;
  readonly root: string;
  readonly at: string;
  readonly key: string;
  readonly signature: string;
}

/** What came of the wish for a package; `incomplete`: why it cannot be made now. */
export type EvidenceOutcome =
  | { readonly outcome: 'made'; readonly bytes: Uint8Array }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'incomplete'; readonly reason: string };

/** The installation's proofs; `app/evidence` makes them. */
export interface EvidencePort {
  /** Of the newest entry; undefined while the ledger is empty. Rejects while it cannot be read. */
  checkpoint(): Promise<CheckpointDocument | undefined>;
  /** The public key that signs, SPKI in Base64. */
  readonly key: string;
  build(object: { readonly kind: 'warning' | 'case'; readonly id: string }): Promise<EvidenceOutcome>;
}
