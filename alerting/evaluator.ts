import { type CityHour, cityHour, editionOfHour } from '../domain/air/city-hour.ts';
import { HourBook } from '../domain/air/hour-book.ts';
import { HOUR_S } from '../domain/air/hour-mean.ts';
import { hourlyIndex } from '../domain/air/hourly-index.ts';
import type { IndexReport } from '../domain/air/index-report.ts';
import { isParameter, type Pollutant } from '../domain/air/parameter.ts';
import type { Reading, Values } from '../domain/air/reading.ts';
import type { Station } from '../domain/air/station.ts';
import { type Alert, type AlertEvent, alertId } from '../domain/alert/alert.ts';
import type { Quantity, Rule, Subject } from '../domain/rule/rule.ts';
import { initialThreshold, stepThreshold, type ThresholdState } from '../domain/rule/threshold.ts';
import { alertMessage } from './alert-message.ts';

const HOUR_MS = HOUR_S * 1000;

export interface EvaluatorOptions {
  readonly stations: readonly Station[];
  readonly rules: readonly Rule[];
  /** The region's hour grid, ms east of UTC. */
  readonly utcOffsetMs: number;
  /** A reading of an hour this many hours newer than an open one closes it (EVA-2). */
  readonly lateHours: number;
  /** Names of cities for messages. */
  readonly cityNames: ReadonlyMap<string, { readonly zh: string; readonly en: string }>;
}

/** What a batch of readings led to, in the order in which it became known. */
export interface Evaluation {
  readonly alerts: AlertEvent[];
  readonly closed: CityHour[];
  /** Readings of hours that were closed before: stored, but not judged any more. */
  late: number;
  /** Open hours of which something new was learned. */
  readonly touched: Set<number>;
}

/** Nothing learned, nothing decided yet. */
export function emptyEvaluation(): Evaluation {
  return { alerts: [], closed: [], late: 0, touched: new Set() };
}

/**
 * The engine's core: readings in, alert events and closed city hours out. Deterministic in its input, knows no clock and no
 * store; live operation, restart and replay feed the same object (docs/spec/rules.md, EVA).
 */
export class Evaluator {
  readonly #options: EvaluatorOptions;
  readonly #book: HourBook;
  readonly #stations = new Map<string, Station>();
  /** Stations whose completeness closes a city's hour: background stations do not count. */
  readonly #cityStations = new Map<string, string[]>();
  readonly #stationRules: Rule[];
  readonly #cityRules: Rule[];
  readonly #states = new Map<string, ThresholdState>();
  /** Ids of the open alerts by rule and subject: what a return points at. */
  readonly #openAlerts = new Map<string, string>();
  readonly #cityClosed = new Map<string, number>();
  #newest = Number.NEGATIVE_INFINITY;
  #closedThrough = Number.NEGATIVE_INFINITY;
  #quietThrough = Number.NEGATIVE_INFINITY;

  constructor(options: EvaluatorOptions) {
    this.#options = options;
    this.#book = new HourBook(options);
    for (const station of options.stations) {
      this.#stations.set(station.id, station);
      const members = this.#cityStations.get(station.city) ?? [];
      if (!station.background) members.push(station.id);
      this.#cityStations.set(station.city, members);
    }
    this.#stationRules = options.rules.filter((rule) => rule.on === 'station');
    this.#cityRules = options.rules.filter((rule) => rule.on === 'city');
  }

  /** End of the newest hour that is closed for every city; -Infinity before the first. */
  get closedThrough(): number {
    return this.#closedThrough;
  }

  /** Takes up what the ledger knows: the alerts' phases, and the hour through which all was judged. */
  restore(known: {
    readonly closedThrough: number;
    /** Hours up to here were judged before: read again they fill the windows and say nothing (EVA-4). */
    readonly judgedThrough: number;
    /** The newest alert of each rule and subject. */
    readonly alerts: Iterable<Pick<Alert, 'id' | 'rule' | 'subject' | 'state' | 'raisedAt' | 'returnedAt'>>;
  }): void {
    this.#closedThrough = Math.max(this.#closedThrough, known.closedThrough);
    this.#quietThrough = known.judgedThrough;
    for (const alert of known.alerts) {
      const key = stateKey(alert.rule, alert.subject);
      const phase = alert.state === 'raised' ? 'raised' : 'normal';
      this.#states.set(key, { phase, run: 0, lastHour: alert.returnedAt ?? alert.raisedAt });
      if (phase === 'raised') this.#openAlerts.set(key, alert.id);
    }
  }

  /** The windows are filled: hours that were judged before are closed, what still comes of them is late. */
  warm(): void {
    for (const hour of this.#book.openThrough(this.#quietThrough)) this.#book.forget(hour);
    this.#closedThrough = Math.max(this.#closedThrough, this.#quietThrough);
  }

  /** Open alerts that no rule watches any more: the rule or its subject is gone, or it looks at another quantity. */
  *unwatched(alerts: Iterable<Alert>): Iterable<Alert> {
    for (const alert of alerts) {
      if (alert.state !== 'raised') continue;
      const rule = this.#options.rules.find(({ id }) => id === alert.rule);
      const { kind, id } = alert.subject;
      const subjects = kind === 'station' ? this.#stations : this.#cityStations;
      const watched = rule?.on === kind && rule.quantity === alert.quantity && (rule.only?.includes(id) ?? true);
      if (!watched || !subjects.has(id)) yield alert;
    }
  }

  /** Judges committed readings. Repeats change nothing; readings of unregistered stations are not ours to judge. */
  judge(readings: Iterable<Reading>): Evaluation {
    const evaluation: Evaluation = emptyEvaluation();
    for (const reading of readings) this.#enter(reading, evaluation);
    return evaluation;
  }

  /** Closes every open hour up to `through`: the clock, or the end of a replayed file, says that nothing more is waited for. */
  closeHours(through: number): Evaluation {
    const evaluation: Evaluation = emptyEvaluation();
    for (const hour of this.#book.openThrough(through)) this.#closeHour(hour, evaluation);
    return evaluation;
  }

  /** Open hours, oldest first. */
  get openHours(): readonly number[] {
    return this.#book.openHours;
  }

  #enter(reading: Reading, evaluation: Evaluation): void {
    const station = this.#stations.get(reading.station);
    // An instant says nothing of an hour's mean, a day's mean nothing of its hours.
    if (station === undefined || reading.periodS > HOUR_S || reading.periodS === 0) return;
    const hour = this.#book.hourOf(reading);
    if (hour <= this.#closedThrough) {
      evaluation.late += 1;
      return;
    }
    // What a complete hour is told again changes nothing but the value that the city's mean will take.
    const repeated = this.#book.isComplete(hour, reading.station);
    const values = this.#book.enter(hour, reading, station.background ? undefined : station.city);
    if (repeated) return;
    evaluation.touched.add(hour);
    if (values !== undefined) {
      this.#judgeStation(station, hour, values, evaluation);
      this.#closeCompleteHours(station.city, evaluation);
    }
    if (hour <= this.#newest) return;
    this.#newest = hour;
    const through = hour - (1 + this.#options.lateHours) * HOUR_MS; // EVA-2
    for (const open of this.#book.openThrough(through)) this.#closeHour(open, evaluation);
  }

  /** Closes the city's oldest open hours while they are complete; a city's hours are judged in order (EVA-1). */
  #closeCompleteHours(city: string, evaluation: Evaluation): void {
    const members = this.#cityStations.get(city) ?? [];
    if (members.length === 0) return;
    for (const hour of this.#book.openHours) {
      if (hour <= this.#cityClosedThrough(city)) continue;
      if (this.#book.completeIn(hour, city) < members.length) return;
      this.#closeCity(city, hour, evaluation);
    }
  }

  #closeHour(hour: number, evaluation: Evaluation): void {
    for (const [id, entry] of this.#book.stations(hour)) {
      const station = this.#stations.get(id);
      if (station !== undefined && !entry.complete) this.#judgeStation(station, hour, entry.values(), evaluation);
    }
    for (const city of this.#cityStations.keys()) {
      if (this.#cityClosedThrough(city) < hour) this.#closeCity(city, hour, evaluation);
    }
    this.#book.forget(hour);
    this.#closedThrough = Math.max(this.#closedThrough, hour);
    for (const city of this.#cityStations.keys()) this.#closeCompleteHours(city, evaluation);
  }

  #cityClosedThrough(city: string): number {
    return Math.max(this.#cityClosed.get(city) ?? Number.NEGATIVE_INFINITY, this.#closedThrough);
  }

  #closeCity(city: string, hour: number, evaluation: Evaluation): void {
    this.#cityClosed.set(city, hour);
    const members = this.#cityStations.get(city) ?? [];
    const closed = cityHour({
      city,
      at: hour,
      hours: members.map((station) => this.#book.values(hour, station)),
    });
    if (closed.stations.valid > 0) evaluation.closed.push(closed);
    const subject: Subject = { kind: 'city', id: city };
    const concentrations = closed.concentrations as Values;
    for (const rule of this.#cityRules) {
      this.#judge(
        rule,
        subject,
        hour,
        quantityOf(rule.quantity, concentrations, () => closed.index),
        evaluation,
      );
    }
  }

  #judgeStation(station: Station, hour: number, values: Values, evaluation: Evaluation): void {
    if (this.#stationRules.length === 0) return;
    const subject: Subject = { kind: 'station', id: station.id };
    let index: IndexReport | undefined;
    const indexOnce = () => {
      index ??= hourlyIndex(values, editionOfHour(hour));
      return index;
    };
    for (const rule of this.#stationRules) {
      const value = quantityOf(rule.quantity, values, indexOnce);
      this.#judge(rule, subject, hour, value, evaluation);
    }
  }

  #judge(rule: Rule, subject: Subject, at: number, value: number | null, evaluation: Evaluation): void {
    if (rule.only !== undefined && !rule.only.includes(subject.id)) return;
    const key = stateKey(rule.id, subject);
    const before = this.#states.get(key) ?? initialThreshold;
    const { state, outcome } = stepThreshold(rule, before, { at, value });
    if (outcome.decision !== 'none' && at <= this.#quietThrough) {
      // Late data would have decided differently at the time. It counts from the next hour on; the record stands.
      const run = before.phase === 'normal' ? rule.for_hours - 1 : 0;
      this.#states.set(key, { ...before, run, lastHour: at });
      return;
    }
    this.#states.set(key, state);
    if (outcome.decision === 'none' || value === null) return;
    const { quantity } = rule;
    if (outcome.decision === 'raised') {
      const alert = alertId(rule.id, subject, at);
      const { above: limit } = rule;
      this.#openAlerts.set(key, alert);
      evaluation.alerts.push({
        type: 'alert.raised',
        at,
        data: {
          alert,
          rule: rule.id,
          subject,
          priority: rule.priority,
          quantity,
          value,
          limit,
          message: alertMessage(rule, { value, name: this.#nameOf(subject) }),
          reason: outcome.reason,
        },
      });
    } else {
      const alert = this.#openAlerts.get(key);
      if (alert === undefined) throw new Error(`${key} returned without an open alert`);
      const { below: limit } = rule;
      const { reason } = outcome;
      const data = { alert, rule: rule.id, subject, quantity, value, limit, reason };
      evaluation.alerts.push({ type: 'alert.returned', at, data });
      this.#openAlerts.delete(key);
    }
  }

  #nameOf(subject: Subject): { readonly zh: string; readonly en: string } {
    if (subject.kind === 'city') return this.#options.cityNames.get(subject.id) ?? { zh: subject.id, en: subject.id };
    const name = this.#stations.get(subject.id)?.name ?? subject.id;
    return { zh: name, en: name };
  }
}

function stateKey(rule: string, subject: Subject): string {
  return `${rule}/${subject.kind}/${subject.id}`;
}

/** The value a rule looks at, null when it is missing; the index is computed only when asked for. */
function quantityOf(quantity: Quantity, values: Values, index: () => IndexReport): number | null {
  if (quantity === 'aqi') return index().aqi;
  if (isParameter(quantity)) return values[quantity] ?? null;
  return index().iaqi[quantity.slice('iaqi.'.length) as Pollutant];
}
