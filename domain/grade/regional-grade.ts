import { largestGroup } from '../rule/conditions/largest-group.ts';
import { GRADES, type Grade, isAtLeast } from './grade.ts';
import type { RegionalRule } from './regional-rule.ts';

/** A city of the region; neighbours are places in the same list. */
export interface RegionalCity {
  readonly id: string;
  readonly neighbours: readonly number[];
}

/** The counts of a rule; its `lift_hours` belong to `stepHeldGrade`. */
export type RegionalCounts = Pick<RegionalRule, 'at_least' | 'contiguous' | 'share'>;

export type RegionalReason = 'at_least' | 'contiguous' | 'share' | 'too_few';

/** The grade of the region and why; lists of ids are sorted. */
export interface RegionalGrade {
  readonly grade: Grade;
  /** Which counts of the rule are met; `too_few` when none is. */
  readonly reasons: readonly RegionalReason[];
  /** Cities at the grade or above; when there is none, cities with any colour. */
  readonly cities: readonly string[];
  /** The largest group of them that hangs together. */
  readonly group: readonly string[];
  /** Cities whose grade is not known. They count for nothing, and for the share as members. */
  readonly unknown: readonly string[];
}

/**
 * The highest grade that enough cities have or exceed at one time (GRA-12..15). `grades` runs parallel to `cities`; null: not known.
 * The order of the cities makes no difference.
 */
export function regionalGrade(
  rule: RegionalCounts,
  cities: readonly RegionalCity[],
  grades: readonly (Grade | null)[],
): RegionalGrade {
  const members = cities.map((_, place) => place);
  const unknown = idsOf(
    cities,
    members.filter((place) => (grades[place] ?? null) === null),
  );
  const coloured = members.filter((place) => (grades[place] ?? 'none') !== 'none');
  for (const grade of coloured.length === 0 ? [] : [...GRADES].reverse()) {
    if (grade === 'none') break;
    const reached = coloured.filter((place) => isAtLeast(grades[place] ?? 'none', grade));
    if (reached.length === 0) continue;
    const group = contiguousGroup(cities, reached);
    const reasons: RegionalReason[] = [];
    if (rule.at_least !== undefined && reached.length >= rule.at_least) reasons.push('at_least');
    if (rule.contiguous !== undefined && group.length >= rule.contiguous) reasons.push('contiguous');
    if (rule.share !== undefined && reached.length >= rule.share * cities.length) reasons.push('share');
    if (reasons.length > 0) return { grade, reasons, cities: idsOf(cities, reached), group, unknown };
  }
  return {
    grade: 'none',
    reasons: ['too_few'],
    cities: idsOf(cities, coloured),
    group: contiguousGroup(cities, coloured),
    unknown,
  };
}

function idsOf(cities: readonly RegionalCity[], places: readonly number[]): string[] {
  return places.map((place) => cities[place]?.id ?? '').sort();
}

/** Of groups of one size the one with the smallest id, wherever it stands in the list. */
function contiguousGroup(cities: readonly RegionalCity[], places: readonly number[]): string[] {
  const byId = cities.map((_, place) => place).sort((a, b) => ((cities[a]?.id ?? '') < (cities[b]?.id ?? '') ? -1 : 1));
  const rank = new Map(byId.map((place, index) => [place, index]));
  const ranked = (list: readonly number[]) => list.map((place) => rank.get(place) ?? -1);
  const group = largestGroup(ranked(places), (node) => ranked(cities[byId[node] ?? -1]?.neighbours ?? []));
  return idsOf(
    cities,
    group.map((node) => byId[node] ?? -1),
  );
}
