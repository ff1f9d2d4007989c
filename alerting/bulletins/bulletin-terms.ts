import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import type { PublicWarning, Ring } from '../../domain/cap/public-warning.ts';

/** What documents need besides the ledger: names and places from the agreement, the sender from the configuration. */
export interface BulletinTerms {
  /** The version that an event quotes; where its file is gone, the one in force at `at` (epoch ms). */
  agreementFor(quoted: { readonly version: string; readonly at: number }): AgreementFile;
  /** Unique in the world: a domain or an address of mail. */
  readonly sender: string;
  /** Chinese profile: 14 digits by jurisdiction. */
  readonly unitCodes?: Readonly<Record<string, string>>;
  /** Chinese profile: GB/T 35561 codes. */
  readonly eventTypes?: Readonly<Partial<Record<PublicWarning['event'], string>>>;
  /** Whether regional issues are for the public. Absent: unless the coordinator is an office, which is no government (Air Law, art. 95). */
  readonly regionalFor?: 'public' | 'members';
  readonly contact?: string;
  readonly web?: string;
  /** Outer borders of a city; what cannot be drawn is left out. */
  bordersOf?(city: string): readonly Ring[];
  /** The whole installation is a drill: nothing it says is real, whatever its events say. */
  readonly exercise: boolean;
  /** Air and cities are invented, as in the demonstration: a technical test, for nobody outside. */
  readonly invented?: boolean;
}
