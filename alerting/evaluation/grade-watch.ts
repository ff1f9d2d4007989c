import type { HourGrid } from '../../domain/air/hour-grid.ts';
import { POLLUTANTS } from '../../domain/air/parameter.ts';
import { colourAqi } from '../../domain/grade/colour-aqi.ts';
import { type AqiSpan, type EpisodeState, NO_EPISODE, stepEpisode } from '../../domain/grade/episode.ts';
import type { Grade } from '../../domain/grade/grade.ts';
import { higherGrade } from '../../domain/grade/grade.ts';
import type { GradeEvent, MetStatement } from '../../domain/grade/grade-event.ts';
import { type CityGrade, gradeOutlook, NO_CITY_GRADE } from '../../domain/grade/grade-outlook.ts';
import { type GradeScale, gradeScale } from '../../domain/grade/grade-scale.ts';
import type { GradeSet } from '../../domain/grade/grade-set.ts';
import { type HeldGrade, NOTHING_HELD, stepHeldGrade } from '../../domain/grade/held-grade.ts';
import { type RegionalGrade, regionalGrade } from '../../domain/grade/regional-grade.ts';
import type { RegionalRule } from '../../domain/grade/regional-rule.ts';
import type { ForecastLookup } from '../../domain/rule/conditions/compiled.ts';
import type { Series, Windows } from '../../domain/rule/windows.ts';
import type { RegionMap } from './region-map.ts';

/** How the agreement grades: the set of a city on a day, and the region's counts. */
export interface GradeTerms {
  /** `day`: `YYYY-MM-DD` of the region's clock. */
  readonly setFor: (city: string, day: string) => GradeSet | undefined;
  readonly regional: RegionalRule;
}

export interface GradeWatchOptions {
  readonly terms: GradeTerms;
  readonly map: RegionMap;
  readonly grid: HourGrid;
  readonly cities: Windows;
  readonly windowHours: number;
  readonly forecasts?: ForecastLookup;
}

type Notice = 'ozone' | 'dust' | null;

interface CityHourGrade {
  /** The scale that the episode is counted by. */
  readonly set: string | undefined;
  readonly state: EpisodeState;
  readonly now: CityGrade;
  /** The grade that is to be proposed: the one that holds, or the next one when its time has come. */
  readonly proposed: Grade;
  readonly ahead: readonly { readonly endAt: number; readonly grade: Grade }[];
  readonly notice: Notice;
}

interface RegionHourGrade {
  readonly hour: number;
  readonly cities: readonly CityHourGrade[];
  readonly held: HeldGrade;
  readonly given: RegionalGrade;
}

const NOTHING: CityHourGrade = {
  set: undefined,
  state: NO_EPISODE,
  now: NO_CITY_GRADE,
  proposed: 'none',
  ahead: [],
  notice: null,
};
/** Days of forecast that are looked at, today included. */
const DAYS_AHEAD = 8;

/** The grades of all cities and of the region, hour by hour as hours are closed (GRW); kept for the window in which late data may change them. */
export class GradeWatch {
  readonly #options: GradeWatchOptions;
  readonly #aqi: Series;
  readonly #iaqi: readonly Series[];
  readonly #pm25: Series;
  readonly #pm10: Series;
  readonly #scales = new Map<string, GradeScale>();
  /** Oldest first, without holes. */
  #hours: RegionHourGrade[] = [];

  constructor(options: GradeWatchOptions) {
    this.#options = options;
    const { cities } = options;
    this.#aqi = cities.series('aqi', '24h');
    this.#iaqi = POLLUTANTS.map((pollutant) => cities.series(`iaqi.${pollutant}`, '24h'));
    this.#pm25 = cities.series('pm25', '24h');
    this.#pm10 = cities.series('pm10', '24h');
  }

  /** Judges the next hour. */
  close(hour: number): GradeEvent[] {
    const before = this.#hours.at(-1);
    const after = this.#judge(before, hour);
    this.#hours.push(after);
    const oldest = hour - this.#options.windowHours - 48;
    while ((this.#hours[0]?.hour ?? hour) < oldest) this.#hours.shift();
    const events = this.#changes(before, after, undefined);
    if (hour % 24 === 0) events.push(this.#noted(after));
    return events;
  }

  /** Judges the hours from `from` on anew, because values in them changed. */
  rejudge(from: number): GradeEvent[] {
    const index = this.#hours.findIndex(({ hour }) => hour >= from);
    const newest = this.#hours.at(-1);
    if (index < 0 || newest === undefined) return [];
    const old = this.#hours.slice(index);
    let before = this.#hours[index - 1];
    for (const [i, { hour }] of old.entries()) {
      before = this.#judge(before, hour);
      this.#hours[index + i] = before;
    }
    const events = this.#changes(newest, this.#hours.at(-1) as RegionHourGrade, from);
    events.push(...this.#corrections(old, this.#hours.slice(index), from));
    return events;
  }

  /**
   * Takes up what the ledger knows: the note of a day from which counting goes on; then the hours up to `through` are judged silently.
   * `from`: the first hour whose values are there.
   */
  restore(known: {
    readonly note?: { readonly at: number; readonly states: string };
    readonly from: number;
    readonly through: number;
  }): void {
    this.#hours = [];
    const { note, from, through } = known;
    const first = note === undefined ? from : this.#options.grid.lastEnded(note.at);
    if (note !== undefined) this.#hours.push(this.#fromNote(note, first));
    for (let hour = note === undefined ? first : first + 1; hour <= through; hour += 1) {
      this.#hours.push(this.#judge(this.#hours.at(-1), hour));
    }
  }

  /** What is told of subjects now: for comparing with what the ledger told. */
  tellDifferences(told: (kind: 'city' | 'region', id: string) => Grade, changedFrom: number): GradeEvent[] {
    const newest = this.#hours.at(-1);
    if (newest === undefined) return [];
    const events: GradeEvent[] = [];
    const { map } = this.#options;
    for (const [city, grade] of newest.cities.entries()) {
      const id = map.cities[city]?.id ?? '';
      const previous = told('city', id);
      if (previous !== grade.now.grade) events.push(this.#cityChanged(city, { newest, previous, grade, changedFrom }));
    }
    const previous = told('region', map.region);
    if (previous !== newest.held.grade) events.push(this.#regionChanged(newest, previous, changedFrom));
    return events;
  }

  /** What holds after the newest hour closed. */
  current():
    | { readonly cities: readonly (CityGrade & { readonly notice: Notice })[]; readonly region: Grade }
    | undefined {
    const newest = this.#hours.at(-1);
    if (newest === undefined) return undefined;
    return { cities: newest.cities.map(({ now, notice }) => ({ ...now, notice })), region: newest.held.grade };
  }

  #judge(before: RegionHourGrade | undefined, hour: number): RegionHourGrade {
    const { map, terms, grid } = this.#options;
    const cities = map.cities.map((_, city) => this.#judgeCity(before?.cities[city] ?? NOTHING, city, hour));
    const given = regionalGrade(
      terms.regional,
      map.cities,
      cities.map(({ proposed }) => proposed),
    );
    const days = Math.max(0, ...cities.map(({ ahead }) => ahead.length));
    const ahead = Array.from({ length: days }, (_, day) => {
      const endAt = grid.endOf((grid.dayOf(hour) + 1 + day) * 24);
      const grades = cities.map((city) => city.ahead.find((one) => one.endAt === endAt)?.grade ?? null);
      return { endAt, grade: regionalGrade(terms.regional, map.cities, grades).grade };
    });
    const at = grid.endOf(hour);
    const { held } = stepHeldGrade(
      before?.held ?? NOTHING_HELD,
      { at, given: given.grade },
      ahead,
      terms.regional.lift_hours,
    );
    return { hour, cities, given, held };
  }

  #judgeCity(before: CityHourGrade, city: number, hour: number): CityHourGrade {
    const { map, grid, terms } = this.#options;
    const set = terms.setFor(map.cities[city]?.id ?? '', grid.dayName(grid.dayOf(hour)));
    if (set === undefined) return NOTHING;
    const scale = this.#scaleOf(set);
    const state = before.set === undefined || before.set === set.id ? before.state : this.#recount(scale, city, hour);
    const { aqi, notice } = this.#colour(set, city, hour);
    const stepped = stepEpisode(scale, state, { endAt: grid.endOf(hour), hours: 1, aqi });
    const spans = this.#ahead(city, hour);
    const { now, ahead, next } = gradeOutlook(scale, stepped, spans);
    const at = grid.endOf(hour);
    const proposed = next !== null && next.proposeAt <= at ? higherGrade(now.grade, next.grade.grade) : now.grade;
    return {
      set: set.id,
      state: stepped,
      now,
      proposed,
      ahead: ahead.map(({ grade }, i) => ({ endAt: spans[i]?.endAt ?? at, grade })),
      notice,
    };
  }

  /** A set has given way to another: its episode is counted anew from the hours that are there. */
  #recount(scale: GradeScale, city: number, hour: number): EpisodeState {
    const { grid, cities } = this.#options;
    let state = NO_EPISODE;
    for (let at = hour - cities.ring.hours + 24; at < hour; at += 1) {
      const { aqi } = this.#colour(scale.set, city, at);
      state = stepEpisode(scale, state, { endAt: grid.endOf(at), hours: 1, aqi });
    }
    return state;
  }

  #colour(set: GradeSet, city: number, hour: number): { readonly aqi: number; readonly notice: Notice } {
    const aqi = this.#aqi(city, hour);
    if (!(aqi > set.episode.above)) return { aqi, notice: null };
    const indices = this.#iaqi.map((series) => series(city, hour));
    const iaqi = Object.fromEntries(
      POLLUTANTS.map((pollutant, i) => [pollutant, Number.isNaN(indices[i]) ? null : (indices[i] ?? null)]),
    );
    const primary = POLLUTANTS.filter((_, i) => indices[i] === aqi);
    const [pm25, pm10] = [this.#pm25(city, hour), this.#pm10(city, hour)];
    return colourAqi(set, {
      aqi,
      primary,
      iaqi,
      pm25: Number.isNaN(pm25) ? undefined : pm25,
      pm10: Number.isNaN(pm10) ? undefined : pm10,
    });
  }

  #ahead(city: number, hour: number): AqiSpan[] {
    const { forecasts, grid, map } = this.#options;
    if (forecasts === undefined) return [];
    const spans: AqiSpan[] = [];
    const id = map.cities[city]?.id ?? '';
    for (let day = grid.dayOf(hour + 1); day < grid.dayOf(hour + 1) + DAYS_AHEAD; day += 1) {
      const aqi = forecasts.forecast({ city: id, day, asOf: grid.endOf(hour) })?.values['aqi'];
      if (aqi === undefined) break;
      spans.push({ endAt: grid.endOf((day + 1) * 24), hours: 24, aqi });
    }
    return spans;
  }

  #changes(before: RegionHourGrade | undefined, after: RegionHourGrade, changedFrom: number | undefined): GradeEvent[] {
    const events: GradeEvent[] = [];
    for (const [city, grade] of after.cities.entries()) {
      const was = before?.cities[city] ?? NOTHING;
      const previous = was.now.grade;
      if (previous !== grade.now.grade) {
        events.push(this.#cityChanged(city, { newest: after, previous, grade, changedFrom }));
      }
      if (was.notice !== grade.notice) {
        const subject = { kind: 'city' as const, id: this.#options.map.cities[city]?.id ?? '' };
        events.push({
          type: 'grade.notice',
          at: this.#options.grid.endOf(after.hour),
          data: { subject, notice: grade.notice, ...this.#from(changedFrom) },
        });
      }
    }
    const previous = before?.held.grade ?? 'none';
    if (previous !== after.held.grade) events.push(this.#regionChanged(after, previous, changedFrom));
    return events;
  }

  #cityChanged(
    city: number,
    facts: {
      readonly newest: RegionHourGrade;
      readonly previous: Grade;
      readonly grade: CityHourGrade;
      readonly changedFrom: number | undefined;
    },
  ): GradeEvent {
    const { newest, previous, grade, changedFrom } = facts;
    const { now, set } = grade;
    const reason = now.grade !== 'none' ? 'conditions_met' : now.episode === null ? 'episode_over' : 'below_conditions';
    return {
      type: 'grade.changed',
      at: this.#options.grid.endOf(newest.hour),
      data: {
        subject: { kind: 'city', id: this.#options.map.cities[city]?.id ?? '' },
        grade: now.grade,
        previous,
        reason,
        ...(now.basis === null ? {} : { basis: now.basis }),
        ...(set === undefined ? {} : { set }),
        ...(now.met.length === 0 ? {} : { met: now.met as readonly (readonly MetStatement[])[] }),
        ...this.#from(changedFrom),
      },
    };
  }

  #regionChanged({ hour, held, given }: RegionHourGrade, previous: Grade, changedFrom: number | undefined): GradeEvent {
    return {
      type: 'grade.changed',
      at: this.#options.grid.endOf(hour),
      data: {
        subject: { kind: 'region', id: this.#options.map.region },
        grade: held.grade,
        previous,
        reason: held.grade === given.grade ? given.reasons.join('+') : 'held_below',
        cities: given.cities,
        group: given.group,
        ...this.#from(changedFrom),
      },
    };
  }

  /** Subjects whose grade in past hours is another one now, and in the newest hour is not. */
  #corrections(old: readonly RegionHourGrade[], fresh: readonly RegionHourGrade[], from: number): GradeEvent[] {
    const { map, grid } = this.#options;
    const events: GradeEvent[] = [];
    const compare = (subject: { kind: 'city' | 'region'; id: string }, gradeOf: (hour: RegionHourGrade) => Grade) => {
      const [was, is] = [old.map(gradeOf), fresh.map(gradeOf)];
      if (was.at(-1) !== is.at(-1) || was.every((grade, i) => grade === is[i])) return;
      const spans: { from: number; to: number; grade: Grade }[] = [];
      for (const hour of fresh) {
        const [grade, to] = [gradeOf(hour), grid.endOf(hour.hour)];
        const last = spans.at(-1);
        if (last?.grade === grade) last.to = to;
        else spans.push({ from: grid.endOf(hour.hour - 1), to, grade });
      }
      const at = grid.endOf(fresh.at(-1)?.hour ?? from);
      events.push({ type: 'grade.corrected', at, data: { subject, changedFrom: grid.endOf(from), spans } });
    };
    for (const [city, { id }] of map.cities.entries()) {
      compare({ kind: 'city', id }, ({ cities }) => cities[city]?.now.grade ?? 'none');
    }
    compare({ kind: 'region', id: map.region }, ({ held }) => held.grade);
    return events;
  }

  #noted(hour: RegionHourGrade): GradeEvent {
    const { map, grid } = this.#options;
    const cities = hour.cities.flatMap(({ set, state }, city) =>
      state.episode === null ? [] : [{ city: map.cities[city]?.id ?? '', set, state }],
    );
    const states = JSON.stringify({ cities, held: hour.held });
    return { type: 'grade.noted', at: grid.endOf(hour.hour), data: { states } };
  }

  #fromNote(note: { readonly at: number; readonly states: string }, hour: number): RegionHourGrade {
    const { map } = this.#options;
    const { cities, held } = JSON.parse(note.states) as {
      readonly cities: readonly { readonly city: string; readonly set?: string; readonly state: EpisodeState }[];
      readonly held: HeldGrade;
    };
    const given = regionalGrade(
      this.#options.terms.regional,
      map.cities,
      map.cities.map(() => null),
    );
    return {
      hour,
      held,
      given,
      cities: map.cities.map(({ id }) => {
        const known = cities.find(({ city }) => city === id);
        if (known?.set === undefined) return { ...NOTHING, state: { at: note.at, episode: null } };
        return { ...NOTHING, set: known.set, state: known.state };
      }),
    };
  }

  #scaleOf(set: GradeSet): GradeScale {
    let scale = this.#scales.get(set.id);
    if (scale === undefined || scale.set !== set) {
      scale = gradeScale(set);
      this.#scales.set(set.id, scale);
    }
    return scale;
  }

  #from(changedFrom: number | undefined): { readonly changedFrom?: number } {
    return changedFrom === undefined ? {} : { changedFrom: this.#options.grid.endOf(changedFrom) };
  }
}
