import type { CaseOrderCommand } from '../../alerting/coordination/case-protocol.ts';
import type { Coordination } from '../../alerting/coordination/coordination.ts';
import type { WarningOrderCommand } from '../../alerting/coordination/warning-protocol.ts';
import type { CaseState } from '../../domain/enforcement/case-state.ts';
import type { Warning } from '../../domain/warning/warning.ts';

export type PeopleOrder =
  | { readonly machine: 'warning'; readonly id?: string; readonly command: WarningOrderCommand }
  | { readonly machine: 'case'; readonly id?: string; readonly command: CaseOrderCommand };

const CITIES = ['jia', 'yi', 'bing', 'ding', 'wu', 'ji', 'geng', 'xin'];
const actor = (role: string, jurisdiction: string) => ({ person: `${role} of ${jurisdiction}`, role, jurisdiction });
const coordinator = actor('coordinator', 'guo');

/** What somebody of the demonstration cluster may well do next, sensible or not: chosen by chance, and refused as often as not. */
export class ProtocolPeople {
  readonly #coordination: Pick<Coordination, 'warnings' | 'cases'>;
  /** In [0, 1). */
  readonly #random: () => number;
  readonly #now: () => number;

  constructor(coordination: Pick<Coordination, 'warnings' | 'cases'>, random: () => number, now: () => number) {
    this.#coordination = coordination;
    this.#random = random;
    this.#now = now;
  }

  next(): PeopleOrder {
    const cases = this.#coordination.cases.all().filter(({ stage }) => stage !== 'closed' && stage !== 'withdrawn');
    if (this.#random() < 0.4) return cases.length < 3 ? this.#open() : this.#onCase(this.#one(cases));
    const warnings = this.#coordination.warnings.all();
    const open = warnings.filter(({ standing }) => standing !== 'reviewed' && standing !== 'withdrawn');
    if (open.some(({ standing }) => standing !== 'lifted') || (open.length > 0 && this.#random() < 0.7)) {
      const { id } = this.#one(open);
      return { machine: 'warning', id, command: this.#onWarning(id) };
    }
    const window = { from: this.#now(), to: null };
    const proposed = {
      type: 'propose',
      kind: 'colour',
      grade: 'orange',
      basis: 'forecast',
      reason: 'stagnant air',
    } as const;
    return { machine: 'warning', command: { ...proposed, by: actor('forecaster', 'jia'), cities: CITIES, window } };
  }

  #onWarning(id: string): WarningOrderCommand {
    const warning = this.#coordination.warnings.get(id) as Warning;
    const { round } = warning;
    const city = this.#one(CITIES);
    const [duty, mayor] = [actor('duty-officer', city), actor('main-leader', city)];
    if (round?.stage === 'proposed') return { type: 'consult', by: coordinator };
    if (round?.stage === 'rejected') return { type: 'withdraw', by: coordinator, reason: 'no quorum' };
    if (round?.stage === 'recommended')
      return { type: 'issue', by: coordinator, grade: round.recommendation?.grade ?? 'orange' };
    if (round?.stage === 'consulting') {
      const position = this.#one(['agree', 'agree', 'object'] as const);
      return { type: 'take_position', by: actor('bureau-head', city), member: city, position, reason: 'as we see it' };
    }
    if (warning.standing === 'lifted') {
      return this.#one<WarningOrderCommand>([
        { type: 'lift_own', by: mayor, city },
        { type: 'confirm_stop', by: duty, city },
        { type: 'submit_summary', by: duty, city, text: 'measures and effect' },
        { type: 'review', by: coordinator, text: 'learned' },
      ]);
    }
    if (this.#random() < 0.05) return { type: 'lift', by: coordinator, reason: 'clean air' };
    return this.#one<WarningOrderCommand>([
      { type: 'acknowledge', by: duty, city },
      { type: 'issue_own', by: mayor, city, grade: 'orange' },
      { type: 'start_response', by: duty, city, grade: 'orange' },
      {
        type: 'report_measures',
        by: duty,
        city,
        measures: 'output halved',
        enterprises: 12,
        reductionPercent: { nox: 20 },
      },
      {
        type: 'report_day',
        by: duty,
        city,
        day: new Date(this.#now() + 8 * 3_600_000).toISOString().slice(0, 10),
        text: 'done',
      },
    ]);
  }

  #open(): PeopleOrder {
    const by = actor('duty-officer', this.#one(CITIES));
    const grounds = { kind: 'complaint', id: `c-${Math.floor(this.#random() * 1e6)}` } as const;
    const site = { name: 'Chemical works', borderKm: null };
    return {
      machine: 'case',
      command: { type: 'open', by, grounds, site, account: 'a smell at night', attachments: [] },
    };
  }

  #onCase({ id, stage, owner, respondent, sender, dispute, frozen, clocks }: CaseState): PeopleOrder {
    const other = this.#one(CITIES.filter((city) => city !== sender));
    const head = actor('bureau-head', owner);
    const inspector = actor('inspector', owner);
    const officers = [1, 2].flatMap((n) =>
      [owner, sender, respondent ?? other].map((place) => ({
        name: `${place} ${n}`,
        jurisdiction: place,
        certificate: `${place}-${n}`,
      })),
    );
    const visit = { visitedAt: this.#now(), officers, account: 'seen', attachments: [] };
    const receipt = { name: 'receipt.pdf', sha256: 'a'.repeat(64), bytes: 1 };
    const attachments: never[] = [];
    const order = (command: CaseOrderCommand): PeopleOrder => ({ machine: 'case', id, command });
    if (dispute !== null) {
      const role = dispute.arbiter === 'guo' ? 'coordinator' : 'bureau-head';
      const decision = { owner: respondent ?? sender, resume: 'inspection', reason: 'the wind says so' } as const;
      return order({ type: 'decide', by: actor(role, dispute.arbiter), ...decision, attachments });
    }
    const answerer = actor('bureau-head', respondent ?? other);
    switch (stage) {
      case 'opened':
        return order({ type: 'refer', by: actor('duty-officer', sender), to: other, reason: 'upwind', attachments });
      case 'referred':
        if (this.#random() < 0.2) return order({ type: 'decline', by: answerer, reason: 'not ours', attachments });
        return order({ type: 'accept', by: answerer, attachments });
      case 'accepted':
        return order({ type: 'inspect', by: inspector, ...visit });
      case 'inspected': {
        const violation = this.#random() < 0.7;
        return order({ type: 'find', by: inspector, violation, account: 'as seen', reason: 'as seen', attachments });
      }
      case 'found': {
        const served = { servedAt: this.#now(), receipt, days: null, dailyFineYuan: null, account: 'run the scrubber' };
        return order({ type: 'order', by: head, ...served, attachments });
      }
      case 'ordered':
        return order({ type: 'recheck', by: inspector, ...visit, result: 'rectified' });
      default: {
        if (frozen === null) return order({ type: 'freeze', by: head });
        const owing = clocks.open.filter(({ duty }) => duty === 'signature').map(({ by }) => by);
        return order({ type: 'sign', by: actor('bureau-head', this.#one(owing)), hash: frozen.hash });
      }
    }
  }

  #one<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random() * items.length)] as Item;
  }
}
