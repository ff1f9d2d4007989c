import { CASE_DUTY_NAME } from '../../domain/enforcement/case-duty.ts';
import type { Text } from '../../domain/rule/text.ts';
import { WARNING_DUTY_NAME } from '../../domain/warning/warning-duty.ts';
import { language } from '../words/language.ts';

/** Duties of warnings and of cases have no id in common. */
const NAMES: Readonly<Record<string, Text>> = { ...CASE_DUTY_NAME, ...WARNING_DUTY_NAME };

/** What is owed, in words; its id where there are none. */
export function dutyName(duty: string): string {
  return NAMES[duty]?.[language.value] ?? duty;
}
