import { createHash } from 'node:crypto';
import { AgreementFile } from '../../../domain/agreement/agreement-file.ts';
import { applyCaseEvent } from '../../../domain/enforcement/apply-case-event.ts';
import type { Attachment, CaseCommand, Officer } from '../../../domain/enforcement/case-command.ts';
import { onCaseDeadlines } from '../../../domain/enforcement/case-deadlines.ts';
import type { CaseContext } from '../../../domain/enforcement/case-desk.ts';
import type { CaseEvent } from '../../../domain/enforcement/case-event.ts';
import type { CaseRecord, CaseState } from '../../../domain/enforcement/case-state.ts';
import { decideCase } from '../../../domain/enforcement/decide-case.ts';
import type { Refusal } from '../../../domain/enforcement/refusal.ts';
import { canonicalJson } from '../../../store/canonical-json.ts';
import type { Json } from '../../../store/ledger.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
/** An instant of Asia/Shanghai: `2026-03-02 09:00`. */
export const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`);
/** A Monday; a spring without holidays until 4 April. */
export const START = at('2026-03-02 09:00');

const name = (en: string) => ({ zh: en, en });
const city = (id: string, superior: string, neighbours: string[]) => ({
  id,
  level: 'city',
  name: name(id),
  superior,
  neighbours,
});

/** Jia and Yi lie in Xi, Bing in Dong, all under Guo; Dong has inspectors of its own. */
export function agreementOf(changes: Record<string, unknown> = {}): AgreementFile {
  return AgreementFile.parse({
    version: '2026.1',
    effective: { from: '2026-01-01' },
    region: { id: 'demo', name: name('Demo'), coordinator: 'guo' },
    jurisdictions: [
      { id: 'guo', level: 'nation', name: name('Guo') },
      { id: 'xi', level: 'province', name: name('Xi'), superior: 'guo' },
      { id: 'dong', level: 'province', name: name('Dong'), superior: 'guo' },
      city('jia', 'xi', ['yi']),
      city('yi', 'xi', ['jia', 'bing']),
      city('bing', 'dong', ['yi']),
    ],
    roles: [
      { id: 'superior', name: name('Superior'), at: ['nation', 'province'], cases: ['arbitrate'] },
      { id: 'officer', name: name('Duty officer'), at: ['nation', 'province', 'city'], cases: ['open', 'refer'] },
      { id: 'head', name: name('Head'), at: ['province', 'city'], cases: ['answer', 'order', 'sign'] },
      { id: 'inspector', name: name('Inspector'), at: ['dong', 'city'], cases: ['inspect', 'recheck'] },
    ],
    clocks: { pause_reasons: [{ id: 'force_majeure', name: name('Force majeure') }] },
    ...changes,
  });
}
export const AGREEMENT = agreementOf();

export const digest = (record: CaseRecord) =>
  createHash('sha256')
    .update(canonicalJson(record as unknown as Json))
    .digest('hex');

const POST_OF: Readonly<Record<CaseCommand['type'], string>> = {
  open: 'officer',
  refer: 'officer',
  accept: 'head',
  decline: 'head',
  withdraw: 'officer',
  decide: 'superior',
  call_inspection: 'officer',
  inspect: 'inspector',
  find: 'inspector',
  order: 'head',
  report_rectified: 'head',
  recheck: 'inspector',
  freeze: 'head',
  sign: 'head',
  amend: 'head',
  dispute: 'head',
  decide_listing: 'superior',
  report_accident: 'officer',
  give_notice: 'officer',
  verify_accident: 'officer',
  pause: 'superior',
  resume: 'superior',
};

export const attachment: Attachment = { name: 'photo.jpg', sha256: 'a'.repeat(64), bytes: 1024 };
/** Two officers of each. */
export const officersOf = (...jurisdictions: string[]): Officer[] =>
  jurisdictions.flatMap((jurisdiction) =>
    [1, 2].map((n) => ({ name: `${jurisdiction} ${n}`, jurisdiction, certificate: `${jurisdiction}-${n}` })),
  );

type Asked = CaseCommand extends infer Command
  ? Command extends { readonly type: string }
    ? Omit<Command, 'by' | 'attachments'> & { readonly role?: string; readonly attachments?: readonly Attachment[] }
    : never
  : never;

/** What is asked, by the post of that jurisdiction that usually does it. */
export function asked(jurisdiction: string, { role, ...rest }: Asked): CaseCommand {
  const by = {
    person: `${jurisdiction}'s ${role ?? POST_OF[rest.type]}`,
    role: role ?? POST_OF[rest.type],
    jurisdiction,
  };
  return { attachments: [], ...rest, by } as unknown as CaseCommand;
}

/** A case under way: a clock that is set, commands, and all that came of them. */
export class CasePlay {
  now = START;
  agreement = AGREEMENT;
  state: CaseState | undefined;
  events: CaseEvent[] = [];

  get context(): CaseContext {
    return { now: this.now, agreement: this.agreement, digest, punctualMs: 60_000 };
  }

  get case(): CaseState {
    if (this.state === undefined) throw new Error('no case');
    return this.state;
  }

  /** Tries it; what comes of it has happened. */
  tries(jurisdiction: string, command: Asked): Refusal | undefined {
    const { events, refusal } = decideCase(this.state, asked(jurisdiction, command), this.context);
    this.#happen(events);
    return refusal;
  }

  /** It must be possible. */
  does(jurisdiction: string, command: Asked): this {
    const refusal = this.tries(jurisdiction, command);
    if (refusal !== undefined) throw new Error(`${refusal.rule}: ${refusal.reason.en}`);
    return this;
  }

  /** The timer is punctual until then. */
  until(text: string | number): this {
    const end = typeof text === 'string' ? at(text) : text;
    for (;;) {
      const next = this.state?.clocks.open
        .filter(({ pauses }) => pauses.at(-1)?.to !== null)
        .flatMap(({ steps, fired }) => steps[fired]?.at ?? [])
        .sort((a, b) => a - b)[0];
      if (next === undefined || next > end) break;
      this.now = Math.max(this.now, next);
      this.wakes();
    }
    this.now = end;
    return this;
  }

  wakes(): CaseEvent[] {
    const events = onCaseDeadlines(this.case, this.context);
    this.#happen(events);
    return events;
  }

  said(...types: string[]): CaseEvent[] {
    return this.events.filter(({ type }) => types.includes(type));
  }

  #happen(events: readonly CaseEvent[]): void {
    this.events.push(...events);
    this.state = events.reduce<CaseState | undefined>(applyCaseEvent, this.state);
  }

  owed(): string[] {
    return this.case.clocks.open.map(({ duty, by }) => `${duty} by ${by}`).sort();
  }

  opened({ borderKm = 8 as number | null, from = 'jia' } = {}): this {
    const site = { name: 'Chemical works', borderKm };
    const grounds = { kind: 'alert' as const, id: 'alert-7' };
    return this.does(from, { type: 'open', case: 'c1', grounds, site, account: 'SO2 from upwind at night' });
  }

  referred(to = 'bing', site: { borderKm?: number } = {}): this {
    return this.opened(site).does('jia', { type: 'refer', to, reason: 'wind from there, peak 3 h earlier' });
  }

  accepted(): this {
    return this.referred().does('bing', { type: 'accept' });
  }

  inspected(owner = 'bing'): this {
    const officers = officersOf('jia', 'bing', owner);
    return this.does(owner, { type: 'inspect', visitedAt: this.now, officers, account: 'scrubber off' });
  }

  found(violation = true, owner = 'bing'): this {
    const reason = violation ? '' : 'within the permit';
    return this.does(owner, { type: 'find', violation, account: 'conclusion', reason });
  }

  ordered({ days = null as number | null, dailyFineYuan = null as number | null, owner = 'bing' } = {}): this {
    const order = { type: 'order', account: 'run the scrubber', servedAt: this.now, receipt: attachment } as const;
    return this.does(owner, { ...order, days, dailyFineYuan });
  }

  rechecked(result: 'rectified' | 'continuing' = 'rectified', owner = 'bing'): this {
    const officers = officersOf(owner);
    return this.does(owner, { type: 'recheck', visitedAt: this.now, officers, result, account: 'seen' });
  }

  frozen(owner = 'bing'): this {
    return this.does(owner, { type: 'freeze' });
  }

  get hash(): string {
    return this.case.frozen?.hash ?? '';
  }

  signedBy(...parties: string[]): this {
    for (const party of parties) this.does(party, { type: 'sign', hash: this.hash });
    return this;
  }

  /** Ready for the signatures of both sides. */
  closing(): this {
    return this.accepted().inspected().found().ordered().rechecked();
  }
}
