import type { Text } from '../../rule/text.ts';
import { type AgreementFault, fault } from '../agreement-fault.ts';
import type { AgreementParts } from '../agreement-parts.ts';
import { coloursOf, gradeSetsOf } from '../grade-sets.ts';
import { citiesOf, type Jurisdiction, LEVELS } from '../jurisdiction.ts';
import { type IssuedGrade, isHeldAt, mayAt, type Role, type WarningAct } from '../role.ts';

const ACT: Readonly<Record<WarningAct, Text>> = {
  propose: { zh: '提议', en: 'propose' },
  consult: { zh: '会商', en: 'consult on' },
  sign: { zh: '签署', en: 'sign' },
  issue: { zh: '发布', en: 'issue' },
  lift: { zh: '解除', en: 'lift' },
  acknowledge: { zh: '确认收到', en: 'acknowledge' },
  report: { zh: '报告', en: 'report on' },
};
/** What must be possible for a warning to be carried through: at the coordinator, and in every city. */
const OF_COORDINATOR: readonly WarningAct[] = ['issue', 'lift'];
const OF_CITY: readonly WarningAct[] = ['consult', 'acknowledge', 'issue', 'report', 'lift'];

/** Posts exist where they are said to (AGR-3), and whatever grade can come, somebody may do each step of it (AGR-8). */
export function* roleFaults({ region, jurisdictions, roles, grades }: AgreementParts): Iterable<AgreementFault> {
  if (jurisdictions === undefined || roles === undefined) return;
  const known = new Set<string>([...LEVELS, ...jurisdictions.map(({ id }) => id)]);
  for (const [index, role] of roles.entries()) {
    for (const [place, at] of role.at.entries()) {
      const path = ['roles', index, 'at', place];
      if (!known.has(at))
        yield fault('AGR-3', path, `there is no level or jurisdiction "${at}"`, `没有层级或辖区“${at}”`);
    }
  }
  if (grades === undefined || region === undefined) return;
  const coordinator = jurisdictions.find(({ id }) => id === region.coordinator);
  if (region.coordinator === undefined) {
    yield fault(
      'AGR-8',
      ['region'],
      'there are grades but no coordinator who may issue them',
      '有预警分级，但无负责发布的牵头辖区',
    );
  }
  const cities = citiesOf(jurisdictions);
  for (const grade of gradesOf(grades)) {
    if (coordinator !== undefined) yield* nobody(roles, [coordinator], OF_COORDINATOR, grade);
    yield* nobody(roles, cities, OF_CITY, grade);
  }
}

/** Every grade that one of the sets can give. */
function gradesOf(grades: NonNullable<AgreementParts['grades']>): Iterable<IssuedGrade> {
  const sets = gradeSetsOf(grades);
  const named = [grades.set, ...grades.cities.map(({ set }) => set)].flatMap((name) => sets.get(name) ?? []);
  return new Set(named.flatMap(coloursOf));
}

function* nobody(
  roles: readonly Role[],
  places: readonly Jurisdiction[],
  acts: readonly WarningAct[],
  grade: IssuedGrade,
): Iterable<AgreementFault> {
  for (const act of acts) {
    const able = roles.filter((role) => mayAt(role, act, grade));
    const without = places.filter((place) => !able.some((role) => isHeldAt(role, place)));
    if (without.length === 0) continue;
    const where =
      without.length === places.length && places.length > 1 ? undefined : without.map(({ id }) => `"${id}"`);
    const en = `nobody may ${ACT[act].en} ${grade} in ${where?.join(', ') ?? 'any city'}`;
    const zh = `${where?.join('、') ?? '各市'}无人可${ACT[act].zh} ${grade} 级预警`;
    yield fault('AGR-8', ['roles'], en, zh);
  }
}
