import type { Rule } from '../../rule/rule.ts';
import { parseDay } from '../../time.ts';
import { type AgreementFault, fault, type Path } from '../agreement-fault.ts';
import type { AgreementParts } from '../agreement-parts.ts';
import { citiesOf, neighboursOf } from '../jurisdiction.ts';
import { conditionFaults } from './condition-faults.ts';
import { ruleScopes } from './rule-scope.ts';
import { whatIsWatched } from './what-is-watched.ts';

/** Rules that name who is not there (AGR-3), can never be raised (AGR-12, AGR-13), or say again what another says (AGR-14). */
export function* ruleFaults(parts: AgreementParts): Iterable<AgreementFault> {
  const scopeOf = ruleScopes(parts);
  const subjects = subjectsOf(parts);
  const earlier = new Map<string, string>();
  for (const [index, rule] of parts.rules.entries()) {
    if (rule === undefined) continue;
    const path = ['rules', index];
    for (const [place, id] of rule.only?.entries() ?? []) {
      if (subjects[rule.on]?.has(id) === false) {
        yield fault('AGR-3', [...path, 'only', place], `there is no ${rule.on} "${id}"`, `没有 ${rule.on}“${id}”`);
      }
    }
    if (rule.on === 'pair' && subjects.pair?.size === 0) {
      yield fault('AGR-12', [...path, 'on'], 'can never be true: no city has a neighbour', '不可能成立：没有城市相邻');
    }
    yield* calendarFaults(rule, path);
    yield* conditionFaults(rule.when, [...path, 'when'], scopeOf(rule));
    const watched = whatIsWatched(rule);
    const first = earlier.get(watched);
    if (first === undefined) earlier.set(watched, rule.id);
    else
      yield fault(
        'AGR-14',
        path,
        `says the same as rule "${first}", which comes first`,
        `与在前的规则“${first}”内容相同`,
      );
  }
}

/** Ids of each kind of subject; undefined where the parts do not tell. */
function subjectsOf({
  region,
  jurisdictions,
  stations,
}: AgreementParts): Record<Rule['on'], ReadonlySet<string> | undefined> {
  const cities = jurisdictions === undefined ? undefined : citiesOf(jurisdictions);
  const unresolved = cities?.some(({ neighbours }) => neighbours === 'from_geometry');
  const pairs = cities?.flatMap((city) => neighboursOf(city).map((other) => `${city.id}>${other}`));
  return {
    region: region === undefined ? undefined : new Set([region.id]),
    city: cities === undefined ? undefined : new Set(cities.map(({ id }) => id)),
    station: stations === undefined ? undefined : new Set(stations.map(({ id }) => id)),
    pair: pairs === undefined || unresolved ? undefined : new Set(pairs),
  };
}

function* calendarFaults(rule: Rule, path: Path): Iterable<AgreementFault> {
  for (const end of ['from', 'to'] as const) {
    const day = rule.season?.[end];
    // 2024 has every day that any year has.
    if (day !== undefined && parseDay(`2024-${day}`) === null) {
      yield fault(
        'AGR-13',
        [...path, 'season', end],
        `there is no day ${day} in any year`,
        `任何年份都没有 ${day} 这一天`,
      );
    }
  }
  const { hours, for_hours } = rule;
  if (hours === undefined || hours.from === hours.to) return;
  const watched = hours.to - hours.from + (hours.from < hours.to ? 0 : 24);
  // An hour outside breaks the run (docs/spec/rules.md), and a run within 24 watched hours goes on over midnight.
  if (watched < 24 && for_hours > watched) {
    const en = `can never be raised: only ${watched} hours in a row are watched`;
    yield fault('AGR-13', [...path, 'for_hours'], en, `不可能触发：每日只连续监视 ${watched} 小时`);
  }
}
