import type { ConditionOf } from '../../../../domain/rule/condition.ts';
import type { Judgement } from '../../../../domain/rule/judgement.ts';
import type { Plume } from './synthetic-plume.ts';
import type { SyntheticRun } from './synthetic-run.ts';

type Upwind = ConditionOf<'upwind'>;

/** How a rule did on one synthetic run, all cities as targets, every hour. */
export interface RunScore {
  readonly seed: number;
  readonly kind: SyntheticRun['kind'];
  /** A transported plume reached a city within the rule's reach, in two hours or more; the city it reached most. */
  readonly transported: boolean;
  /** That city was told of the right neighbour in one of those hours at least. */
  readonly hit: boolean;
  /** That city was told of a wrong neighbour in any hour of the run. */
  readonly wrong: boolean;
  /** Every city so reached, and those told of the right neighbour. */
  readonly reached: number;
  readonly told: number;
  /** Hours in which a city was told of a neighbour: of one whose air was there, and of one whose was not. */
  readonly rightHours: number;
  /** The plume did come by the named neighbour, and its source was beyond the rule's reach or seen by no station of its city. */
  readonly relayHours: number;
  readonly wrongHours: number;
  /** Wrong hours of cities that a plume from another city was over at that hour; the others are false alarms. */
  readonly misnamedHours: number;
  /** Hours in which somebody was told in a true mean wind below the limit. */
  readonly calmSpoken: number;
  readonly calmJudged: number;
}

const FROM_HOUR = 12;
/** A contribution that people would see, and one below which a neighbour has nothing to do with it, µg/m³. */
const VISIBLE = 25;
const PRESENT = 5;

export function scoreRun(run: SyntheticRun, leaf: Upwind, judge: (city: number, hour: number) => Judgement): RunScore {
  const { map, hours, plumes } = run;
  const moving = plumes.filter(({ source }) => source.growth > 0);
  let [rightHours, relayHours, wrongHours, misnamedHours, calmSpoken, calmJudged, told, reached] = [
    0, 0, 0, 0, 0, 0, 0, 0,
  ];
  let strongest = { added: 0, hit: false, wrong: false };
  for (let city = 0; city < map.cities.length; city += 1) {
    let [reachHours, most, hit, wrong] = [0, 0, false, false];
    for (let hour = FROM_HOUR; hour < hours; hour += 1) {
      const calm = (run.speedMS[hour] ?? 0) < leaf.min_wind;
      const judgement = judge(city, hour);
      if (calm) calmJudged += 1;
      const speaks = judgement.truth === 'true';
      if (speaks && calm) calmSpoken += 1;
      const named = speaks ? map.cities.findIndex(({ id }) => id === judgement.facts?.['neighbour']) : -1;
      let [present, right, relay, anyPresent] = [false, false, false, false];
      for (const plume of moving) {
        if (plume.source.city === city) continue;
        const { added, age } = contribution(run, plume, city, hour);
        if (added >= PRESENT) {
          anyPresent = true;
          if (plume.source.city === named) right = true;
        }
        const inReach = isInReach(run, leaf, plume, { city, hour, age });
        if (named >= 0 && added >= PRESENT && !inReach) {
          const left = hour - Number(judgement.facts?.['lag_hours']);
          const carried = [Math.floor(left), Math.ceil(left)].some(
            (at) => contribution(run, plume, named, at).added >= PRESENT,
          );
          if (carried) relay = true;
        }
        if (added < VISIBLE || !inReach) continue;
        present = true;
        if (plume.source.city === named) hit = true;
        most = Math.max(most, added);
      }
      if (present) reachHours += 1;
      if (speaks && right) rightHours += 1;
      else if (speaks && relay) relayHours += 1;
      else if (speaks) {
        wrongHours += 1;
        wrong = true;
        if (anyPresent) misnamedHours += 1;
      }
    }
    if (reachHours < 2) continue;
    reached += 1;
    if (hit) told += 1;
    if (most > strongest.added) strongest = { added: most, hit, wrong };
  }
  return {
    seed: run.seed,
    kind: run.kind,
    transported: reached > 0,
    hit: strongest.hit,
    wrong: strongest.wrong,
    reached,
    told,
    rightHours,
    relayHours,
    wrongHours,
    misnamedHours,
    calmSpoken,
    calmJudged,
  };
}

/** The most that a plume adds to a station of the city in the hour, and the age of that air. */
function contribution(run: SyntheticRun, plume: Plume, city: number, hour: number): { added: number; age: number } {
  let [added, age] = [0, 0];
  for (const station of run.map.cities[city]?.stations ?? []) {
    const i = station * run.hours + hour;
    const here = plume.addedUgM3[i] ?? 0;
    if (here > added) [added, age] = [here, plume.ageHours[i] ?? 0];
  }
  return { added, age };
}

/**
 * Whether the rule could know: the source's city is near enough, the air young enough and at no hour of its way calm, and a
 * station of the source's city was truly above the limit within an hour of its leaving.
 */
function isInReach(
  run: SyntheticRun,
  leaf: Upwind,
  plume: Plume,
  at: { readonly city: number; readonly hour: number; readonly age: number },
): boolean {
  const from = run.map.centres[plume.source.city];
  const to = run.map.centres[at.city];
  if (from === undefined || to === undefined || at.age > leaf.within_hours) return false;
  if (Math.hypot(from.x - to.x, from.y - to.y) > leaf.within_km) return false;
  const left = Math.round(at.hour - at.age);
  for (let hour = left; hour <= at.hour; hour += 1) if ((run.speedMS[hour] ?? 0) < leaf.min_wind) return false;
  return (run.map.cities[plume.source.city]?.stations ?? []).some((station) =>
    [left - 1, left, left + 1].some((hour) => {
      const i = station * run.hours + hour;
      return (plume.addedUgM3[i] ?? 0) >= VISIBLE && (run.trueUgM3[i] ?? 0) > leaf.above;
    }),
  );
}
