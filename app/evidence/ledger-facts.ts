import type { Overrule } from '../../domain/air/quality/overrule.ts';
import { type Alert, type AlertEvent, applyAlertEvent, isAlertEvent } from '../../domain/alert/alert.ts';
import type { GradeEvent } from '../../domain/grade/grade-event.ts';
import { Rule } from '../../domain/rule/rule.ts';
import { overruleOf } from '../../ingest/quality/overrule-desk.ts';
import type { LedgerEvent } from '../../store/ledger.ts';

/** A rule as it watched from an entry of the ledger to another. */
export interface WatchedRule {
  readonly rule: Rule;
  readonly seq: number;
  /** End of the newest hour it may not judge; -Infinity: it judges from the beginning. Epoch ms. */
  readonly since: number;
  /** When it was changed or dropped, epoch ms; Infinity: not in this ledger. */
  until: number;
}

/** What entries of a ledger say of the air: rules, grades, alerts, reviewers' decisions, and the hours that were judged. */
export class LedgerFacts {
  readonly #rules = new Map<string, WatchedRule[]>();
  readonly #alerts = new Map<string, Alert>();
  /** Grade events but the notes, in order. */
  readonly grades: GradeEvent[] = [];
  readonly notes: { readonly at: number; readonly states: string }[] = [];
  readonly overrules: Overrule[] = [];
  /** End of each hour through which all was judged, and when that was recorded; in order. */
  readonly closings: { readonly through: number; readonly recordedAt: number }[] = [];
  /** Readings up to here were there before the ledger began and are history; -Infinity when none were. */
  evaluateFrom = Number.NEGATIVE_INFINITY;

  /** `entries` in order of seq. Throws where one cannot follow on those before it. */
  constructor(entries: Iterable<LedgerEvent>) {
    for (const entry of entries) this.#take(entry);
  }

  /** Every alert as it stands in the end, withdrawn ones too. */
  get alerts(): readonly Alert[] {
    return [...this.#alerts.values()];
  }

  /** How a rule watched when the entry `seq` was written; where it began later, as it began. */
  ruleAt(id: string, seq: number): WatchedRule | undefined {
    const known = this.#rules.get(id);
    return known?.findLast((one) => one.seq < seq) ?? known?.[0];
  }

  /** Every rule as it watched last, dropped ones too. */
  get rules(): readonly WatchedRule[] {
    return [...this.#rules.values()].flatMap((known) => known.at(-1) ?? []);
  }

  get closedThrough(): number {
    return this.closings.at(-1)?.through ?? Number.NEGATIVE_INFINITY;
  }

  #take(entry: LedgerEvent): void {
    const { type, seq, at, data } = entry;
    if (isAlertEvent(entry)) {
      const event = entry as unknown as AlertEvent;
      this.#alerts.set(event.data.alert, applyAlertEvent(this.#alerts.get(event.data.alert), event));
    } else if (type === 'grade.noted') this.notes.push({ at, states: String(data['states']) });
    else if (type.startsWith('grade.')) this.grades.push(entry as unknown as GradeEvent);
    else if (type === 'quality.overruled') this.overrules.push(overruleOf(entry));
    else if (type === 'evaluation.closed') this.closings.push({ through: at, recordedAt: entry.recordedAt });
    else if (type === 'evaluation.started' && data['history'] === true) this.evaluateFrom = at;
    else if (type === 'rule.watched' || type === 'rule.dropped') this.#watch(String(data['rule']), entry, seq);
  }

  #watch(id: string, { type, at, data }: LedgerEvent, seq: number): void {
    const known = this.#rules.get(id) ?? [];
    this.#rules.set(id, known);
    const before = known.at(-1);
    if (before !== undefined) before.until = Math.min(before.until, at);
    if (type === 'rule.dropped') return;
    const since = typeof data['since'] === 'number' ? data['since'] : Number.NEGATIVE_INFINITY;
    known.push({ rule: Rule.parse(data['text']), seq, since, until: Number.POSITIVE_INFINITY });
  }
}
