import { createHash, randomBytes } from 'node:crypto';
import type { DemoPerson } from '../../api/demo-contract.ts';
import type { DemoPort } from '../../api/routes/demo.ts';
import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import { isHeldAt } from '../../domain/agreement/role.ts';
import type { AnsweringDesk } from '../answering/answering-desk.ts';
import type { Post } from '../answering/posts.ts';
import type { PersonEntry } from '../config/people.ts';
import { DEMO_ANSWERS } from './answers.ts';

const TOKEN_BYTES = 24;

/** The person in a post: invented, and called after it. */
export function personIn({ jurisdiction, role }: Post): string {
  return `${jurisdiction}-${role}`;
}

/**
 * Everybody of the invented cluster: one person in every post of every jurisdiction, those first who may do everything there. Tokens are
 * random, made at the start and kept in memory. Whose jurisdiction a visitor has taken, its script is silent.
 */
export class Cast implements DemoPort {
  readonly #desk: Pick<AnsweringDesk, 'takeOver' | 'handBack' | 'isTakenOver'>;
  readonly #people: readonly Omit<DemoPerson, 'taken'>[];

  constructor(
    agreement: Pick<AgreementFile, 'jurisdictions' | 'roles'>,
    desk: Pick<AnsweringDesk, 'takeOver' | 'handBack' | 'isTakenOver'>,
  ) {
    this.#desk = desk;
    const roles = [...agreement.roles].sort((a, b) => Number(b.id === 'visitor') - Number(a.id === 'visitor'));
    this.#people = agreement.jurisdictions.flatMap((place) =>
      roles
        .filter((role) => isHeldAt(role, place))
        .map((role) => ({
          id: personIn({ jurisdiction: place.id, role: role.id }),
          name: `${place.name.zh}${role.name.zh}`,
          role: role.id,
          roleName: role.name,
          jurisdiction: place.id,
          jurisdictionName: place.name,
          token: randomBytes(TOKEN_BYTES).toString('base64url'),
          manner: (DEMO_ANSWERS.jurisdictions[place.id] ?? DEMO_ANSWERS.default).pace,
        })),
    );
  }

  /** As they stand in a configuration. */
  get entries(): PersonEntry[] {
    return this.#people.map(({ id, name, role, jurisdiction, token }) => ({
      id,
      name,
      role,
      jurisdiction,
      token_hash: `$sha256$${createHash('sha256').update(token).digest('base64')}`,
    }));
  }

  people(): readonly DemoPerson[] {
    return this.#people.map((person) => ({ ...person, taken: this.#desk.isTakenOver(person.jurisdiction) }));
  }

  take({ jurisdiction }: Pick<DemoPerson, 'jurisdiction'>): void {
    this.#desk.takeOver(jurisdiction);
  }

  giveBack({ jurisdiction }: Pick<DemoPerson, 'jurisdiction'>): void {
    this.#desk.handBack(jurisdiction);
  }
}
