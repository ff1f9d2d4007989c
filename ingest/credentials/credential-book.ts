import type { Clock } from '../../domain/clock.ts';
import { type Credential, type CredentialKind, type CredentialStore, isValidAt } from '../../store/credentials.ts';
import { formatToken } from './http-token.ts';
import { newCredentialId, newSecret, type RandomBytes } from './secret.ts';
import { hashSecret } from './secret-hash.ts';

/** A credential at its birth: the only time the secret is to be had. */
export interface Issued {
  readonly credential: Credential;
  /** What the station sends: a password, or the whole token. */
  readonly secret: string;
}

/** Why a credential was not issued. */
export class CredentialRefused extends Error {
  override readonly name = 'CredentialRefused';
  readonly reason: 'has_one' | 'has_none';

  constructor(reason: CredentialRefused['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface CredentialBookOptions {
  readonly store: CredentialStore;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** Issues, rotates and revokes. Who may do so is the caller's matter. */
export class CredentialBook {
  readonly #options: CredentialBookOptions;

  constructor(options: CredentialBookOptions) {
    this.#options = options;
  }

  /** Throws `CredentialRefused` when the station has a valid one: a second one is a rotation. */
  async create(station: string, kind: CredentialKind): Promise<Issued> {
    const { store } = this.#options;
    const earlier = await store.list({ station, kind });
    if (this.#valid(earlier).length > 0) {
      throw new CredentialRefused('has_one', `${station} has a valid ${kind} credential: rotate it`);
    }
    const issued = await this.#issue(station, kind, earlier);
    await store.change({ add: [issued.credential] });
    return issued;
  }

  /**
   * A new one; what is valid now stays so for `overlapMs` at most. Throws `CredentialRefused` when there is nothing to rotate.
   */
  async rotate(station: string, kind: CredentialKind, options: { readonly overlapMs: number }): Promise<Issued> {
    const { store, clock } = this.#options;
    const earlier = await store.list({ station, kind });
    const valid = this.#valid(earlier);
    if (valid.length === 0) {
      throw new CredentialRefused('has_none', `${station} has no valid ${kind} credential: create one`);
    }
    const issued = await this.#issue(station, kind, earlier);
    const validUntil = clock.now() + options.overlapMs;
    await store.change({
      add: [issued.credential],
      end: valid.map(({ id }) => ({ id, validUntil, reason: 'rotated' })),
    });
    return issued;
  }

  /** Ends at once what is valid of a station, of one kind or of all; returns what it ended. */
  async revoke(station: string, kind?: CredentialKind): Promise<Credential[]> {
    const { store, clock } = this.#options;
    const valid = this.#valid(await store.list({ station, ...(kind === undefined ? {} : { kind }) }));
    const validUntil = clock.now();
    await store.change({ end: valid.map(({ id }) => ({ id, validUntil, reason: 'revoked' })) });
    return valid;
  }

  async #issue(station: string, kind: CredentialKind, earlier: readonly Credential[]): Promise<Issued> {
    const { random, clock } = this.#options;
    const id = newCredentialId(random);
    const secret = newSecret(kind, random);
    const hash = await hashSecret(secret, kind, random);
    const generation = Math.max(0, ...earlier.map((credential) => credential.generation)) + 1;
    return {
      credential: { id, station, kind, generation, hash, createdAt: clock.now() },
      secret: kind === 'http' ? formatToken({ id, secret }) : secret,
    };
  }

  #valid(credentials: readonly Credential[]): Credential[] {
    const now = this.#options.clock.now();
    return credentials.filter((credential) => isValidAt(credential, now));
  }
}
