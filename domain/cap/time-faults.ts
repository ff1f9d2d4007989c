import type { CapFault } from './cap-fault.ts';
import type { PublicWarning } from './public-warning.ts';

/** 1970 to 9999: what a time of CAP, with its four digits for the year, can say of a warning in any offset. */
const LAST_MS = Date.UTC(9999, 11, 30);

/** Times that cannot be written, or that contradict each other. */
export function timeFaults(warning: PublicWarning): CapFault[] {
  const { key, type, onsetAt, expiresAt, references } = warning;
  const faults: CapFault[] = [];
  const instants = { 'key.sentAt': key.sentAt, onsetAt, ...(expiresAt !== undefined && { expiresAt }) };
  const earlier = references.map(({ sentAt }, n) => [`references.${n}.sentAt`, sentAt] as const);
  for (const [path, at] of [...Object.entries(instants), ...earlier]) {
    if (!(at >= 0 && at <= LAST_MS)) {
      faults.push({ rule: 'CAP-3', path, reason: { zh: '不是有效时刻', en: 'is no instant from 1970 to 9999' } });
    }
  }
  const offsets = [key, ...references].map(({ utcOffset }) => utcOffset);
  if (offsets.some((offset) => !/^[+-](0\d|1[0-4]):[0-5]\d$/.test(offset))) {
    faults.push({
      rule: 'CAP-3',
      path: 'utcOffset',
      reason: { zh: '应为 ±hh:mm，不超过 14 小时', en: 'must be ±hh:mm, at most 14 h' },
    });
  }
  if (expiresAt === undefined) return faults;
  if (expiresAt <= onsetAt) {
    faults.push({
      rule: 'CAP-15',
      path: 'expiresAt',
      reason: { zh: '结束时间须晚于开始时间', en: 'must be later than the onset' },
    });
  }
  if (type !== 'Cancel' && expiresAt <= key.sentAt) {
    faults.push({
      rule: 'CAP-15',
      path: 'expiresAt',
      reason: { zh: '发布时已经失效', en: 'is over when the message is sent' },
    });
  }
  return faults;
}
