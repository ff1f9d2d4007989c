import { resolve } from 'node:path';
import { BulletinBook } from '../../alerting/bulletins/bulletin-book.ts';
import type { RecordedWarningEvent } from '../../alerting/bulletins/bulletin-draft.ts';
import type { BulletinTerms } from '../../alerting/bulletins/bulletin-terms.ts';
import type { CapPort } from '../../api/cap-port.ts';
import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import { capTime } from '../../domain/cap/cap-time.ts';
import type { Warning } from '../../domain/warning/warning.ts';
import { warningStream } from '../../domain/warning/warning-event.ts';
import type { Ledger, LedgerEvent } from '../../store/ledger.ts';
import type { Loaded } from '../config/load.ts';
import { capSigner } from './cap-signer.ts';
import { cityRings } from './city-rings.ts';
import { readPem } from './read-pem.ts';

const PAGE = 1_000;
const PREFIX = warningStream('');

export interface BulletinsOptions {
  readonly loaded: Pick<Loaded, 'config' | 'agreement' | 'versions' | 'directory'>;
  readonly ledger: Pick<Ledger, 'read'>;
  readonly coordination: {
    readonly warnings: { all(): readonly Pick<Warning, 'id'>[] };
    onRecorded(listener: (events: readonly LedgerEvent[]) => void): void;
  };
  /** PKCS#8 PEM of the ledger's own key. */
  readonly ledgerKey: string;
  readonly mayReadClosed: CapPort['mayReadClosed'];
  /** The installation runs as a drill. */
  readonly exercise: boolean;
  /** It shows an invented region. */
  readonly invented: boolean;
}

/** The documents of all warnings of the ledger, and of every one that is recorded from now on. */
export async function openBulletins(options: BulletinsOptions): Promise<CapPort> {
  const { loaded, ledger, coordination, ledgerKey, mayReadClosed, exercise, invented } = options;
  const { agreement, config, directory } = loaded;
  const terms = { ...termsOf(loaded, exercise), invented };
  const book = new BulletinBook(terms);
  const learn = (events: readonly LedgerEvent[]) => {
    for (const event of events) book.learn(event as unknown as RecordedWarningEvent);
  };
  // What is recorded while the past is being read waits for it: serials count in the order of the ledger (CAP-20).
  const waiting: LedgerEvent[] = [];
  let take = (events: readonly LedgerEvent[]): void => {
    waiting.push(...events);
  };
  coordination.onRecorded((events) => take(events.filter(({ stream }) => stream.startsWith(PREFIX))));
  const past: LedgerEvent[] = [];
  for (const { id } of coordination.warnings.all()) past.push(...(await streamOf(ledger, warningStream(id))));
  const bySeq = new Map([...past, ...waiting].map((event) => [event.seq, event]));
  learn([...bySeq.values()].sort((a, b) => a.seq - b.seq));
  take = learn;

  const { region, effective } = agreement;
  const since = Date.parse(`${effective.from}T00:00:00${region.utc_offset}`);
  const { signing_key_file: file, public_url: publicUrl } = config.cap;
  return {
    feed: {
      id: `tag:${terms.sender},2026:lianfang/warnings`,
      title: { zh: `${region.name.zh}预警`, en: `Warnings of ${region.name.en}` },
      author: terms.sender,
      since: capTime(since, region.utc_offset),
    },
    ...(publicUrl === undefined ? {} : { publicUrl: new URL(publicUrl).origin }),
    messages: () => book.all().map(({ warning }) => warning),
    get: (identifier) => book.get(identifier)?.warning,
    mayReadClosed,
    signer: capSigner(file === undefined ? ledgerKey : readPem(directory, file)),
  };
}

function termsOf(
  { config, agreement, versions, directory }: BulletinsOptions['loaded'],
  exercise: boolean,
): BulletinTerms {
  const { cap } = config;
  const rings = cap.polygons ? cityRings(agreement, resolve(directory, config.agreement)) : undefined;
  return {
    agreementFor: ({ version, at }): AgreementFile =>
      versions.named(version)?.agreement ?? versions.inForceAt(at)?.agreement ?? agreement,
    sender: cap.sender ?? `${encodeURIComponent(agreement.region.id)}.lianfang.invalid`,
    unitCodes: cap.unit_codes,
    eventTypes: cap.event_types,
    ...(cap.regional === undefined ? {} : { regionalFor: cap.regional }),
    ...(cap.contact === undefined ? {} : { contact: cap.contact }),
    ...(cap.web === undefined ? {} : { web: cap.web }),
    ...(rings === undefined ? {} : { bordersOf: (city: string) => rings.get(city) ?? [] }),
    exercise,
  };
}

async function streamOf(ledger: Pick<Ledger, 'read'>, stream: string): Promise<LedgerEvent[]> {
  const events: LedgerEvent[] = [];
  for (;;) {
    const page = await ledger.read({ after: events.at(-1)?.seq ?? 0, limit: PAGE, stream });
    events.push(...page);
    if (page.length < PAGE) return events;
  }
}
