import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import { termText } from '../../domain/agreement/term.ts';
import { CASE_DUTY_NAME, type CaseDuty } from '../../domain/enforcement/case-duty.ts';
import type { Text } from '../../domain/rule/text.ts';
import { WARNING_DUTY_NAME, type WarningDuty } from '../../domain/warning/warning-duty.ts';

/** A duty by its name, and how long the agreement gives for it; null where the agreement gives no term of its own. */
export interface DutyTerm {
  readonly duty: string;
  readonly name: Text;
  readonly term: Text | null;
}

/** Every duty of warnings, then of cases, in the order in which they arise. */
export function dutyTerms({ duties, enforcement }: Pick<AgreementFile, 'duties' | 'enforcement'>): DutyTerm[] {
  const { consultation, daily_report: daily, ...cities } = duties;
  const { referral, rectification, signatures, accident_notice: accident } = enforcement;
  const general = [termText(accident.major), termText(accident.general)];
  const terms: Readonly<Record<WarningDuty | CaseDuty, Text | null>> = {
    decision: termText(consultation.decision),
    position: termText(consultation.positions),
    acknowledge: termText(cities.acknowledge),
    own_warning: termText(cities.own_warning),
    start_response: termText(cities.start_response),
    first_report: termText(cities.first_report),
    daily_report: { zh: `每日 ${daily} 前`, en: `every day by ${daily}` },
    confirm_stop: termText(cities.confirm_stop),
    summary: termText(cities.summary),
    region_review: termText(cities.region_review),
    referral: termText(referral.send),
    answer: termText(referral.answer),
    arbitration: termText(referral.arbitration),
    inspection: termText(enforcement.inspection),
    findings: termText(enforcement.findings),
    order: termText(enforcement.order),
    rectification: termText(rectification.usual),
    recheck: termText(enforcement.recheck),
    signature: termText(signatures),
    listing: null,
    supervision: null,
    accident_notice: {
      zh: general.map(({ zh }) => zh).join(' / '),
      en: general.map(({ en }) => en).join(' / '),
    },
    accident_check: null,
  };
  return Object.entries({ ...WARNING_DUTY_NAME, ...CASE_DUTY_NAME }).map(([duty, name]) => ({
    duty,
    name,
    term: terms[duty as WarningDuty | CaseDuty],
  }));
}
