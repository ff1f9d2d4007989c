import type { CaseEventName } from '../../../domain/enforcement/case-event.ts';
import type { Text } from '../../../domain/rule/text.ts';
import type { WarningEventType } from '../../../domain/warning/warning-event.ts';

const text = (zh: string, en: string): Text => ({ zh, en });

const OF_WARNINGS: Readonly<Record<WarningEventType, Text>> = {
  'warning.proposed': text('提议', 'proposed'),
  'warning.consultation_opened': text('开始会商', 'consultation opened'),
  'warning.position_taken': text('表态', 'position taken'),
  'warning.silence_noted': text('逾期未表态', 'silence noted'),
  'warning.consulted': text('会商结束', 'consultation concluded'),
  'warning.withdrawn': text('撤回', 'withdrawn'),
  'warning.issued': text('发布', 'issued'),
  'warning.notice_issued': text('发布健康提示', 'health notice issued'),
  'warning.lifted': text('解除', 'lifted'),
  'warning.air_told': text('空气级别变化', 'the air gives another grade'),
  'warning.corrected': text('迟到数据更正', 'corrected by late data'),
  'warning.received': text('收到', 'received'),
  'warning.own_issued': text('本市发布', 'own warning issued'),
  'warning.response_started': text('启动响应', 'response started'),
  'warning.measures_reported': text('报告措施', 'measures reported'),
  'warning.day_reported': text('日报', 'daily report'),
  'warning.own_lifted': text('本市解除', 'own warning lifted'),
  'warning.stopped': text('终止响应', 'response stopped'),
  'warning.summary_submitted': text('提交总结', 'summary submitted'),
  'warning.reviewed': text('评估', 'reviewed'),
  'warning.overdue': text('逾期，上报上级', 'overdue, told to the superior'),
  'warning.clock_paused': text('时限暂停', 'clock paused'),
  'warning.clock_resumed': text('时限恢复', 'clock resumed'),
};

const OF_CASES: Readonly<Partial<Record<CaseEventName, Text>>> = {
  opened: text('立案', 'opened'),
  referred: text('移送', 'referred'),
  accepted: text('接受', 'accepted'),
  declined: text('不予接受', 'declined'),
  unanswered: text('逾期未答复', 'unanswered'),
  withdrawn: text('撤回', 'withdrawn'),
  decided: text('上级裁决', 'decided by the superior'),
  inspection_called: text('要求联合检查', 'inspection called'),
  inspected: text('联合检查', 'inspected'),
  findings_recorded: text('认定', 'findings recorded'),
  order_served: text('送达责令改正', 'order served'),
  rectification_reported: text('报告整改', 'rectification reported'),
  rechecked: text('复查', 'rechecked'),
  frozen: text('冻结版本', 'version frozen'),
  signed: text('签署', 'signed'),
  closed: text('结案', 'closed'),
  amended: text('补正', 'amended'),
  disputed: text('提出争议', 'disputed'),
  supervision_proposed: text('建议挂牌督办', 'supervision proposed'),
  listed: text('挂牌督办', 'listed for supervision'),
  listing_declined: text('不予挂牌', 'listing declined'),
  accident_reported: text('报告突发事件', 'accident reported'),
  accident_notified: text('通报相邻地区', 'neighbours notified'),
  accident_verified: text('核实突发事件', 'accident verified'),
  clock_paused: text('时限暂停', 'clock paused'),
  clock_resumed: text('时限恢复', 'clock resumed'),
  deadline_passed: text('逾期，上报上级', 'overdue, told to the superior'),
};

/** What an event of a warning or case is called; itself where it has no name. */
export function eventName(type: string): Text {
  if (type.startsWith('case.')) return OF_CASES[type.slice('case.'.length) as CaseEventName] ?? text(type, type);
  return OF_WARNINGS[type as WarningEventType] ?? text(type, type);
}
