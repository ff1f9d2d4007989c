import type { Text } from '../../../domain/rule/text.ts';
import type { ProtocolEventType } from './protocol-event.ts';

/** What an event is told as, and how urgent it is (1 the most, as priorities of alerts). Words in braces are filled in by `noticeMessages`. */
export interface NoticeWords extends Text {
  readonly priority: 1 | 2 | 3;
}

const words = (priority: NoticeWords['priority'], zh: string, en: string): NoticeWords => ({ priority, zh, en });

export const NOTICE_WORDS: Readonly<Record<ProtocolEventType, NoticeWords>> = {
  'warning.proposed': words(2, '{who}提议{grade}，涉及{cities}', '{who} proposes: {grade} for {cities}'),
  'warning.consultation_opened': words(
    1,
    '会商已启动，就{grade}征求{asked}的意见',
    'consultation on {grade}: {asked} are asked',
  ),
  'warning.position_taken': words(3, '{member}表态：{position}', 'position of {member}: {position}'),
  'warning.silence_noted': words(1, '{member}逾期未表态：{meaning}', '{member} kept silent: {meaning}'),
  'warning.consulted': words(1, '会商结束，建议{grade}', 'the consultation is over; recommended: {grade}'),
  'warning.withdrawn': words(2, '提议已由{who}撤回：{reason}', 'the proposal was withdrawn by {who}: {reason}'),
  'warning.issued': words(1, '{who}发布{grade}，涉及{cities}', '{who} has issued: {grade} for {cities}'),
  'warning.notice_issued': words(2, '{who}发布健康提示，涉及{cities}', '{who} has issued a health notice for {cities}'),
  'warning.lifted': words(1, '{who}解除预警：{reason}', '{who} has lifted the warning: {reason}'),
  'warning.air_told': words(3, '空气现状对应{grade}', 'the air now gives: {grade}'),
  'warning.corrected': words(
    2,
    '迟到数据更正：空气现状对应{grade}',
    'corrected by late data: the air now gives: {grade}',
  ),
  'warning.received': words(3, '{city}已确认收到', '{city} confirms receipt'),
  'warning.own_issued': words(2, '{city}已发布本市{grade}', '{city} has issued its own: {grade}'),
  'warning.response_started': words(3, '{city}已启动{grade}应急响应', '{city} has started the response at {grade}'),
  'warning.measures_reported': words(3, '{city}已报告首批措施', '{city} has reported its first measures'),
  'warning.day_reported': words(3, '{city}已提交 {day} 日报', '{city} has reported for {day}'),
  'warning.own_lifted': words(3, '{city}已解除本市预警', '{city} has lifted its own warning'),
  'warning.stopped': words(3, '{city}已终止应急响应', '{city} has ended its response'),
  'warning.summary_submitted': words(3, '{city}已提交总结', '{city} has submitted its summary'),
  'warning.reviewed': words(3, '评估已完成，预警归档', 'the review is done; the warning is closed'),
  'warning.overdue': words(
    1,
    '{owes}的“{owed}”已逾期（{due}）',
    '{owes} has not done this in time: {owed} (due {due})',
  ),
  'warning.clock_paused': words(2, '期限中止：{owes}的“{owed}”', 'clock paused: {owed} of {owes}'),
  'warning.clock_resumed': words(2, '期限恢复：{owes}的“{owed}”', 'clock goes on: {owed} of {owes}'),

  'case.opened': words(3, '{who}已立案，现场：{site}', '{who} has opened the case; site: {site}'),
  'case.referred': words(1, '{who}移送至{target}：{reason}', '{who} refers it to {target}: {reason}'),
  'case.accepted': words(2, '{who}已接收', '{who} has accepted it'),
  'case.declined': words(1, '{who}退回：{reason}；由{arbiter}裁决', '{who} declines: {reason}; {arbiter} decides'),
  'case.unanswered': words(
    1,
    '{respondent}逾期未答复，由{arbiter}裁决',
    '{respondent} did not answer in time; {arbiter} decides',
  ),
  'case.withdrawn': words(2, '{who}撤回：{reason}', '{who} withdraws it: {reason}'),
  'case.decided': words(1, '{who}裁决：由{owner}办理。{reason}', '{who} has decided: {owner} handles it. {reason}'),
  'case.inspection_called': words(1, '{who}要求联合检查：{reason}', '{who} calls for a joint inspection: {reason}'),
  'case.inspected': words(3, '已联合检查', 'it was jointly inspected'),
  'case.findings_recorded': words(2, '{who}已形成结论', '{who} has recorded its findings'),
  'case.order_served': words(2, '{who}已责令限期改正', '{who} has served a rectification order'),
  'case.rectification_reported': words(3, '{who}报告改正完成', '{who} reports that it is rectified'),
  'case.rechecked': words(2, '{who}已复查', '{who} has rechecked it'),
  'case.frozen': words(2, '{who}已冻结版本，待各方签署', '{who} has frozen the version to be signed'),
  'case.signed': words(3, '{who}已签署', '{who} has signed'),
  'case.closed': words(2, '各方均已签署，案件办结', 'all have signed; the case is closed'),
  'case.amended': words(2, '{who}补充记录：{reason}', '{who} has added to the record: {reason}'),
  'case.disputed': words(
    1,
    '{who}提出争议：{reason}；由{arbiter}裁决',
    '{who} disputes it: {reason}; {arbiter} decides',
  ),
  'case.supervision_proposed': words(1, '提请{target}挂牌督办', 'listed supervision by {target} is proposed'),
  'case.listed': words(1, '{who}挂牌督办：{reason}', '{who} has listed it for supervision: {reason}'),
  'case.listing_declined': words(2, '{who}不予挂牌督办：{reason}', '{who} does not list it: {reason}'),
  'case.accident_reported': words(1, '{who}报告突发环境事件（{level}级）', '{who} reports an accident (level {level})'),
  'case.accident_notified': words(1, '已向{target}通报突发环境事件', '{target} was given notice of the accident'),
  'case.accident_verified': words(2, '{who}已核实突发环境事件', '{who} has checked the accident'),
  'case.clock_paused': words(2, '期限中止：{owes}的“{owed}”', 'clock paused: {owed} of {owes}'),
  'case.clock_resumed': words(2, '期限恢复：{owes}的“{owed}”', 'clock goes on: {owed} of {owes}'),
  'case.deadline_passed': words(
    1,
    '{owes}的“{owed}”已逾期（{due}）',
    '{owes} has not done this in time: {owed} (due {due})',
  ),
};

/** Duties of a warning, as `CASE_DUTY_NAME` has those of a case. */
export const WARNING_DUTY_NAME: Readonly<Record<string, Text>> = {
  decision: { zh: '对提议作出决定', en: 'decide on the proposal' },
  position: { zh: '会商表态', en: 'give a position' },
  acknowledge: { zh: '确认收到', en: 'confirm receipt' },
  own_warning: { zh: '发布本市预警', en: 'issue its own warning' },
  start_response: { zh: '启动应急响应', en: 'start the response' },
  first_report: { zh: '首次报告措施', en: 'report its first measures' },
  daily_report: { zh: '每日报告', en: 'daily report' },
  confirm_stop: { zh: '确认终止响应', en: 'confirm the end of its response' },
  summary: { zh: '提交总结', en: 'submit a summary' },
  region_review: { zh: '区域评估', en: 'review for the region' },
};

/** Values of fields that are read out. */
export const SPOKEN: Readonly<Record<string, Text>> = {
  agree: { zh: '同意', en: 'agrees' },
  agree_higher: { zh: '同意更高级别', en: 'agrees to a higher grade' },
  object: { zh: '反对', en: 'objects' },
  agrees: { zh: '视为同意', en: 'counts as agreement' },
  abstains: { zh: '视为弃权', en: 'counts as abstention' },
  escalates: { zh: '转询上级', en: 'its superior is asked' },
  machine: { zh: '系统', en: 'the system' },
  nobody: { zh: '无', en: 'none' },
};
