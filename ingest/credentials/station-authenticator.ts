import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../domain/clock.ts';
import { type Credential, type CredentialKind, type CredentialStore, isValidAt } from '../../store/credentials.ts';
import { RateLimiter } from '../rate/rate-limiter.ts';
import { parseToken } from './http-token.ts';
import type { RandomBytes } from './secret.ts';
import { secretMatches } from './secret-hash.ts';

export type Verdict =
  | { readonly ok: true; readonly station: string; readonly credentialId: string }
  /** For our log only: the sender is told no more than "no". */
  | { readonly ok: false; readonly reason: 'no_credential' | 'ended' | 'wrong_secret' | 'too_many_attempts' };

export interface StationAuthenticatorOptions {
  readonly store: CredentialStore;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** Ten tries at once, then one in five seconds: 30 bits last for 170 years, and a slow hash is no way to keep us busy. */
const ATTEMPTS = { perSecond: 0.2, burst: 10 };

/**
 * Who is it that pushes? Asks the store every time, so that a rotation or revocation holds from the next question on, also
 * when another process made it. All methods reject with `StoreUnavailable` when that is not known for now.
 */
export class StationAuthenticator {
  readonly #options: StationAuthenticatorOptions;
  readonly #attempts = new RateLimiter(ATTEMPTS);
  /** Of a credential that was proven before: its secret under a key of this process, to save the slow hash. */
  readonly #proven = new Map<string, Buffer>();
  readonly #key: Uint8Array;

  constructor(options: StationAuthenticatorOptions) {
    this.#options = options;
    this.#key = options.random(32);
  }

  /** `from` is where it comes from (an address): wrong attempts from there do not keep the station itself out. */
  async verifyPassword(attempt: {
    readonly kind: Exclude<CredentialKind, 'http'>;
    readonly station: string;
    readonly password: string;
    readonly from?: string;
  }): Promise<Verdict> {
    const { kind, station, password, from = '' } = attempt;
    return this.#verify(await this.#options.store.list({ station, kind }), password, from);
  }

  /** `lf_<id>_<secret>`. The stations it may push for; undefined: refuse with 401 and no reason. */
  async verifyToken(token: string): Promise<{ readonly stations: readonly string[] } | undefined> {
    const parts = parseToken(token);
    if (parts === undefined) return undefined;
    const credential = await this.#options.store.find(parts.id);
    if (credential?.kind !== 'http' || !this.#isValid(credential)) return undefined;
    // Nothing to slow down here: 160 bits cannot be tried through, and one SHA-256 costs us nothing.
    return (await secretMatches(parts.secret, credential.hash)) ? { stations: [credential.station] } : undefined;
  }

  /** Whether a connection that was let in may stay. */
  async isStillValid(credentialId: string): Promise<boolean> {
    const credential = await this.#options.store.find(credentialId);
    return credential !== undefined && this.#isValid(credential);
  }

  async #verify(credentials: readonly Credential[], password: string, from: string): Promise<Verdict> {
    // The newest first: the old one of a rotation is on its way out.
    const valid = credentials.filter((credential) => this.#isValid(credential)).reverse();
    const [first] = valid;
    if (first === undefined) return { ok: false, reason: credentials.length === 0 ? 'no_credential' : 'ended' };
    const proof = createHmac('sha256', this.#key).update(password).digest();
    for (const credential of valid) if (this.#isProven(credential, proof)) return accepted(credential);

    const attempt = JSON.stringify([first.station, first.kind, from]);
    if (this.#attempts.take(attempt, this.#options.clock.now()) > 0) return { ok: false, reason: 'too_many_attempts' };
    for (const credential of valid) {
      if (!(await secretMatches(password, credential.hash))) continue;
      this.#proven.set(credential.id, proof);
      this.#attempts.giveBack(attempt);
      return accepted(credential);
    }
    return { ok: false, reason: 'wrong_secret' };
  }

  #isProven(credential: Credential, proof: Buffer): boolean {
    const proven = this.#proven.get(credential.id);
    return proven !== undefined && timingSafeEqual(proven, proof);
  }

  #isValid(credential: Credential): boolean {
    return isValidAt(credential, this.#options.clock.now());
  }
}

function accepted({ station, id }: Credential): Verdict {
  return { ok: true, station, credentialId: id };
}
