/**
 * What a command number is for, seen from the platform (HJ 212-2017 table 3 and annex C, 2025: 1001, 1014, 9015):
 * - `data`: values of a moment or a period that become a reading
 * - `upload`: anything else a device sends up; answered with 9014 like data, not kept
 * - `notice`: answered with 9013
 * - `answer`: to a request of ours
 * - `request`: only a platform may ask this
 */
export type CommandKind = 'data' | 'upload' | 'notice' | 'answer' | 'request';

/** A device asks for the time. */
export const TIME_REQUEST = '1013';
export const SET_TIME = '1012';
export const REQUEST_ACK = '9011';
export const EXECUTION_RESULT = '9012';
export const NOTICE_ACK = '9013';
export const DATA_ACK = '9014';
/** Of HJ 212-2025. A public client of it waits for a 9013. */
export const HEARTBEAT = '9015';

const NOTICES: readonly string[] = ['1001', TIME_REQUEST, '1014', HEARTBEAT];
const ANSWERS: readonly string[] = [REQUEST_ACK, EXECUTION_RESULT, NOTICE_ACK, DATA_ACK];
const DATA: readonly string[] = ['2011', '2051', '2061', '2031'];

export function commandKind(cn: string): CommandKind {
  if (DATA.includes(cn)) return 'data';
  if (ANSWERS.includes(cn)) return 'answer';
  if (NOTICES.includes(cn)) return 'notice';
  return cn.startsWith('2') || cn.startsWith('3') ? 'upload' : 'request';
}

/** Length of the period of a data command in seconds; 0 is a moment (2011). */
export function periodSeconds(cn: string, minuteInterval = 10): number {
  switch (cn) {
    case '2051':
      return minuteInterval * 60;
    case '2061':
      return 3_600;
    case '2031':
      return 86_400;
    default:
      return 0;
  }
}
