import type { Judgement } from '../../domain/rule/judgement.ts';

/** The part of a judgement that an alert is told by: the first one with a figure that was judged as the whole. */
export function leadOf(judgement: Judgement): Judgement {
  if (judgement.kind !== 'all' && judgement.kind !== 'any' && judgement.kind !== 'not') return judgement;
  const parts = judgement.parts ?? [];
  const agreeing = judgement.kind === 'not' ? parts : parts.filter(({ truth }) => truth === judgement.truth);
  for (const part of agreeing) {
    const lead = leadOf(part);
    if (lead.value !== undefined) return lead;
  }
  const first = agreeing[0] ?? parts[0];
  return first === undefined ? judgement : leadOf(first);
}

/** What a lead's figure is: a quantity, or what was counted. */
export function figureOf(lead: Judgement): string {
  if (lead.quantity !== undefined) return lead.quantity;
  return FIGURES[lead.kind] ?? lead.kind;
}

const FIGURES: Readonly<Record<string, string>> = { quorum: 'members', absent: 'hours_absent' };
