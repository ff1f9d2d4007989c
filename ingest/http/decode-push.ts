import type { Reading } from '../../domain/air/reading.ts';
import { checkReading } from '../check-reading.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { StationRegistry } from '../registry.ts';
import { UNREADABLE } from './push-items.ts';

/** Every item is in exactly one of the lists; `places` gives the place of each reading in the body. */
export interface DecodedPush {
  readonly readings: readonly Reading[];
  readonly places: readonly number[];
  readonly refusals: readonly (Refusal & { readonly index: number })[];
}

/**
 * Items of the public contract plus `"station"`, which may be left out when the token is for one station only. A bad item,
 * or one for somebody else's station, does not harm its neighbours. Never throws.
 */
export function decodePush(
  items: readonly unknown[],
  context: {
    readonly stations: readonly string[];
    readonly registry: Pick<StationRegistry, 'get'>;
    /** Epoch ms that no period end may pass. */
    readonly latestAt: number;
  },
): DecodedPush {
  const own: ReadonlySet<string> = new Set(context.stations);
  const only = context.stations.length === 1 ? context.stations[0] : undefined;
  // What cannot even be read goes into the books of the only station that it can be of.
  const mine = only === undefined ? {} : { station: only };
  const readings: Reading[] = [];
  const places: number[] = [];
  const refusals: (Refusal & { readonly index: number })[] = [];

  const decode = (item: unknown, index: number): Reading | Refusal => {
    if (item === UNREADABLE) return { ...refuse('not_json', { index }), ...mine };
    if (typeof item !== 'object' || item === null || Array.isArray(item))
      return { ...refuse('wrong_type', { index }), ...mine };
    const { station: named = only, ...reading } = item as Record<string, unknown>;
    const at = { index, ...seqOf(reading['seq']) };
    if (named === undefined) return refuse('missing_field', { field: 'station', ...at });
    if (typeof named !== 'string') return refuse('wrong_type', { field: 'station', ...at });
    // Before the registry is asked: a stranger does not learn which stations there are.
    if (!own.has(named)) return refuse('not_your_station', { field: named, ...at });
    const station = context.registry.get(named);
    if (station === undefined) return refuse('unknown_station', { field: named, ...at });
    const checked = checkReading(reading, station, context.latestAt, index);
    return 'code' in checked ? { ...checked, station: station.id } : checked;
  };

  for (const [index, item] of items.entries()) {
    const decoded = decode(item, index);
    if ('code' in decoded) refusals.push({ ...decoded, index });
    else {
      readings.push(decoded);
      places.push(index);
    }
  }
  return { readings, places, refusals };
}

function seqOf(seq: unknown): { readonly seq?: number } {
  return typeof seq === 'number' && Number.isSafeInteger(seq) && seq >= 0 ? { seq } : {};
}
