import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import { Hierarchy } from '../../domain/agreement/hierarchy.ts';
import { citiesOf } from '../../domain/agreement/jurisdiction.ts';
import { type IssuedGrade, isHeldAt, mayAt } from '../../domain/agreement/role.ts';
import { type Grade, higherGrade } from '../../domain/grade/grade.ts';
import type { Subject } from '../../domain/rule/subject.ts';
import type { ReplayEvent } from './replay-event.ts';

/** Posts that would have been told, and how often. Who holds a post stands in the configuration, so posts are counted, not people. */
export interface Told {
  /** One for each post and event. */
  readonly notices: number;
  /** Different posts (a role in a jurisdiction). */
  readonly posts: number;
  readonly byRole: Readonly<Record<string, number>>;
  readonly byJurisdiction: Readonly<Record<string, number>>;
}

/**
 * Counts who would have been told. An alert is told to the posts that confirm receipt (`may.acknowledge`) in its city, of the region in
 * every city and at the coordinator; a grade of a city also to those above it. What only a shadow rule says is told to nobody.
 */
export class Audience {
  readonly #agreement: AgreementFile;
  readonly #hierarchy: Hierarchy;
  readonly #cityOf: ReadonlyMap<string, string>;
  readonly #counts = new Map<string, { readonly role: string; readonly jurisdiction: string; notices: number }>();
  readonly #known = new Map<string, readonly string[]>();

  /** `cityOf`: city of a station. */
  constructor(agreement: AgreementFile, cityOf: ReadonlyMap<string, string>) {
    this.#agreement = agreement;
    this.#hierarchy = new Hierarchy(agreement.jurisdictions);
    this.#cityOf = cityOf;
  }

  /** `shadow`: the event is of an alert in shadow. */
  hear(event: ReplayEvent, { shadow = false }: { readonly shadow?: boolean } = {}): void {
    if (shadow) return;
    const { subject } = event.data;
    const isGrade = event.type.startsWith('grade.');
    const grade = event.type === 'grade.changed' ? higherGrade(event.data.grade, event.data.previous) : 'none';
    for (const jurisdiction of this.#concerned(subject, isGrade)) this.#tell(jurisdiction, grade);
  }

  get told(): Told {
    const told = { notices: 0, posts: this.#counts.size, byRole: new Counter(), byJurisdiction: new Counter() };
    for (const { role, jurisdiction, notices } of this.#counts.values()) {
      told.notices += notices;
      told.byRole.add(role, notices);
      told.byJurisdiction.add(jurisdiction, notices);
    }
    return { ...told, byRole: told.byRole.entries, byJurisdiction: told.byJurisdiction.entries };
  }

  #tell(jurisdiction: string, grade: Grade): void {
    const key = `${jurisdiction} ${grade}`;
    let roles = this.#known.get(key);
    if (roles === undefined) {
      roles = this.#rolesAt(jurisdiction, grade);
      this.#known.set(key, roles);
    }
    for (const role of roles) {
      const post = `${role} ${jurisdiction}`;
      const count = this.#counts.get(post) ?? { role, jurisdiction, notices: 0 };
      count.notices += 1;
      this.#counts.set(post, count);
    }
  }

  #rolesAt(id: string, grade: Grade): readonly string[] {
    const jurisdiction = this.#hierarchy.jurisdiction(id);
    if (jurisdiction === undefined) return [];
    const grades: readonly IssuedGrade[] = grade === 'none' ? ['blue', 'yellow', 'orange', 'red'] : [grade];
    return this.#agreement.roles
      .filter((role) => isHeldAt(role, jurisdiction) && grades.some((one) => mayAt(role, 'acknowledge', one)))
      .map((role) => role.id);
  }

  #concerned({ kind, id }: Subject, isGrade: boolean): readonly string[] {
    const above = (city: string) => (isGrade ? [city, ...this.#hierarchy.superiorsOf(city)] : [city]);
    if (kind === 'station') return [this.#cityOf.get(id) ?? ''];
    if (kind === 'pair') return id.split('>');
    if (kind === 'city') return above(id);
    const { coordinator } = this.#agreement.region;
    const all = citiesOf(this.#agreement.jurisdictions).flatMap((city) => above(city.id));
    return [...new Set(coordinator === undefined ? all : [...all, coordinator])];
  }
}

class Counter {
  readonly #counts = new Map<string, number>();

  add(name: string, by: number): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + by);
  }

  /** The largest first. */
  get entries(): Record<string, number> {
    return Object.fromEntries([...this.#counts].sort(([, a], [, b]) => b - a));
  }
}
