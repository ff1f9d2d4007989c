/** In the events of a command that its sender named by an idempotency key: it is not carried out twice, after a restart either. */
export type Commanded = {
  readonly key?: string;
  /** Digest of the command: the same key with another one is a mistake. */
  readonly command?: string;
};
