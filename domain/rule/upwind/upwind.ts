import { PARAMETERS } from '../../air/parameter.ts';
import type { ConditionOf } from '../condition.ts';
import type { Judgement } from '../judgement.ts';
import type { RegionView } from '../region-view.ts';
import { backPath } from './back-path.ts';
import { type Candidate, candidatesOn } from './candidates.ts';
import { confidenceOf, type Evidence, evidenceFor, LEAST_STEADINESS } from './confidence.ts';
import { Levels } from './levels.ts';
import { type Surroundings, surroundingsOf } from './surroundings.ts';
import { receptorOf, type StationSeries, type UpwindTarget } from './upwind-target.ts';
import { windsAround } from './winds.ts';

type Upwind = ConditionOf<'upwind'>;

/** The target's excess must be at least this share of the limit: a plume thins on its way, noise stays. */
export const options = { elevated: 0.2, softKm: 10, relay: 0.6 };

/** Shared: nothing is made on the ordinary way. */
const NOT_ELEVATED: Judgement = Object.freeze({ kind: 'upwind', truth: 'false', reason: 'target_not_elevated' });
const NONE_ABOVE: Judgement = Object.freeze({ kind: 'upwind', truth: 'false', reason: 'no_neighbour_above' });
const NO_DATA: Judgement = Object.freeze({ kind: 'upwind', truth: 'unknown', reason: 'no_data' });

/** UPW: whether the wind brings pollution from a neighbour (docs/spec/upwind.md). */
export function upwind(
  view: RegionView,
  leaf: Upwind,
  target: UpwindTarget,
  hour: number,
  series: StationSeries = seriesOf(view, leaf),
): Judgement {
  const receptor = receptorOf(view, target, hour, series);
  const here = view.stations[receptor];
  if (here === undefined) return NO_DATA;
  const value = series(receptor, hour);
  if (value < options.elevated * leaf.above) return NOT_ELEVATED;
  const around = surroundingsOf(view, receptor, leaf.within_km);
  if (!isAnyAbove(around, leaf, hour, series)) return NONE_ABOVE;
  const levels = new Levels({ series, stations: [receptor, ...around.stations], hour });
  const excess = levels.excess(receptor, hour);
  if (excess < options.elevated * leaf.above) return NOT_ELEVATED;

  const rows = leaf.within_hours + 1;
  const winds = windsAround(view, { station: receptor, around, hour, rows });
  const path = backPath(winds, { hours: leaf.within_hours, minWindKmH: leaf.min_wind * 3.6, softKm: options.softKm });
  const head = { kind: 'upwind', quantity: leaf.quantity, over: 'hour', limit: leaf.above } as const;
  if (path.points === 1) return { ...head, truth: 'unknown', reason: path.end ?? 'no_wind' };

  const only = target.kind === 'pair' ? view.cities[target.from]?.id : undefined;
  const candidates = candidatesOn(path, { view, leaf, city: here.city, only, around, hour, series, levels });
  const steady = candidates.filter(({ way }) => way.steadiness >= LEAST_STEADINESS);
  const named = best(steady, { receptor, receptorExcess: excess, hour, leaf, levels });
  if (named === undefined) {
    if (candidates.length > 0) return { ...head, truth: 'unknown', reason: 'changing_wind' };
    // Beyond where the wind could be followed somebody may be to blame.
    if (path.end !== undefined) return { ...head, truth: 'unknown', reason: path.end };
    return { ...head, truth: 'false', reason: 'none_upwind' };
  }
  const { candidate, confidence, evidence } = named;
  const sure = confidence >= leaf.min_confidence;
  return {
    ...head,
    truth: sure ? 'true' : 'false',
    reason: sure ? 'upwind' : 'low_confidence',
    value: candidate.value,
    facts: {
      neighbour: candidate.city,
      station: view.stations[candidate.station]?.id ?? '',
      confidence: rounded(confidence, 3),
      lag_hours: rounded(candidate.way.lagHours, 1),
      bearing: rounded(candidate.bearing, 0) % 360,
      distance_km: rounded(candidate.distanceKm, 1),
      wind_speed: rounded(candidate.way.speedMS, 1),
      wind_dir: rounded(candidate.way.fromDegrees, 0) % 360,
      value: candidate.value,
      target_station: here.id,
      target_value: value,
      off_degrees: rounded(candidate.way.offDegrees, 1),
      ...evidenceFacts(evidence),
    },
  };
}

interface Named {
  readonly candidate: Candidate;
  readonly confidence: number;
  readonly evidence: Evidence;
}

/** UPW-8: of every city its strongest station, of those the surest; ties by id. */
function best(
  candidates: readonly Candidate[],
  asked: {
    readonly receptor: number;
    readonly receptorExcess: number;
    readonly hour: number;
    readonly leaf: Upwind;
    readonly levels: Levels;
  },
): Named | undefined {
  let found: Named | undefined;
  for (const candidate of candidates) {
    const agreeing = candidates.filter(({ city }) => city === candidate.city).length;
    const evidence = evidenceFor(candidate, {
      ...asked,
      above: asked.leaf.above,
      withinDegrees: asked.leaf.within_degrees,
      agreeing,
    });
    const confidence = confidenceOf(evidence);
    if (found === undefined || confidence > found.confidence) found = { candidate, confidence, evidence };
  }
  return found;
}

function isAnyAbove(around: Surroundings, leaf: Upwind, hour: number, series: StationSeries): boolean {
  for (let i = 0; i < around.stations.length; i += 1) {
    const station = around.stations[i] ?? -1;
    for (let back = 0; back <= leaf.within_hours + 2; back += 1)
      if (series(station, hour - back) > leaf.above) return true;
  }
  return false;
}

function seriesOf(view: RegionView, leaf: Upwind): StationSeries {
  const parameter = PARAMETERS.findIndex((name) => name === leaf.quantity);
  return (station, hour) => view.stationHour(station, parameter, hour);
}

function evidenceFacts(evidence: Evidence): Record<string, number> {
  return Object.fromEntries(Object.entries(evidence).map(([name, value]) => [name, rounded(value, 2)]));
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
