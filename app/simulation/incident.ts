import type { Pollutant } from '../../domain/air/parameter.ts';
import { REPEAT_HOURS } from './episode.ts';
import { type Random, STREAM } from './random.ts';

/** A fault that comes back with every episode; hours after the onset, first inclusive, last exclusive. */
export type Incident =
  | { readonly kind: 'silent'; readonly station: string; readonly fromHour: number; readonly toHour: number }
  | {
      readonly kind: 'stuck';
      readonly station: string;
      readonly fromHour: number;
      readonly toHour: number;
      readonly parameter: Pollutant;
      readonly value: number;
    };

export const INCIDENTS: readonly Incident[] = [
  { kind: 'silent', station: 'geng-5', fromHour: 6, toHour: 11 },
  { kind: 'stuck', station: 'ding-6', fromHour: 40, toHour: 54, parameter: 'no2', value: 27 },
];

/** One ozone value in so many is missing, each station in its own hours. */
export const OZONE_GAP_ONE_IN = 150;

export function incidentsAt(sinceOnset: number): readonly Incident[] {
  const hour = sinceOnset % REPEAT_HOURS;
  return INCIDENTS.filter((incident) => incident.fromHour <= hour && hour < incident.toHour);
}

export function ozoneIsMissing(random: Random, stationIndex: number, hour: number): boolean {
  return random.uniform(STREAM.ozoneGap, stationIndex, hour) < 1 / OZONE_GAP_ONE_IN;
}
