import type { Jurisdiction } from './jurisdiction.ts';

/** Who is above whom. Answers for ids that are not in the agreement are empty, and a cycle ends where it began. */
export class Hierarchy {
  readonly #byId: ReadonlyMap<string, Jurisdiction>;

  constructor(jurisdictions: readonly Jurisdiction[]) {
    this.#byId = new Map(jurisdictions.map((one) => [one.id, one]));
  }

  jurisdiction(id: string): Jurisdiction | undefined {
    return this.#byId.get(id);
  }

  superiorOf(id: string): string | undefined {
    const one = this.#byId.get(id);
    return one === undefined || one.level === 'nation' ? undefined : one.superior;
  }

  /** Nearest first: a city's province, then the nation. */
  superiorsOf(id: string): string[] {
    const found: string[] = [];
    for (let next = this.superiorOf(id); next !== undefined; next = this.superiorOf(next)) {
      if (next === id || found.includes(next) || !this.#byId.has(next)) break;
      found.push(next);
    }
    return found;
  }

  /** The lowest jurisdiction that is above all of them (or is one of them and above the rest): settles their disputes. */
  commonSuperior(ids: readonly string[]): string | undefined {
    const [first, ...others] = ids.map((id) => (this.#byId.has(id) ? [id, ...this.superiorsOf(id)] : []));
    return first?.find((candidate) => others.every((chain) => chain.includes(candidate)));
  }
}
