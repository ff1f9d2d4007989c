import { PARAMETERS } from '../../air/parameter.ts';
import type { ConditionOf } from '../condition.ts';
import type { Judgement } from '../judgement.ts';
import type { RegionView } from '../region-view.ts';
import { type BackPath, backPath } from './back-path.ts';
import { type Candidate, candidatesOn } from './candidates.ts';
import { Levels } from './levels.ts';
import { LEAST_STEADINESS, type Named, namedOf } from './named-neighbour.ts';
import { type Surroundings, surroundingsOf } from './surroundings.ts';
import { receptorOf, type StationSeries, type UpwindTarget } from './upwind-target.ts';
import { windsAround } from './winds.ts';

type Upwind = ConditionOf<'upwind'>;

/** The least excess, of the target as of the neighbour, as a share of the limit: a plume thins on its way, noise does not. */
const ELEVATED = 0.3;

/** Shared: nothing is made on the ordinary way. */
const NOT_ELEVATED: Judgement = Object.freeze({ kind: 'upwind', truth: 'false', reason: 'target_not_elevated' });
const NONE_ABOVE: Judgement = Object.freeze({ kind: 'upwind', truth: 'false', reason: 'no_neighbour_above' });
const NO_DATA: Judgement = Object.freeze({ kind: 'upwind', truth: 'unknown', reason: 'no_data' });

/**
 * Whether the wind brings pollution from a neighbour (docs/spec/upwind.md), for one condition of one region. `series` gives the
 * condition's quantity by station and hour; without it the quantity must be a parameter of the view. The most frequent answers
 * are shared objects.
 */
export function upwind(
  leaf: Upwind,
  view: RegionView,
  series: StationSeries = parameterOf(view, leaf),
): (target: UpwindTarget, hour: number) => Judgement {
  const elevated = ELEVATED * leaf.above;
  const head = { kind: 'upwind', quantity: leaf.quantity, over: 'hour', limit: leaf.above } as const;
  return (target, hour) => {
    const station = receptorOf(view, target, hour, series);
    const here = view.stations[station];
    if (here === undefined) return NO_DATA;
    const value = series(station, hour);
    if (value < elevated) return NOT_ELEVATED;
    const around = surroundingsOf(view, station, leaf.within_km);
    if (!isAnyAbove(around, leaf, hour, series)) return NONE_ABOVE;
    const levels = new Levels({ series, stations: [station, ...around.stations], hour });
    if (!levels.standsOut(station, hour, elevated)) return NOT_ELEVATED;
    const excess = levels.excess(station, hour);

    const winds = windsAround(view, { station, around, hour, rows: leaf.within_hours + 1 });
    const path = backPath(winds, { hours: leaf.within_hours, minWindKmH: leaf.min_wind * 3.6 });
    if (path.points === 1) return { ...head, truth: 'unknown', reason: path.end ?? 'no_wind', ...windFacts(path) };
    const candidates = candidatesOn(path, { view, leaf, city: here.city, around, hour, series, levels, elevated });
    const receptor = { station, excess, hour, above: leaf.above, withinDegrees: leaf.within_degrees };
    const named = namedOf(candidates, { receptor, levels, minConfidence: leaf.min_confidence });
    if (named === undefined) return { ...head, ...nobody(candidates, path) };
    const verdict = verdictOn(named, leaf, target.kind === 'pair' ? view.cities[target.from]?.id : undefined);
    return {
      ...head,
      ...verdict,
      value: named.candidate.value,
      facts: { ...factsOf(named), target: here.id, target_value: value },
    };
  };
}

/** False when all of the way was looked at; unknown when it could not be followed, or turned too much to name anybody. */
function nobody(candidates: readonly Candidate[], path: BackPath): Pick<Judgement, 'truth' | 'reason' | 'facts'> {
  if (candidates.some(({ way }) => way.steadiness < LEAST_STEADINESS))
    return { truth: 'unknown', reason: 'changing_wind', ...windFacts(path) };
  if (path.end !== undefined) return { truth: 'unknown', reason: path.end, ...windFacts(path) };
  return { truth: 'false', reason: 'none_upwind', ...windFacts(path) };
}

/** UPW-10: a pair is told only of its own neighbour, and only when a city would be told of no other. */
function verdictOn(named: Named, leaf: Upwind, only: string | undefined): Pick<Judgement, 'truth' | 'reason'> {
  if (named.confidence < leaf.min_confidence) return { truth: 'false', reason: 'low_confidence' };
  if (only !== undefined && named.candidate.city !== only) return { truth: 'false', reason: 'another_neighbour' };
  return { truth: 'true', reason: 'upwind' };
}

function isAnyAbove(around: Surroundings, leaf: Upwind, hour: number, series: StationSeries): boolean {
  const oldest = hour - Math.ceil(1.3 * leaf.within_hours) - 1;
  for (let i = 0; i < around.stations.length; i += 1) {
    const station = around.stations[i] ?? -1;
    for (let left = hour; left >= oldest; left -= 1) if (series(station, left) > leaf.above) return true;
  }
  return false;
}

function parameterOf(view: RegionView, { quantity }: Upwind): StationSeries {
  const parameter = (PARAMETERS as readonly string[]).indexOf(quantity);
  if (parameter < 0) throw new RangeError(`${quantity} is no parameter: give its series`);
  return (station, hour) => view.stationHour(station, parameter, hour);
}

function factsOf({ candidate, confidence, evidence }: Named): Record<string, string | number> {
  const { way } = candidate;
  return {
    neighbour: candidate.city,
    station: candidate.id,
    confidence: rounded(confidence, 3),
    lag_hours: rounded(way.lagHours, 1),
    bearing: rounded(candidate.bearing, 0) % 360,
    distance_km: rounded(candidate.distanceKm, 1),
    wind_speed: rounded(way.speedMS, 1),
    wind_dir: rounded(way.fromDegrees, 0) % 360,
    value: candidate.value,
    off_degrees: rounded(way.offDegrees, 0),
    steadiness: rounded(evidence.steadiness, 2),
    stations: evidence.agreeing,
    ...(Number.isNaN(evidence.match) ? {} : { match: rounded(evidence.match, 2) }),
    excess: rounded(candidate.excess, 2),
  };
}

function windFacts({ now }: BackPath): Pick<Judgement, 'facts'> {
  return now === undefined
    ? {}
    : { facts: { wind_speed: rounded(now.speedMS, 1), wind_dir: rounded(now.fromDegrees, 0) % 360 } };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
