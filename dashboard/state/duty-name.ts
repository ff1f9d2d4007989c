import { CASE_DUTY_NAME } from '../../domain/enforcement/case-duty.ts';
import { language, words } from '../words/language.ts';

/** What is owed, in words; duties of warnings and of cases have names of their own and none in common. */
export function dutyName(duty: string): string {
  const ofWarnings: Readonly<Record<string, string>> = words.value.duties;
  const ofCases: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = CASE_DUTY_NAME;
  return ofWarnings[duty] ?? ofCases[duty]?.[language.value] ?? duty;
}
