import { signal } from '@preact/signals';
import type { CityState, StationState } from '../../api/contract.ts';
import { frameGate } from './frame-gate.ts';

/** Newest state by station and by city: plain maps, because thousands of signals would cost more than they spare. */
const stationStates = new Map<string, StationState>();
const cityStates = new Map<string, CityState>();

/** Moves at most ten times a second when a map has changed: read it, then read the maps. */
export const latestTick = signal(0);
/** Newest measurement time of any station, epoch ms. */
export const dataTime = signal<number | null>(null);

interface States {
  readonly stations: readonly StationState[];
  readonly cities: readonly CityState[];
}

const draw = frameGate(
  () => {
    dataTime.value = newestMs === Number.NEGATIVE_INFINITY ? null : newestMs;
    latestTick.value += 1;
  },
  (callback) => requestAnimationFrame(callback),
);

let newestMs = Number.NEGATIVE_INFINITY;

/** Everything the server knows; what it does not name is gone. */
export function takeSnapshot(states: States): void {
  stationStates.clear();
  cityStates.clear();
  newestMs = Number.NEGATIVE_INFINITY;
  takeUpdate(states);
}

export function takeUpdate(states: States): void {
  for (const state of states.stations) {
    stationStates.set(state.station, state);
    newestMs = Math.max(newestMs, Date.parse(state.at));
  }
  for (const state of states.cities) cityStates.set(state.city, state);
  draw();
}

export function stationState(id: string): StationState | undefined {
  return stationStates.get(id);
}

export function cityState(id: string): CityState | undefined {
  return cityStates.get(id);
}
