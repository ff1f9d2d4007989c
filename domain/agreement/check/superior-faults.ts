import { type AgreementFault, fault } from '../agreement-fault.ts';
import type { AgreementParts } from '../agreement-parts.ts';
import { Hierarchy } from '../hierarchy.ts';
import { citiesOf, type Jurisdiction, LEVELS } from '../jurisdiction.ts';

/** The tree of jurisdictions: every superior is there and above (AGR-4), nobody is above himself (AGR-5), disputes end somewhere (AGR-6), somebody is a member (AGR-17). */
export function* superiorFaults({ region, jurisdictions }: AgreementParts): Iterable<AgreementFault> {
  if (jurisdictions === undefined) return;
  const hierarchy = new Hierarchy(jurisdictions);
  const inCycle = cyclesOf(jurisdictions, hierarchy);
  for (const [index, one] of jurisdictions.entries()) {
    if (one.level === 'nation') continue;
    const path = ['jurisdictions', index, 'superior'];
    const superior = hierarchy.jurisdiction(one.superior);
    const cycle = inCycle.get(one.id);
    if (superior === undefined) {
      yield fault('AGR-3', path, `there is no jurisdiction "${one.superior}"`, `没有辖区“${one.superior}”`);
    } else if (cycle !== undefined) {
      if (cycle[0] === one.id) {
        const way = [...cycle, one.id].join(' → ');
        yield fault('AGR-5', path, `superiors go round in a circle: ${way}`, `上级关系成环：${way}`);
      }
    } else if (LEVELS.indexOf(superior.level) >= LEVELS.indexOf(one.level)) {
      const zh = `“${superior.id}”（${superior.level}）不在“${one.id}”（${one.level}）之上`;
      yield fault('AGR-4', path, `"${superior.id}" (${superior.level}) is not above "${one.id}" (${one.level})`, zh);
    }
  }
  if (region?.coordinator !== undefined && hierarchy.jurisdiction(region.coordinator) === undefined) {
    const { coordinator } = region;
    yield fault(
      'AGR-3',
      ['region', 'coordinator'],
      `there is no jurisdiction "${coordinator}"`,
      `没有辖区“${coordinator}”`,
    );
  }
  const nations = jurisdictions.filter(({ level }) => level === 'nation');
  const cities = citiesOf(jurisdictions).map(({ id }) => id);
  if (nations.length > 1 && cities.length > 1 && inCycle.size === 0 && hierarchy.commonSuperior(cities) === undefined) {
    yield fault(
      'AGR-6',
      ['jurisdictions'],
      'the cities have no common superior: nobody could settle their disputes',
      '各市没有共同上级，争议无人裁决',
    );
  }
  if (cities.length === 0) yield fault('AGR-17', ['jurisdictions'], 'no city is a member', '没有成员城市');
}

/** Every id that is above itself, with its cycle turned so that the smallest place in the file comes first. */
function cyclesOf(jurisdictions: readonly Jurisdiction[], hierarchy: Hierarchy): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { id } of jurisdictions) {
    if (found.has(id)) continue;
    const trail = [id];
    let next = hierarchy.superiorOf(id);
    while (next !== undefined && !trail.includes(next)) {
      trail.push(next);
      next = hierarchy.superiorOf(next);
    }
    if (next === id) for (const member of trail) found.set(member, trail);
  }
  return found;
}
