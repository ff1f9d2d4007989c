import type { Text } from '../rule/text.ts';

/** What a jurisdiction can owe in a case, for people. */
export const CASE_DUTY_NAME = {
  referral: { zh: '移送案件', en: 'refer the case' },
  answer: { zh: '接收或说明理由退回', en: 'accept, or decline with a reason' },
  arbitration: { zh: '裁决', en: 'decide the dispute' },
  inspection: { zh: '联合检查', en: 'joint inspection' },
  findings: { zh: '形成结论', en: 'findings' },
  order: { zh: '责令限期改正', en: 'rectification order' },
  rectification: { zh: '限期内改正并报告', en: 'rectification within the limit, reported' },
  recheck: { zh: '复查', en: 'recheck' },
  signature: { zh: '共同签署结案', en: 'co-signature' },
  listing: { zh: '决定是否挂牌督办', en: 'decide on listed supervision' },
  supervision: { zh: '督办期限内结案', en: 'close the case that is under listed supervision' },
  accident_notice: { zh: '突发环境事件通报', en: 'notice of the accident' },
  accident_check: { zh: '核实并报告突发环境事件', en: 'check and report the accident' },
} as const satisfies Readonly<Record<string, Text>>;
export type CaseDuty = keyof typeof CASE_DUTY_NAME;

/**
 * The work itself, which the owner owes, and the signature of each party. Overdue for long enough it brings the case to listed supervision
 * (ENF-21); a new owner begins it anew.
 */
export const WORK: readonly CaseDuty[] = ['inspection', 'findings', 'order', 'rectification', 'recheck', 'signature'];

/** Legal clocks: nobody may stop them, and no case ends while one runs (ENF-22). */
export const OF_ACCIDENTS: readonly CaseDuty[] = ['accident_notice', 'accident_check'];
