import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import { type IssuedGrade, isHeldAt, mayAt, type Role, type WarningAct } from '../../domain/agreement/role.ts';
import { Obliger } from '../../domain/deadline/obliger.ts';
import { actsFor } from '../../domain/enforcement/case-authority.ts';
import type { CaseActor, CaseCommandType } from '../../domain/enforcement/case-command.ts';
import type { Grade } from '../../domain/grade/grade.ts';

const COLOURS: readonly IssuedGrade[] = ['blue', 'yellow', 'orange', 'red'];

export interface Post {
  readonly role: string;
  readonly jurisdiction: string;
}

/** Who acts for a jurisdiction: the first post of the agreement that may do it. */
export class Posts {
  readonly agreement: AgreementFile;
  readonly obliger: Obliger;
  readonly #personOf: (post: Post) => string;

  constructor(agreement: AgreementFile, personOf: (post: Post) => string) {
    this.agreement = agreement;
    this.obliger = new Obliger(agreement);
    this.#personOf = personOf;
  }

  /** For a step of a warning at a grade (`none`: at any); undefined where nobody may. */
  forWarning(jurisdiction: string, acts: readonly WarningAct[], grade: Grade): CaseActor | undefined {
    const grades = COLOURS.filter((colour) => grade === 'none' || colour === grade);
    return this.#first(jurisdiction, (role) => acts.some((act) => grades.some((colour) => mayAt(role, act, colour))));
  }

  forCase(jurisdiction: string, command: CaseCommandType): CaseActor | undefined {
    const acts = actsFor(command);
    return this.#first(jurisdiction, ({ cases }) => acts.some((act) => cases.includes(act)));
  }

  #first(jurisdiction: string, may: (role: Role) => boolean): CaseActor | undefined {
    const place = this.agreement.jurisdictions.find(({ id }) => id === jurisdiction);
    const role = place && this.agreement.roles.find((one) => isHeldAt(one, place) && may(one));
    if (role === undefined) return undefined;
    const post = { role: role.id, jurisdiction };
    return { person: this.#personOf(post), ...post };
  }
}
