import type { Refusal } from './answer.ts';

function refusal(rule: `COO-${number}`, en: string, zh: string): Refusal {
  return { rule, reason: { zh, en } };
}

/** What the service itself refuses, before a machine is asked (docs/spec/coordination.md). */
export const refused = {
  noAgreement: () => refusal('COO-3', 'no version of the agreement is in force', '目前没有生效的协议版本'),
  otherCommand: () => refusal('COO-5', 'this idempotency key was used for another command', '该幂等键已用于另一项操作'),
  unknown: (id: string) => refusal('COO-1', `there is no "${id}"`, `没有“${id}”`),
  notTold: (id: string) => refusal('COO-12', `there is no notice "${id}"`, `没有通知“${id}”`),
  notAddressee: (to: string) => refusal('COO-12', `this notice is for "${to}"`, `该通知发给“${to}”`),
};
