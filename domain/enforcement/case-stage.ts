import type { Text } from '../rule/text.ts';

/**
 * Where a case stands. `arbitration`: nobody has accepted it and the common superior has to say whose it is; `found`: an order is due;
 * `closing`: all that is left is the co-signature.
 */
export const CASE_STAGES = [
  'opened',
  'referred',
  'arbitration',
  'accepted',
  'inspected',
  'found',
  'ordered',
  'closing',
  'closed',
  'withdrawn',
] as const;
export type CaseStage = (typeof CASE_STAGES)[number];

export const STAGE_NAME: Readonly<Record<CaseStage, Text>> = {
  opened: { zh: '已立案', en: 'opened' },
  referred: { zh: '已移送，待答复', en: 'referred' },
  arbitration: { zh: '待共同上级裁决', en: 'before the common superior' },
  accepted: { zh: '已接收，待联合检查', en: 'accepted' },
  inspected: { zh: '已检查，待结论', en: 'inspected' },
  found: { zh: '认定违法，待责令改正', en: 'violation found' },
  ordered: { zh: '责令限期改正中', en: 'ordered to rectify' },
  closing: { zh: '待共同签署', en: 'waiting for co-signature' },
  closed: { zh: '已结案', en: 'closed' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
};

/** Nothing is owed or changed any more. */
export function isOver(stage: CaseStage): boolean {
  return stage === 'closed' || stage === 'withdrawn';
}
