import type { Text } from '../rule/text.ts';

/** What a jurisdiction can owe in a warning, for people; in the order in which it arises. */
export const WARNING_DUTY_NAME = {
  decision: { zh: '牵头方作出决定', en: "coordinator's decision" },
  position: { zh: '会商表态', en: 'position in the consultation' },
  acknowledge: { zh: '确认收到', en: 'receipt' },
  own_warning: { zh: '发布本市预警', en: 'own warning' },
  start_response: { zh: '启动响应', en: 'start of the response' },
  first_report: { zh: '首次报告', en: 'first report' },
  daily_report: { zh: '每日报告', en: 'daily report' },
  confirm_stop: { zh: '确认终止响应', en: 'stop confirmed' },
  summary: { zh: '提交总结', en: 'summary' },
  region_review: { zh: '区域评估', en: "region's review" },
} as const satisfies Readonly<Record<string, Text>>;
export type WarningDuty = keyof typeof WARNING_DUTY_NAME;
