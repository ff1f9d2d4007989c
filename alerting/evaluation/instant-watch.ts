import type { HourGrid } from '../../domain/air/hour-grid.ts';
import { isValid } from '../../domain/air/hour-mean.ts';
import type { Parameter } from '../../domain/air/parameter.ts';
import type { Reading } from '../../domain/air/reading.ts';
import type { Station } from '../../domain/air/station.ts';
import { type Alert, type AlertEvent, alertId } from '../../domain/alert/alert.ts';
import type { ConditionOf } from '../../domain/rule/condition.ts';
import { TRUE } from '../../domain/rule/conditions/compiled.ts';
import { decision, thresholdJudgement } from '../../domain/rule/conditions/threshold.ts';
import { gateOf } from '../../domain/rule/gate.ts';
import { isInstant, type Rule } from '../../domain/rule/rule.ts';
import type { Text } from '../../domain/rule/text.ts';
import { alertMessage } from '../alert-message.ts';

interface Standing {
  /** Newest reading judged, and the first of the run that is true now, epoch ms. */
  last: number;
  trueSince: number | undefined;
  open: { readonly alert: string; readonly raisedAt: number } | undefined;
}

/** A rule on single readings as they come (EVA-12): raised at the reading that completes `for_minutes`, returned at the first one past the clearing limit. */
export class InstantWatch {
  readonly rule: Rule;
  readonly #leaf: ConditionOf<'threshold'>;
  readonly #grid: HourGrid;
  readonly #nameOf: (station: string) => Text;
  readonly #decide: ReturnType<typeof decision>;
  readonly #gate: (hour: number) => boolean;
  readonly #standings = new Map<string, Standing>();
  readonly #known = new Map<string, Alert['state']>();
  #since = Number.NEGATIVE_INFINITY;

  constructor(options: {
    readonly rule: Rule;
    readonly leaf: ConditionOf<'threshold'>;
    readonly grid: HourGrid;
    readonly nameOf: (station: string) => Text;
  }) {
    this.rule = options.rule;
    this.#leaf = options.leaf;
    this.#grid = options.grid;
    this.#nameOf = options.nameOf;
    this.#decide = decision(options.leaf);
    this.#gate = gateOf(options.rule, options.grid);
  }

  /** Takes up the ledger's alerts: what they say already is not told again. `since`: history up to there is not judged, epoch ms. */
  restore(alerts: Iterable<Alert>, since: number): void {
    this.#since = since;
    for (const { id, rule, state } of alerts) if (rule === this.rule.id) this.#known.set(id, state);
  }

  judge(reading: Reading, events: AlertEvent[]): void {
    const { rule } = this;
    const { station, at } = reading;
    const parameter = this.#leaf.quantity as Parameter;
    const value = reading.values[parameter];
    if (value === undefined || !isValid(reading, parameter) || at <= this.#since) return;
    if (rule.only !== undefined && !rule.only.includes(station)) return;
    const standing = this.#standing(station);
    // One that comes after a newer one is stored and not judged.
    if (at <= standing.last) return;
    standing.last = at;
    const watching = this.#gate(this.#grid.hourOf(at, 0));
    const isTrue = watching && this.#decide(value, standing.open !== undefined) === TRUE;
    if (standing.open !== undefined) {
      if (!isTrue) this.#return(reading, value, standing, events);
      return;
    }
    if (!isTrue) standing.trueSince = undefined;
    else {
      standing.trueSince ??= at;
      if (at - standing.trueSince >= (rule.for_minutes ?? 0) * 60_000) this.#raise(reading, value, standing, events);
    }
  }

  #raise({ station, at }: Reading, value: number, standing: Standing, events: AlertEvent[]): void {
    const { rule } = this;
    const subject = { kind: 'station' as const, id: station };
    const alert = alertId(rule.id, subject, at);
    standing.open = { alert, raisedAt: at };
    standing.trueSince = undefined;
    if (this.#known.has(alert)) return;
    const explanation = thresholdJudgement(this.#leaf, value, false);
    const name = this.#nameOf(station);
    const { quantity } = this.#leaf;
    const { limit = null, reason } = explanation;
    const message = alertMessage(rule, { lead: explanation, name, nameOf: this.#nameOf });
    const data = {
      alert,
      rule: rule.id,
      subject,
      priority: rule.priority,
      quantity,
      value,
      limit,
      message,
      reason,
      explanation,
    };
    events.push({ type: 'alert.raised', at, data: rule.shadow ? { ...data, shadow: true } : data });
  }

  #return({ station, at }: Reading, value: number, standing: Standing, events: AlertEvent[]): void {
    const { open } = standing;
    standing.open = undefined;
    standing.trueSince = undefined;
    if (open === undefined || this.#known.get(open.alert) === 'returned') return;
    const explanation = thresholdJudgement(this.#leaf, value, true);
    const subject = { kind: 'station' as const, id: station };
    const { quantity } = this.#leaf;
    const { limit = null, reason } = explanation;
    const data = { alert: open.alert, rule: this.rule.id, subject, quantity, value, limit, reason, explanation };
    events.push({ type: 'alert.returned', at, data });
  }

  #standing(station: string): Standing {
    let standing = this.#standings.get(station);
    if (standing === undefined) {
      standing = { last: Number.NEGATIVE_INFINITY, trueSince: undefined, open: undefined };
      this.#standings.set(station, standing);
    }
    return standing;
  }
}

/** One for every rule on single readings. */
export function instantWatches(rules: readonly Rule[], grid: HourGrid, stations: readonly Station[]): InstantWatch[] {
  const names = new Map(stations.map(({ id, name, nameEn = name }) => [id, { zh: name, en: nameEn }]));
  const nameOf = (station: string) => names.get(station) ?? { zh: station, en: station };
  return rules.flatMap((rule) => {
    const { when: leaf } = rule;
    return leaf.kind === 'threshold' && isInstant(rule) ? [new InstantWatch({ rule, leaf, grid, nameOf })] : [];
  });
}
