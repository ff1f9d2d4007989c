import { capTime } from './cap-time.ts';
import type { MessageKey } from './public-warning.ts';

export const BEIJING = '+08:00';

/**
 * Identifier of the Chinese profile, 31 characters `ZZZZZZDDDUUUXX_YYYYMMDDhhmmss_N`: unit, Beijing time, serial (rules of the national
 * early-warning release system, A.1.1 to A.1.3). Null when the unit or the serial is not of that form.
 */
export function cnIdentifier({ unitCode, sentAt, serial }: MessageKey): string | null {
  if (unitCode === undefined || !/^\d{14}$/.test(unitCode) || !/^\d$/.test(String(serial))) return null;
  return `${unitCode}_${capTime(sentAt, BEIJING).slice(0, 19).replaceAll(/\D/g, '')}_${serial}`;
}
