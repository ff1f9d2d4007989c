import type { RegionalRule } from '../../grade/regional-rule.ts';
import { type AgreementFault, fault } from '../agreement-fault.ts';
import type { AgreementParts } from '../agreement-parts.ts';
import { gradeSetsOf } from '../grade-sets.ts';
import { type City, citiesOf } from '../jurisdiction.ts';
import { largestGroupOf } from '../largest-group-of.ts';

/** What grades, consultation and sharing name is there (AGR-3), and can be reached by the members there are (AGR-10). */
export function* referenceFaults({ jurisdictions, grades, sharing, duties }: AgreementParts): Iterable<AgreementFault> {
  const ids = jurisdictions === undefined ? undefined : new Set(jurisdictions.map(({ id }) => id));
  const cities = jurisdictions === undefined ? undefined : citiesOf(jurisdictions);
  if (grades !== undefined) {
    const sets = gradeSetsOf(grades);
    yield* unknownSet(['grades', 'set'], grades.set, sets);
    for (const [index, { city, set }] of grades.cities.entries()) {
      const path = ['grades', 'cities', index];
      yield* unknownSet([...path, 'set'], set, sets);
      if (cities?.every(({ id }) => id !== city))
        yield fault('AGR-3', [...path, 'city'], `there is no city "${city}"`, `没有城市“${city}”`);
    }
    if (cities !== undefined && !canBeReached(grades.regional, cities)) {
      const en = `no count can ever be reached: there are ${cities.length} cities, at most ${largestGroupOf(cities)} border on each other`;
      const zh = `任何一项都不可能达到：共 ${cities.length} 市，相互毗邻的最多 ${largestGroupOf(cities)} 市`;
      yield fault('AGR-10', ['grades', 'regional'], en, zh);
    }
  }
  const needed = duties?.consultation.quorum.at_least;
  if (cities !== undefined && needed !== undefined && needed > cities.length) {
    const path = ['duties', 'consultation', 'quorum', 'at_least'];
    const [en, zh] = [
      `${needed} can never agree: there are ${cities.length} cities`,
      `共 ${cities.length} 市，不可能有 ${needed} 市同意`,
    ];
    yield fault('AGR-10', path, en, zh);
  }
  for (const [index, entry] of sharing?.entries() ?? []) {
    if (typeof entry.with === 'string' || ids === undefined) continue;
    for (const [place, id] of entry.with.entries()) {
      const path = ['sharing', index, 'with', place];
      if (!ids.has(id)) yield fault('AGR-3', path, `there is no jurisdiction "${id}"`, `没有辖区“${id}”`);
    }
  }
}

function* unknownSet(
  path: AgreementFault['path'],
  name: string,
  sets: ReadonlyMap<string, unknown>,
): Iterable<AgreementFault> {
  if (sets.has(name)) return;
  const names = [...sets.keys()];
  const zh = `没有分级条件“${name}”，可用：${names.join('、')}`;
  yield fault('AGR-3', path, `there is no set "${name}"; there are ${names.join(', ')}`, zh);
}

/** One count that can be met is enough. A share always can. */
function canBeReached({ at_least, contiguous, share }: RegionalRule, cities: readonly City[]): boolean {
  const unresolved = cities.some(({ neighbours }) => neighbours === 'from_geometry');
  if (unresolved || share !== undefined || (at_least !== undefined && at_least <= cities.length)) return true;
  return contiguous !== undefined && contiguous <= largestGroupOf(cities);
}
