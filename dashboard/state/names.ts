import { computed } from '@preact/signals';
import type { ByView } from '../../api/protocol-contract.ts';
import { language, words } from '../words/language.ts';
import { agreement } from './protocol.ts';
import { cityById } from './region.ts';

const jurisdictions = computed(() => new Map(agreement.body.value?.jurisdictions.map((one) => [one.id, one])));
const roles = computed(() => new Map(agreement.body.value?.roles.map((one) => [one.id, one])));

/** Ids in the order of the agreement, which is the order that people know; strangers come last. */
export function inAgreementOrder(ids: readonly string[]): string[] {
  const places = new Map([...jurisdictions.value.keys()].map((id, place) => [id, place]));
  const place = (id: string) => places.get(id) ?? Number.POSITIVE_INFINITY;
  return [...ids].sort((a, b) => (place(a) < place(b) ? -1 : Number(place(a) > place(b))));
}

/** A jurisdiction's name in the language in force; its id when the agreement does not know it. */
export function jurisdictionName(id: string): string {
  return (jurisdictions.value.get(id) ?? cityById.value.get(id))?.name[language.value] ?? id;
}

export function roleName(id: string): string {
  return roles.value.get(id)?.name[language.value] ?? id;
}

/** Who did it: `wang · 值班员 · 甲市`, or the part of the program. */
export function byText(by: ByView): string {
  if ('machine' in by) {
    const machines: Readonly<Record<string, string>> = words.value.machines;
    return machines[by.machine] ?? by.machine;
  }
  return [by.person, roleName(by.role), jurisdictionName(by.jurisdiction)].join(' · ');
}
