/** True, false, or unknown: too little is known to say. */
export type Truth = 'true' | 'false' | 'unknown';

/** How a condition was judged on one subject in one hour, with what it looked at: the explanation of an alert. Plain JSON. */
export type Judgement = {
  readonly kind: string;
  readonly truth: Truth;
  /** A code for what decided, e.g. `above`, `calm_wind`, `too_few_members`; docs/spec/conditions.md lists them. */
  readonly reason: string;
  readonly quantity?: string;
  readonly over?: string;
  /** In the quantity's unit; absent when missing. */
  readonly value?: number;
  readonly limit?: number;
  /** Further figures: z, count, share, confidence, lag, ... */
  readonly facts?: { readonly [name: string]: string | number | readonly string[] };
  readonly parts?: readonly Judgement[];
};
