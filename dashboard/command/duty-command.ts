import type { ClockView, CommandOffer } from '../../api/protocol-contract.ts';

/** By which command a duty is kept; the first that is offered. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  decision: ['issue', 'consult', 'withdraw'],
  position: ['take_position'],
  acknowledge: ['acknowledge'],
  own_warning: ['issue_own'],
  start_response: ['start_response'],
  first_report: ['report_measures'],
  daily_report: ['report_day'],
  confirm_stop: ['confirm_stop', 'lift_own'],
  summary: ['submit_summary'],
  region_review: ['review'],
  referral: ['refer'],
  answer: ['accept', 'decline'],
  arbitration: ['decide'],
  inspection: ['inspect'],
  findings: ['find'],
  order: ['order'],
  rectification: ['report_rectified'],
  recheck: ['recheck'],
  signature: ['sign', 'freeze'],
  listing: ['decide_listing'],
  accident_notice: ['give_notice'],
  accident_check: ['verify_accident'],
};

/** The command by which each of these duties would be kept now. */
export function keepingCommands(clocks: readonly ClockView[], offers: readonly CommandOffer[]): string[] {
  const offered = new Set(offers.map(({ command }) => command));
  return clocks.flatMap(({ duty }) => commandsOf(duty).find((command) => offered.has(command)) ?? []);
}

export function commandsOf(duty: string): readonly string[] {
  return COMMANDS[duty] ?? [];
}
