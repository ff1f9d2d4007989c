import type { Clock } from '../../domain/clock.ts';

export interface PasswordBookOptions {
  /** Asks whoever keeps the credentials; `from` is the address it comes from. Rejects when that is not known for now. */
  readonly verify: (attempt: {
    readonly station: string;
    readonly password: string;
    readonly from: string;
  }) => Promise<boolean>;
  readonly clock: Clock;
}

interface Verdict {
  readonly password: string;
  readonly until: number;
}

/** How soon a rotated or revoked PW is noticed, and how long a wrong one is not asked about again. */
const VERDICT_MS = 10_000;

/** What is known of the PW of each station. A hash made to be slow is asked once, not with every frame. */
export class PasswordBook {
  readonly #options: PasswordBookOptions;
  /** The last right and the last wrong one of a station: whoever guesses does not push out the station itself. */
  readonly #right = new Map<string, Verdict>();
  readonly #wrong = new Map<string, Verdict>();

  constructor(options: PasswordBookOptions) {
    this.#options = options;
  }

  /** `unasked`: call `ask` and look again. */
  check(station: string, password: string, now: number): 'right' | 'wrong' | 'unasked' {
    if (holds(this.#right.get(station), password, now)) return 'right';
    return holds(this.#wrong.get(station), password, now) ? 'wrong' : 'unasked';
  }

  /** Of a registered station only. Rejects like `verify`. */
  async ask(station: string, password: string, from: string): Promise<void> {
    const { verify, clock } = this.#options;
    const right = await verify({ station, password, from });
    const verdicts = right ? this.#right : this.#wrong;
    verdicts.set(station, { password, until: clock.now() + VERDICT_MS });
  }
}

function holds(verdict: Verdict | undefined, password: string, now: number): boolean {
  return verdict !== undefined && now < verdict.until && verdict.password === password;
}
