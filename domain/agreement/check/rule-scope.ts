import type { Station } from '../../air/station.ts';
import type { Rule } from '../../rule/rule.ts';
import type { AgreementParts } from '../agreement-parts.ts';
import { citiesOf } from '../jurisdiction.ts';
import { largestGroupOf } from '../largest-group-of.ts';

/** How much there is that a rule's condition can look at; undefined where the checked parts do not tell. */
export interface RuleScope {
  readonly cities: number | undefined;
  /** Size of the largest group of cities that border on each other. */
  readonly largestGroup: number | undefined;
  readonly stations: readonly Station[] | undefined;
  /** Stations that a quorum of one subject counts at most: the region's, or those of the best equipped city. */
  readonly stationsTogether: number | undefined;
  /** The same when of each operator at most `most` count. */
  readonly countedPerOperator: ((most: number) => number) | undefined;
  readonly issuers: ReadonlySet<string>;
}

/** Issuers that are always there: ours, and the known future of a replay. */
const OWN_ISSUERS = ['baseline', 'perfect'];

/** Makes the scopes of an agreement's rules; what they share is counted once. */
export function ruleScopes(parts: AgreementParts): (rule: Rule) => RuleScope {
  const { stations, forecasts } = parts;
  const cities = parts.jurisdictions === undefined ? undefined : citiesOf(parts.jurisdictions);
  const unresolved = cities?.some(({ neighbours }) => neighbours === 'from_geometry');
  const issuers = forecasts?.issuers ?? [];
  const shared = {
    cities: cities?.length,
    largestGroup: cities === undefined || unresolved ? undefined : largestGroupOf(cities),
    stations,
    issuers: new Set(issuers.length === 0 ? [] : [...issuers, ...OWN_ISSUERS]),
  };
  // Background stations count for no city.
  const counting = stations?.filter(({ background }) => !background) ?? [];
  const byCity = [...Map.groupBy(counting, ({ city }) => city).values()];
  return (rule) => {
    const groups = rule.on === 'city' ? byCity : [counting];
    const most = (count: (group: readonly Station[]) => number) =>
      stations === undefined ? undefined : Math.max(0, ...groups.map(count));
    return {
      ...shared,
      stationsTogether: most((group) => group.length),
      countedPerOperator: stations && ((limit) => most((group) => countedOf(group, limit)) ?? 0),
    };
  };
}

/** Stations whose operator is not known count as those of one. */
function countedOf(stations: readonly Station[], limit: number): number {
  const groups = Map.groupBy(stations, ({ operator }) => operator ?? '');
  return [...groups.values()].reduce((sum, group) => sum + Math.min(group.length, limit), 0);
}
