import { type AgreementFault, fault } from '../agreement-fault.ts';
import type { AgreementParts } from '../agreement-parts.ts';

/** Ids and codes that stand twice (AGR-2). */
export function* doubledIds({
  jurisdictions = [],
  roles = [],
  rules,
  clocks,
  grades,
}: AgreementParts): Iterable<AgreementFault> {
  yield* twice(
    'jurisdictions',
    'id',
    jurisdictions.map(({ id }) => id),
  );
  yield* twice(
    'jurisdictions',
    'code',
    jurisdictions.map(({ code }) => code),
  );
  yield* twice(
    'roles',
    'id',
    roles.map(({ id }) => id),
  );
  yield* twice(
    'rules',
    'id',
    rules.map((rule) => rule?.id),
  );
  for (const found of twice('pause_reasons', 'id', clocks?.pause_reasons.map(({ id }) => id) ?? [])) {
    yield { ...found, path: ['clocks', ...found.path] };
  }
  const whole = grades?.cities.map(({ city, effective }) => (effective === undefined ? city : undefined)) ?? [];
  for (const found of twice('cities', 'city', whole)) yield { ...found, path: ['grades', ...found.path] };
}

function* twice(list: string, key: string, values: readonly (string | undefined)[]): Iterable<AgreementFault> {
  const seen = new Set<string>();
  for (const [index, value] of values.entries()) {
    if (value === undefined) continue;
    if (seen.has(value)) yield fault('AGR-2', [list, index, key], `"${value}" is there twice`, `“${value}”重复`);
    seen.add(value);
  }
}
