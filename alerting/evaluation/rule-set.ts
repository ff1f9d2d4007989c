import { isDeepStrictEqual } from 'node:util';
import type { HourGrid } from '../../domain/air/hour-grid.ts';
import type { Station } from '../../domain/air/station.ts';
import type { Alert } from '../../domain/alert/alert.ts';
import type { ForecastLookup } from '../../domain/rule/conditions/compiled.ts';
import type { Judgement } from '../../domain/rule/judgement.ts';
import { isInstant, type Rule } from '../../domain/rule/rule.ts';
import type { Subject } from '../../domain/rule/subject.ts';
import { type InstantWatch, instantWatches } from './instant-watch.ts';
import { knownSpans } from './known-spans.ts';
import type { RegionHours } from './region-hours.ts';
import type { RegionMap } from './region-map.ts';
import type { RuleWatch } from './rule-watch.ts';
import { compileWatches } from './watches.ts';

export interface RuleSetOptions {
  readonly rules: readonly Rule[];
  readonly stations: readonly Station[];
  readonly map: RegionMap;
  readonly grid: HourGrid;
  readonly hours: RegionHours;
  readonly forecasts?: ForecastLookup;
}

/** One hour of a rule on a subject: whether it was in season, how it was judged, and whether an alert is open after it. */
export interface RuleHour {
  /** Epoch ms. */
  readonly at: number;
  readonly watching: boolean;
  readonly open: boolean;
  readonly judgement: Judgement;
}

/** The rules of a region, sorted by when they can be judged. */
export class RuleSet {
  readonly watches: readonly RuleWatch[];
  /** Rules on single readings. */
  readonly instants: readonly InstantWatch[];
  /** Rules on stations that look at nothing else, and on cities; all others wait for the region's hour. */
  readonly ownStation: readonly RuleWatch[];
  readonly ownCity: readonly RuleWatch[];
  readonly regional: readonly RuleWatch[];
  readonly #map: RegionMap;
  readonly #grid: HourGrid;

  private constructor(
    map: RegionMap,
    grid: HourGrid,
    watches: readonly RuleWatch[],
    instants: readonly InstantWatch[],
  ) {
    this.#map = map;
    this.#grid = grid;
    this.watches = watches;
    this.instants = instants;
    const own = (watch: RuleWatch) => watch.condition.reach === 'own';
    this.ownStation = watches.filter((watch) => watch.rule.on === 'station' && own(watch));
    this.ownCity = watches.filter((watch) => watch.rule.on === 'city' && own(watch));
    this.regional = watches.filter((watch) => !this.ownStation.includes(watch) && !this.ownCity.includes(watch));
  }

  static of(options: RuleSetOptions): RuleSet {
    const { rules, grid, stations, map } = options;
    return new RuleSet(map, grid, compileWatches(options), instantWatches(rules, grid, stations));
  }

  /** The set with other rules: one that stands there unchanged goes on where it was, a new or changed one judges hours after `since`. */
  replacedBy(options: RuleSetOptions, since: number): RuleSet {
    const isKept = (rule: Rule, before: readonly { readonly rule: Rule }[]) =>
      before.find((watch) => watch.rule.id === rule.id && isDeepStrictEqual(watch.rule, rule));
    const fresh = options.rules.filter((rule) => isKept(rule, [...this.watches, ...this.instants]) === undefined);
    const compiled = new Map(compileWatches({ ...options, rules: fresh }).map((watch) => [watch.rule.id, watch]));
    for (const watch of compiled.values()) watch.restore({ spans: [], judgedThrough: since, since });
    const freshInstants = instantWatches(fresh, options.grid, options.stations);
    for (const watch of freshInstants) watch.restore([], options.grid.endOf(since));
    const watches = options.rules
      .filter((rule) => !isInstant(rule))
      .map((rule) => {
        const watch = compiled.get(rule.id) ?? this.watches.find((one) => one.rule.id === rule.id);
        if (watch === undefined) throw new RangeError(`rule ${rule.id} was not made`);
        return watch;
      });
    const kept = this.instants.filter(({ rule }) => options.rules.some((one) => isDeepStrictEqual(one, rule)));
    return new RuleSet(options.map, options.grid, watches, [...kept, ...freshInstants]);
  }

  /** Whether a rule is about silence, so that hours must be closed also when nothing comes. */
  get watchesSilence(): boolean {
    return this.watches.some(({ watchesSilence }) => watchesSilence);
  }

  /** How many hours the rules look back. */
  get memory(): number {
    return this.watches.reduce((most, watch) => Math.max(most, watch.memory), 0);
  }

  watch(rule: string): RuleWatch | undefined {
    return this.watches.find((watch) => watch.rule.id === rule);
  }

  /** Takes up the ledger's alerts. Hours through `judgedThrough` were judged; instants (epoch ms) bound what may be judged at all. */
  restore(known: {
    readonly alerts: readonly Alert[];
    readonly judgedThrough: number;
    readonly evaluateFrom: number;
    readonly since?: (rule: string) => number;
    readonly hourAt: (at: number) => number;
  }): void {
    const { alerts, judgedThrough, evaluateFrom, hourAt } = known;
    const sinceOf = (rule: string) => Math.max(evaluateFrom, known.since?.(rule) ?? Number.NEGATIVE_INFINITY);
    for (const watch of this.instants) watch.restore(alerts, sinceOf(watch.rule.id));
    for (const watch of this.watches) {
      const since = hourAt(sinceOf(watch.rule.id));
      const isWatched = (subject: number) => watch.isWatched(subject);
      const spans = knownSpans(alerts, watch.rule, { map: this.#map, isWatched, hourAt });
      // What a rule said as it stood before is not for it to judge as it stands now.
      watch.restore({ spans: spans.filter(([, { raised }]) => raised > since), judgedThrough, since });
    }
  }

  /** Open alerts that no rule watches any more: the rule or its subject is gone, or it looks at something else. */
  *unwatched<Known extends Alert>(alerts: Iterable<Known>): Iterable<Known> {
    for (const alert of alerts) {
      if (alert.state !== 'raised') continue;
      if (this.instants.some(({ rule }) => rule.id === alert.rule)) continue;
      const watch = this.watch(alert.rule);
      const subject = this.#map.numberOf(alert.subject);
      const isWatched = watch !== undefined && watch.rule.on === alert.subject.kind;
      if (!isWatched || subject === undefined || !watch.isWatched(subject)) yield alert;
    }
  }

  /** How a rule saw a subject in its newest judged hours, newest first; undefined when it watches no such subject. */
  explain(
    query: { readonly rule: string; readonly subject: Subject; readonly hours: number },
    first: number,
  ): readonly RuleHour[] | undefined {
    const watch = this.watch(query.rule);
    const subject = this.#map.numberOf(query.subject);
    if (watch === undefined || watch.rule.on !== query.subject.kind) return undefined;
    if (subject === undefined || !watch.isWatched(subject)) return undefined;
    const newest = watch.lastJudged(subject);
    const found: RuleHour[] = [];
    for (let hour = newest; hour > newest - query.hours && hour >= first; hour -= 1) {
      const { watching, open, judgement } = watch.explain(subject, hour);
      found.push({ at: this.#grid.endOf(hour), watching, open, judgement });
    }
    return found;
  }

  /** Forgets alerts that ended at or before the hour. */
  forget(through: number): void {
    for (const { history } of this.watches) {
      for (const subject of [...history.subjects()]) history.forget(subject, through);
    }
  }
}
