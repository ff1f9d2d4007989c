import { createHash, timingSafeEqual } from 'node:crypto';

/** Somebody who may issue forecasts: an entry of the configuration. */
export interface Forecaster {
  /** As in the payload; also the user name at the broker. */
  readonly issuer: string;
  /** Absent: every city of the agreement. */
  readonly cities?: readonly string[];
  /** Bearer token of the HTTP interface and password at the broker. */
  readonly token: string;
}

/** Who may issue forecasts, for which cities. Without a single entry whoever reaches a broker may, as with readings. */
export class ForecasterBook {
  readonly #byIssuer: ReadonlyMap<string, Forecaster>;

  constructor(forecasters: readonly Forecaster[]) {
    this.#byIssuer = new Map(forecasters.map((forecaster) => [forecaster.issuer, forecaster]));
  }

  has(issuer: string): boolean {
    return this.#byIssuer.has(issuer);
  }

  mayIssue(issuer: string, city: string): boolean {
    if (this.#byIssuer.size === 0) return true;
    const forecaster = this.#byIssuer.get(issuer);
    return forecaster !== undefined && (forecaster.cities?.includes(city) ?? true);
  }

  /** In constant time. */
  isPassword(issuer: string, password: string): boolean {
    const forecaster = this.#byIssuer.get(issuer);
    return forecaster !== undefined && isSame(forecaster.token, password);
  }

  /** Whose token it is. */
  ofToken(token: string): string | undefined {
    return [...this.#byIssuer.values()].find((forecaster) => isSame(forecaster.token, token))?.issuer;
  }
}

function isSame(one: string, other: string): boolean {
  return timingSafeEqual(sha256(one), sha256(other));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
