import type { CaseEventName } from '../../domain/enforcement/case-event.ts';
import type { Text } from '../../domain/rule/text.ts';
import type { WarningEventType } from '../../domain/warning/warning-event.ts';

/** What was done, in a word; one that is missing does not compile. */
const STEP_NAMES: Readonly<Record<WarningEventType | `case.${CaseEventName}`, Text>> = {
  'warning.proposed': { zh: '提议', en: 'proposed' },
  'warning.consultation_opened': { zh: '会商开始', en: 'consultation opened' },
  'warning.position_taken': { zh: '表态', en: 'position taken' },
  'warning.silence_noted': { zh: '逾期未表态', en: 'silence noted' },
  'warning.consulted': { zh: '会商结束', en: 'consulted' },
  'warning.withdrawn': { zh: '撤回提议', en: 'proposal withdrawn' },
  'warning.issued': { zh: '发布区域预警', en: 'issued for the region' },
  'warning.notice_issued': { zh: '发布健康提示', en: 'health notice issued' },
  'warning.lifted': { zh: '解除区域预警', en: 'lifted for the region' },
  'warning.air_told': { zh: '空气状况', en: 'the air' },
  'warning.corrected': { zh: '迟到数据更正', en: 'corrected by late data' },
  'warning.received': { zh: '确认收到', en: 'receipt confirmed' },
  'warning.own_issued': { zh: '发布本市预警', en: 'own warning issued' },
  'warning.response_started': { zh: '启动响应', en: 'response started' },
  'warning.measures_reported': { zh: '首次报告', en: 'first report' },
  'warning.day_reported': { zh: '每日报告', en: 'daily report' },
  'warning.own_lifted': { zh: '解除本市预警', en: 'own warning lifted' },
  'warning.stopped': { zh: '终止响应', en: 'response stopped' },
  'warning.summary_submitted': { zh: '提交总结', en: 'summary submitted' },
  'warning.reviewed': { zh: '区域评估', en: 'reviewed' },
  'warning.overdue': { zh: '逾期', en: 'overdue' },
  'warning.clock_paused': { zh: '时限中止', en: 'clock paused' },
  'warning.clock_resumed': { zh: '时限恢复', en: 'clock resumed' },
  'case.opened': { zh: '立案', en: 'opened' },
  'case.referred': { zh: '移送', en: 'referred' },
  'case.accepted': { zh: '接收', en: 'accepted' },
  'case.declined': { zh: '退回', en: 'declined' },
  'case.unanswered': { zh: '逾期未答复', en: 'unanswered' },
  'case.withdrawn': { zh: '撤回', en: 'withdrawn' },
  'case.decided': { zh: '裁决', en: 'decided' },
  'case.inspection_called': { zh: '要求联合检查', en: 'inspection called' },
  'case.inspected': { zh: '联合检查', en: 'inspected' },
  'case.findings_recorded': { zh: '形成结论', en: 'findings' },
  'case.order_served': { zh: '责令改正', en: 'order served' },
  'case.rectification_reported': { zh: '报告改正', en: 'rectification reported' },
  'case.rechecked': { zh: '复查', en: 'rechecked' },
  'case.frozen': { zh: '定稿', en: 'frozen' },
  'case.signed': { zh: '签署', en: 'signed' },
  'case.closed': { zh: '结案', en: 'closed' },
  'case.amended': { zh: '修改定稿', en: 'amended' },
  'case.disputed': { zh: '提出争议', en: 'disputed' },
  'case.supervision_proposed': { zh: '提请挂牌督办', en: 'listed supervision proposed' },
  'case.listed': { zh: '挂牌督办', en: 'listed' },
  'case.listing_declined': { zh: '不予挂牌', en: 'not listed' },
  'case.accident_reported': { zh: '突发事件报告', en: 'accident reported' },
  'case.accident_notified': { zh: '突发事件通报', en: 'accident notice given' },
  'case.accident_verified': { zh: '突发事件核实', en: 'accident checked' },
  'case.clock_paused': { zh: '时限中止', en: 'clock paused' },
  'case.clock_resumed': { zh: '时限恢复', en: 'clock resumed' },
  'case.deadline_passed': { zh: '逾期', en: 'overdue' },
};

/** For people; a type that this program does not know stands as it is. */
export function stepName(type: string): Text {
  return (STEP_NAMES as Readonly<Record<string, Text>>)[type] ?? { zh: type, en: type };
}
