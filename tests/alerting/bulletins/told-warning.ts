import { BulletinBook } from '../../../alerting/bulletins/bulletin-book.ts';
import type { RecordedWarningEvent } from '../../../alerting/bulletins/bulletin-draft.ts';
import type { BulletinTerms } from '../../../alerting/bulletins/bulletin-terms.ts';
import { capXml } from '../../../domain/cap/cap-xml.ts';
import type { PublicWarning } from '../../../domain/cap/public-warning.ts';
import { toCapAlert } from '../../../domain/cap/to-cap-alert.ts';
import { agreementWith, type Scenario } from '../../domain/warning/scenario.ts';

const DEMO = agreementWith();

export const TERMS: BulletinTerms = {
  agreementFor: () => DEMO,
  sender: 'office.demo.example',
  exercise: false,
};

/** The events of a scenario as the ledger would have them. */
export function recordedOf({ events }: Pick<Scenario, 'events'>): RecordedWarningEvent[] {
  return events.map((event, n) => ({ ...event, version: n + 1 }));
}

export function bookOf(scenario: Pick<Scenario, 'events'>, terms: Partial<BulletinTerms> = {}): BulletinBook {
  const book = new BulletinBook({ ...TERMS, ...terms });
  for (const event of recordedOf(scenario)) book.learn(event);
  return book;
}

/** `Alert region orange -`: type, speaker, grade, versions of the messages referred to. */
export function summaryOf(book: BulletinBook): string[] {
  return book.all().map(({ issuer, warning: { type, grade, references } }) => {
    const refers = references.map(({ identifier }) => identifier.split('.').at(-1)).join(',');
    return `${type} ${issuer} ${grade} ${refers || '-'}`;
  });
}

export function xmlOf(warning: PublicWarning): string {
  const result = toCapAlert(warning);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return capXml(result.value);
}
