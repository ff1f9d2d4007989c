import { HourGrid } from '../../domain/air/hour-grid.ts';
import { HOUR_S, hourOfReadings } from '../../domain/air/hour-mean.ts';
import type { Parameter } from '../../domain/air/parameter.ts';
import type { Reading } from '../../domain/air/reading.ts';
import type { Alert } from '../../domain/alert/alert.ts';
import type { Rule } from '../../domain/rule/rule.ts';
import type { Subject } from '../../domain/rule/subject.ts';
import { AlertTelling } from './alert-telling.ts';
import { ChangedHours } from './changed-hours.ts';
import { appendEvaluation, type Evaluation, emptyEvaluation } from './evaluation.ts';
import type { EvaluatorOptions, KnownGrades } from './evaluator-options.ts';
import { GradeWatch } from './grade-watch.ts';
import { OpenHours } from './open-hours.ts';
import type { RegionHours } from './region-hours.ts';
import { RegionMap } from './region-map.ts';
import { RuleSet, type RuleSetOptions } from './rule-set.ts';
import type { Happening, RuleWatch } from './rule-watch.ts';
import { hoursFor, weatherOf } from './watches.ts';

const NEVER = -2_147_483_648;
/** Grades look back over a running day, and a restart begins at a note that is up to a day old. */
const GRADE_MEMORY = 48;

/**
 * The engine's core: usable readings in, alert events and closed city hours out. Deterministic in its input, knows no clock and no
 * store; live operation, restart and replay feed the same object (docs/spec/rules.md, EVA). What was said of closed hours
 * follows from their values alone, so data that comes late, twice or in another order leads to the same alerts.
 */
export class Evaluator {
  readonly #options: EvaluatorOptions;
  readonly #grid: HourGrid;
  readonly #map: RegionMap;
  readonly #hours: RegionHours;
  readonly #open: OpenHours;
  #rules: RuleSet;
  readonly #telling: AlertTelling;
  readonly #grades: GradeWatch | undefined;
  /** What the ledger told of grades, until the windows are filled. */
  #told: KnownGrades | undefined;
  /** Newest hour judged of each station by its own rules, and closed of each city. */
  readonly #stationJudged: Int32Array;
  readonly #cityClosed: Int32Array;
  readonly #changed: ChangedHours;
  #newest = NEVER;
  #closedThrough = NEVER;
  /** The first hour that anything is known of. */
  #first = Number.MAX_SAFE_INTEGER;
  /** False after a restart until the windows are filled: hours judged before are not judged as they come in. */
  #settled = true;

  constructor(options: EvaluatorOptions) {
    this.#options = options;
    this.#grid = new HourGrid(options);
    this.#map = new RegionMap(options);
    this.#hours = hoursFor({
      ...options,
      grid: this.#grid,
      map: this.#map,
      atLeast: options.grades === undefined ? 0 : GRADE_MEMORY,
    });
    this.#rules = RuleSet.of(this.#ruleOptions(options.rules));
    if (options.grades !== undefined) {
      const cities = this.#hours.cityWindows;
      this.#grades = new GradeWatch({ ...options, terms: options.grades, map: this.#map, grid: this.#grid, cities });
    }
    this.#telling = new AlertTelling({ ...options, map: this.#map, grid: this.#grid });
    this.#stationJudged = new Int32Array(this.#map.stations.length).fill(NEVER);
    this.#cityClosed = new Int32Array(this.#map.cities.length).fill(NEVER);
    this.#open = new OpenHours(this.#map);
    this.#changed = new ChangedHours();
  }

  /** End of the newest hour that is closed for every city, epoch ms; -Infinity before the first. */
  get closedThrough(): number {
    return this.#closedThrough === NEVER ? Number.NEGATIVE_INFINITY : this.#grid.endOf(this.#closedThrough);
  }

  /** Ends of the open hours of which something has come, oldest first. */
  get openHours(): readonly number[] {
    return this.#open.hours.map((hour) => this.#grid.endOf(hour));
  }

  /** Whether hours must be closed also when nothing comes. */
  get watchesSilence(): boolean {
    return this.#rules.watchesSilence;
  }
  /** How far back readings must be read from the store to fill the windows, in hours. */
  get memoryHours(): number {
    return this.#hours.memory;
  }

  /**
   * Takes up what the ledger knows: its alerts, the hour through which all was judged, and the instant up to which everything was
   * there before the first start and is history (EVA-7). Then the readings of the last `memoryHours` are to be given to `judge`.
   */
  restore(known: {
    readonly judgedThrough: number;
    readonly evaluateFrom: number;
    /** Up to when a rule may not judge because it stood otherwise then, epoch ms; absent: all may judge from the beginning. */
    readonly since?: (rule: string) => number;
    readonly alerts: Iterable<Alert>;
    readonly grades?: KnownGrades;
  }): void {
    const hourAt = (at: number) => (Number.isFinite(at) ? this.#grid.lastEnded(at) : NEVER);
    const judgedThrough = hourAt(known.judgedThrough);
    this.#closedThrough = judgedThrough;
    this.#settled = judgedThrough === NEVER;
    this.#told = known.grades;
    this.#rules.restore({ ...known, alerts: [...known.alerts], judgedThrough, hourAt });
  }

  /** Goes over to other rules from the next hour on; unchanged ones keep their state. False: the windows are too short for them. */
  replaceRules(rules: readonly Rule[]): boolean {
    const { memory } = this.#hours;
    const set = this.#rules.replacedBy(this.#ruleOptions(rules), this.#newestHour());
    const isKept = (parameter: Parameter) => this.#hours.stationWindows.column(parameter) !== undefined;
    const ringHours = this.#hours.hours;
    if (set.memory + this.#options.windowHours + 1 > ringHours || !weatherOf(rules).every(isKept)) return false;
    // A rule about many days needs them from the store.
    if (this.#hours.memory > memory) return false;
    this.#rules = set;
    return true;
  }

  /** End of the newest hour that any rule may have judged, epoch ms; -Infinity when none. */
  get newestJudged(): number {
    const newest = this.#newestHour();
    return newest === NEVER ? Number.NEGATIVE_INFINITY : this.#grid.endOf(newest);
  }

  /** The windows are filled: tells what the values of judged hours say differently now (EVA-5), and is ready for new hours. */
  settle(): Evaluation {
    const evaluation = emptyEvaluation();
    if (this.#settled) return evaluation;
    this.#settled = true;
    const through = this.#closedThrough;
    for (let hour = through - this.#hours.hours + 1; hour <= through; hour += 1) {
      for (let city = 0; city < this.#map.cities.length; city += 1) this.#hours.putCity(city, hour);
    }
    this.#cityClosed.fill(through);
    this.#stationJudged.fill(through);
    const from = Math.max(this.#first, through - this.#options.windowHours + 1);
    if (this.#grades !== undefined) {
      const { note, gradeOf = () => 'none' as const } = this.#told ?? {};
      const first = Math.max(this.#first, through - this.#hours.hours + 24);
      this.#grades.restore({ ...(note === undefined ? {} : { note }), from: first, through });
      evaluation.grades.push(...this.#grades.tellDifferences(gradeOf, from));
    }
    for (const watch of this.#rules.watches) {
      for (let subject = 0; subject < watch.subjects; subject += 1) {
        this.#refold(watch, subject, { from, through }, evaluation);
      }
    }
    return evaluation;
  }

  /** Open alerts that no rule watches any more: the rule or its subject is gone, or it looks at something else. */
  unwatched<Known extends Alert>(alerts: Iterable<Known>): Iterable<Known> {
    return this.#rules.unwatched(alerts);
  }

  /** Judges usable readings. Repeats change nothing; readings of unregistered stations are not ours to judge. */
  judge(readings: Iterable<Reading>): Evaluation {
    const evaluation = emptyEvaluation();
    for (const reading of readings) this.#enter(reading, evaluation);
    if (this.#options.holdCorrections !== true) this.#rejudgeChanged(evaluation);
    return evaluation;
  }

  /** Whether late data waits to be judged. */
  get hasCorrections(): boolean {
    return !this.#changed.isEmpty;
  }

  /** Judges the late data that waits. */
  correct(): Evaluation {
    const evaluation = emptyEvaluation();
    this.#rejudgeChanged(evaluation);
    return evaluation;
  }

  /** All readings of a station's hour that were asked for by `recalls`. */
  recalled(recall: { readonly station: string; readonly hour: number }, readings: readonly Reading[]): Evaluation {
    const evaluation = emptyEvaluation();
    const station = this.#map.stationNumber(recall.station) ?? -1;
    const hour = this.#grid.lastEnded(recall.hour);
    if (station >= 0 && this.#hours.putHour(station, hour, hourOfReadings(readings))) this.#changed.add(station, hour);
    this.#rejudgeChanged(evaluation);
    return evaluation;
  }

  /** Closes every hour up to `through` (epoch ms): the clock, or the end of a replayed file, says that nothing more is waited for. */
  closeHours(through: number): Evaluation {
    const evaluation = emptyEvaluation();
    const last = Number.isFinite(through) ? this.#grid.lastEnded(through) : (this.#open.hours.at(-1) ?? NEVER);
    this.#closeThrough(last, evaluation);
    this.#rejudgeChanged(evaluation);
    return evaluation;
  }

  /** How a rule saw a subject in its newest judged hours (`RuleSet.explain`). */
  explain(query: { readonly rule: string; readonly subject: Subject; readonly hours: number }) {
    return this.#rules.explain(query, this.#first);
  }

  #enter(reading: Reading, evaluation: Evaluation): void {
    const station = this.#map.stationNumber(reading.station);
    if (station === undefined || reading.periodS > HOUR_S) return;
    for (const watch of this.#rules.instants) watch.judge(reading, evaluation.alerts);
    // An instant says nothing of an hour's mean, a day's mean nothing of its hours.
    if (reading.periodS === 0) return;
    const hour = this.#grid.hourOf(reading.at, reading.periodS);
    const closed = this.#closedThrough;
    if (hour <= closed) {
      const isFilling = !this.#settled;
      if (!isFilling) evaluation.late += 1;
      if (hour <= closed - (isFilling ? this.memoryHours : this.#options.windowHours)) {
        if (!isFilling) evaluation.tooLate += 1;
        return;
      }
    } else if (!this.#settled) appendEvaluation(evaluation, this.settle());
    if (hour < this.#first) this.#first = hour;
    if (!this.#settled) this.#fillCities(hour);
    // Before time goes on: a batch may hold more hours than the windows.
    if (hour > this.#newest) this.#rejudgeChanged(evaluation);
    const { changed, complete, recall } = this.#hours.enter(station, hour, reading);
    if (recall) evaluation.recalls.push({ station: reading.station, hour: this.#grid.endOf(hour) });
    if (hour <= closed) {
      const isChanged = changed || (!complete && !recall && this.#hours.putParts(station, hour));
      if (isChanged && this.#settled) this.#changed.add(station, hour);
      return;
    }
    if (changed || !complete) evaluation.touched.add(this.#grid.endOf(hour));
    this.#open.touch(hour);
    if (complete) this.#complete(station, hour, changed, evaluation);
    if (hour <= this.#newest) return;
    this.#newest = hour;
    this.#closeThrough(hour - 1 - this.#options.lateHours, evaluation); // EVA-2
  }

  /** While the windows are filled in the order of time: cities' hours that no more comes of, for histories longer than the windows. */
  #fillCities(hour: number): void {
    if (hour <= this.#newest) return;
    if (this.#newest !== NEVER && this.#hours.keepsCityHistory) {
      for (let city = 0; city < this.#map.cities.length; city += 1) this.#hours.putCity(city, this.#newest);
    }
    this.#newest = hour;
  }

  /** A station has said all about an open hour. */
  #complete(station: number, hour: number, changed: boolean, evaluation: Evaluation): void {
    const city = this.#map.cityOf(station);
    const judged = this.#stationJudged[station] ?? NEVER;
    const isFirst = this.#open.complete(hour, station, city);
    if (hour > judged) this.#judgeStation(station, hour, evaluation);
    else if (changed) this.#changed.add(station, hour);
    if (isFirst) this.#closeCompleteHours(city, evaluation);
  }

  /** Judges the station's hours up to this one: an hour that has not come is judged as one without values. */
  #judgeStation(station: number, hour: number, evaluation: Evaluation): void {
    const judged = this.#stationJudged[station] ?? NEVER;
    this.#stationJudged[station] = hour;
    if (this.#rules.ownStation.length === 0) return;
    const from = judged === NEVER ? hour : Math.max(judged + 1, hour - this.#hours.hours + 1);
    for (let at = from; at <= hour; at += 1) {
      for (const watch of this.#rules.ownStation) this.#step(watch, station, at, evaluation);
    }
  }

  /** Closes the city's oldest open hours while they are complete; a city's hours are judged in order (EVA-1). */
  #closeCompleteHours(city: number, evaluation: Evaluation): void {
    const members = this.#map.cities[city]?.stations.length ?? 0;
    if (members === 0) return;
    for (const hour of this.#open.hours) {
      const closed = this.#cityClosedThrough(city);
      if (hour <= closed) continue;
      // An hour in between of which nothing has come yet is open too.
      if (closed !== NEVER && hour > closed + 1) return;
      if (this.#open.completeIn(hour, city) < members) return;
      this.#closeCity(city, hour, evaluation);
    }
  }

  #cityClosedThrough(city: number): number {
    return Math.max(this.#cityClosed[city] ?? NEVER, this.#closedThrough);
  }

  #closeThrough(through: number, evaluation: Evaluation): void {
    const oldest = this.#open.hours[0];
    if (this.#closedThrough === NEVER && (oldest === undefined || oldest > through)) return;
    // After a gap longer than the windows nothing of the hours before could be seen.
    const first = this.#closedThrough === NEVER ? (oldest ?? through) : this.#closedThrough + 1;
    for (let hour = Math.max(first, through - this.#hours.hours + 1); hour <= through; hour += 1) {
      this.#closeHour(hour, evaluation);
    }
  }

  #closeHour(hour: number, evaluation: Evaluation): void {
    for (let station = 0; station < this.#stationJudged.length; station += 1) {
      if ((this.#stationJudged[station] ?? NEVER) >= hour && !this.#hours.isPartial(station, hour)) continue;
      if (
        this.#hours.isPartial(station, hour) &&
        this.#hours.putParts(station, hour) &&
        (this.#stationJudged[station] ?? NEVER) >= hour
      )
        this.#changed.add(station, hour);
      if ((this.#stationJudged[station] ?? NEVER) < hour) this.#judgeStation(station, hour, evaluation);
    }
    for (let city = 0; city < this.#cityClosed.length; city += 1) {
      if (this.#cityClosedThrough(city) < hour) this.#closeCity(city, hour, evaluation);
    }
    for (const watch of this.#rules.regional) {
      for (let subject = 0; subject < watch.subjects; subject += 1) this.#step(watch, subject, hour, evaluation);
    }
    this.#closedThrough = hour;
    if (this.#grades !== undefined) evaluation.grades.push(...this.#grades.close(hour));
    this.#open.forgetThrough(hour);
    if (hour % 24 === 0) this.#rules.forget(hour - this.#hours.hours);
    for (let city = 0; city < this.#cityClosed.length; city += 1) this.#closeCompleteHours(city, evaluation);
  }

  #closeCity(city: number, hour: number, evaluation: Evaluation): void {
    this.#cityClosed[city] = hour;
    this.#hours.putCity(city, hour);
    const report = this.#hours.cityReport(city, hour);
    if (report.stations.valid > 0) evaluation.closed.push(report);
    for (const watch of this.#rules.ownCity) this.#step(watch, city, hour, evaluation);
  }

  /** Late and changed values: judges anew what they touch, and tells what comes out differently (EVA-4). */
  #rejudgeChanged(evaluation: Evaluation): void {
    if (this.#changed.isEmpty) return;
    const changed = this.#changed.take();
    const cities = new Map<number, number>();
    for (const { station, hours, from } of changed) {
      for (const watch of this.#rules.ownStation) {
        this.#refold(watch, station, { from, through: this.#stationJudged[station] ?? NEVER }, evaluation);
      }
      const city = this.#map.cityOf(station);
      for (const hour of hours) {
        if (hour > this.#cityClosedThrough(city) || !this.#hours.putCity(city, hour)) continue;
        evaluation.closed.push(this.#hours.cityReport(city, hour));
        cities.set(city, Math.min(hour, cities.get(city) ?? hour));
      }
    }
    for (const [city, from] of cities) {
      for (const watch of this.#rules.ownCity) {
        this.#refold(watch, city, { from, through: this.#cityClosedThrough(city) }, evaluation);
      }
    }
    if (cities.size > 0 && this.#grades !== undefined) {
      evaluation.grades.push(...this.#grades.rejudge(Math.min(...cities.values())));
    }
    const from = Math.min(...changed.map((one) => one.from));
    for (const watch of this.#rules.regional) {
      for (let subject = 0; subject < watch.subjects; subject += 1) {
        this.#refold(watch, subject, { from, through: this.#closedThrough }, evaluation);
      }
    }
  }

  #step(watch: RuleWatch, subject: number, hour: number, evaluation: Evaluation): void {
    const happenings = this.#happenings;
    watch.step(subject, hour, happenings);
    if (happenings.length > 0) this.#tell(watch, undefined, evaluation);
  }

  #refold(
    watch: RuleWatch,
    subject: number,
    { from, through }: { from: number; through: number },
    evaluation: Evaluation,
  ): void {
    const happenings = this.#happenings;
    const first = Math.max(from, this.#first);
    watch.refold(subject, first, through, happenings);
    if (happenings.length > 0) this.#tell(watch, first, evaluation);
  }

  readonly #happenings: Happening[] = [];

  #tell(watch: RuleWatch, changedFrom: number | undefined, evaluation: Evaluation): void {
    for (const happening of this.#happenings.splice(0)) {
      const newest = watch.lastJudged(happening.subject);
      evaluation.alerts.push(this.#telling.eventOf(watch.rule, happening, { changedFrom, newest }));
    }
  }

  #newestHour(): number {
    return this.#stationJudged.reduce((newest, hour) => Math.max(newest, hour), this.#closedThrough);
  }

  #ruleOptions(rules: readonly Rule[]): RuleSetOptions {
    const { stations, forecasts } = this.#options;
    const shared = { rules, stations, map: this.#map, grid: this.#grid, hours: this.#hours };
    return forecasts === undefined ? shared : { ...shared, forecasts };
  }
}
