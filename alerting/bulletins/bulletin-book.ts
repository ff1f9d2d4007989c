import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import type { Audience, MessageKey, MessageStatus, PublicWarning } from '../../domain/cap/public-warning.ts';
import type { WarningKind } from '../../domain/warning/warning.ts';
import type { Bulletin } from './bulletin.ts';
import { type BulletinDraft, bulletinDraft, type IssuedSoFar, type RecordedWarningEvent } from './bulletin-draft.ts';
import { bulletinKey, SerialBook } from './bulletin-key.ts';
import type { BulletinTerms } from './bulletin-terms.ts';
import { descriptionOf, headlineOf, instructionOf, type Told } from './bulletin-text.ts';
import { warnedCities } from './warned-cities.ts';

const EVENTS: Readonly<Record<WarningKind, PublicWarning['event']>> = {
  colour: 'heavy_pollution',
  ozone: 'ozone',
  dust: 'dust',
};
const MEMBERS_ONLY = '协议成员单位 parties of the agreement';
const DRILL_ONLY = '演练参加单位 participants of the exercise';
const TEST_ONLY = '测试人员 whoever tests the means';
/** Who speaks when no city does. */
const REGION = '';

interface Thread {
  readonly so: IssuedSoFar;
  /** Messages that are still live, by who speaks in them: the region or a city. */
  readonly live: Map<string, readonly MessageKey[]>;
}

/**
 * The documents of all warnings (docs/spec/bulletins.md): events in the order of the ledger in, one document for each issue, step and lift of
 * the region and of a city out. No clock and no state of its own: the same ledger gives the same documents, letter by letter.
 */
export class BulletinBook {
  readonly #terms: BulletinTerms;
  readonly #threads = new Map<string, Thread>();
  readonly #bulletins = new Map<string, Bulletin>();
  readonly #serials = new SerialBook();

  constructor(terms: BulletinTerms) {
    this.#terms = terms;
  }

  get(identifier: string): Bulletin | undefined {
    return this.#bulletins.get(identifier);
  }

  /** In the order in which they were issued. */
  all(): readonly Bulletin[] {
    return [...this.#bulletins.values()];
  }

  /** The document of this event; undefined when it gives none. */
  learn(event: RecordedWarningEvent): Bulletin | undefined {
    const { warning: id, agreement: version } = event.data;
    if (event.type === 'warning.proposed' && !this.#threads.has(id)) {
      const so = { kind: event.data.kind, issue: undefined, own: new Map() };
      this.#threads.set(id, { so, live: new Map() });
    }
    const thread = this.#threads.get(id);
    if (thread === undefined) return undefined;
    const agreement = this.#terms.agreementFor({ version, at: event.at });
    const draft = bulletinDraft(event, thread.so, agreement.region.utc_offset);
    if (draft === undefined) return undefined;
    const bulletin = this.#written(event, { draft, thread, agreement });
    this.#bulletins.set(bulletin.identifier, bulletin);
    return bulletin;
  }

  #written(
    event: RecordedWarningEvent,
    { draft, thread, agreement }: { draft: BulletinDraft; thread: Thread; agreement: AgreementFile },
  ): Bulletin {
    const { city, step, grade, onsetAt, parameters } = draft;
    const { sender, unitCodes = {}, eventTypes = {}, contact, web } = this.#terms;
    const { region, jurisdictions } = agreement;
    const issuer = city ?? region.coordinator ?? region.id;
    const isDrill = this.#terms.exercise || event.data.exercise === true;
    const isInvented = this.#terms.invented === true;
    const status: MessageStatus = isDrill ? 'Exercise' : isInvented ? 'Test' : 'Actual';
    const of = { sender, status, utcOffset: region.utc_offset, unitCode: unitCodes[issuer] };
    const { warning } = event.data;
    const key = bulletinKey({ warning, version: event.version, at: event.at }, of, this.#serials);
    const references = thread.live.get(city ?? REGION) ?? [];
    const type = step === 'lifted' ? 'Cancel' : references.length === 0 ? 'Alert' : 'Update';
    // After a lift nothing is live: what comes then begins a new chain under the same warning (BUL-4).
    thread.live.set(city ?? REGION, type === 'Cancel' ? [] : [...references, key]);
    const kind = EVENTS[thread.so.kind];
    const eventType = eventTypes[kind];
    const name = jurisdictions.find(({ id }) => id === issuer)?.name ?? { zh: issuer, en: issuer };
    const cities = warnedCities(draft.cities, agreement, this.#terms);
    const ends = step === 'lifted' ? null : (thread.so.issue?.window.to ?? null);
    const told = toldOf(draft, {
      event: kind,
      issuer: city === undefined ? region.name : name,
      cities,
      region,
      thread,
    });
    return {
      identifier: key.identifier,
      issuer,
      warning: {
        key,
        warning,
        type,
        event: kind,
        ...(eventType === undefined ? {} : { eventType }),
        grade,
        basis: certainty(thread.so),
        audience: isDrill
          ? restricted(DRILL_ONLY)
          : isInvented
            ? restricted(TEST_ONLY)
            : this.#audience(agreement, city),
        cities,
        onsetAt,
        // A window that the response outlasts says nothing about when it ends (CAP-15).
        ...(ends !== null && ends > Math.max(onsetAt, key.sentAt) && { expiresAt: ends }),
        issuer: { name, ...(contact === undefined ? {} : { contact }), ...(web === undefined ? {} : { web }) },
        headline: headlineOf(told),
        description: descriptionOf(told),
        instruction: instructionOf(told),
        parameters,
        references,
      },
    };
  }

  #audience({ jurisdictions, region }: AgreementFile, city: string | undefined): Audience {
    if (city !== undefined) return { scope: 'Public' };
    const isOffice = jurisdictions.find(({ id }) => id === region.coordinator)?.level === 'office';
    const { regionalFor = isOffice ? 'members' : 'public' } = this.#terms;
    return regionalFor === 'public' ? { scope: 'Public' } : restricted(MEMBERS_ONLY);
  }
}

function restricted(restriction: string): Audience {
  return { scope: 'Restricted', restriction };
}

/** A lift speaks of the end alone; a city's own warning of its grade, without the region's reason. */
function toldOf(
  { step, grade, city, reason }: BulletinDraft,
  {
    event,
    issuer,
    cities,
    region,
    thread,
  }: Pick<Told, 'event' | 'issuer'> & {
    readonly cities: PublicWarning['cities'];
    readonly region: AgreementFile['region'];
    readonly thread: Thread;
  },
): Told {
  const { issue } = thread.so;
  const said = { step, event, grade, issuer, cities: cities.map(({ name }) => name), utcOffset: region.utc_offset };
  const reasoned = { ...said, ...(reason === undefined ? {} : { reason }) };
  if (step === 'lifted' || issue === undefined) return reasoned;
  const { window, basis, responseAt } = issue;
  return { ...reasoned, window, basis, ...(grade !== 'none' && city === undefined && { responseAt }) };
}

/** Measured; or a forecast, which the members have agreed on or, for a notice without consultation, which stands alone (CAP-6). */
function certainty({ issue, kind }: IssuedSoFar): PublicWarning['basis'] {
  if (issue === undefined || issue.basis !== 'forecast') return 'measured';
  return kind === 'colour' ? 'agreed' : 'model';
}
