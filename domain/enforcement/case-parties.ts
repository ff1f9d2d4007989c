import type { Hierarchy } from '../agreement/hierarchy.ts';
import type { CaseState } from './case-state.ts';

type Sides = Pick<CaseState, 'sender' | 'respondent' | 'owner' | 'supervision'>;

/** The two sides of the border; the sender alone while nobody is suspected. */
export function sidesOf({ sender, respondent }: Pick<Sides, 'sender' | 'respondent'>): string[] {
  return respondent === null ? [sender] : [sender, respondent];
}

/** Whose signatures close the case (ENF-18): both sides, the owner where it is another, and who has it under listed supervision. */
export function partiesOf(state: Sides): string[] {
  const { owner, supervision } = state;
  const supervisor = supervision?.state === 'listed' ? [supervision.by] : [];
  return [...new Set([...sidesOf(state), owner, ...supervisor])];
}

/**
 * Who settles what the sides do not agree on (Environmental Protection Law, art. 20): the lowest jurisdiction above both, and the one
 * above it where that is a side or has the case itself, for nobody decides his own. Undefined where nobody stands above.
 */
export function arbiterOf(
  state: Pick<Sides, 'sender' | 'respondent' | 'owner'>,
  hierarchy: Hierarchy,
): string | undefined {
  const concerned = [...new Set([...sidesOf(state), state.owner])];
  const common = hierarchy.commonSuperior(concerned);
  return common !== undefined && concerned.includes(common) ? hierarchy.superiorOf(common) : common;
}
