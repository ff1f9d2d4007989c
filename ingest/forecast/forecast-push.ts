import type { Refusal } from '../refusal.ts';
import { refuse } from '../refusal.ts';
import { ForecastDesk, type ForecastVerdict } from './forecast-desk.ts';

const MOST_FORECASTS = 500;

/** What became of a pushed body: it could not be read at all, or a verdict for each forecast in it. */
export type ForecastPushAnswer =
  | { readonly outcome: 'unreadable'; readonly refusal: Refusal }
  | { readonly outcome: 'judged'; readonly verdicts: readonly ForecastVerdict[] };

/**
 * One forecast of the contract, or an array of at most 500, each with its `city`. Resolves after the commit; rejects with
 * `StoreUnavailable` when nothing is stored.
 */
export async function pushForecasts(
  desk: Pick<ForecastDesk, 'decode' | 'take'>,
  push: { readonly body: Uint8Array; readonly sender: string },
): Promise<ForecastPushAnswer> {
  const parsed = ForecastDesk.parse(push.body);
  if (!('json' in parsed)) return { outcome: 'unreadable', refusal: parsed.refusals[0] ?? refuse('empty') };
  const items: readonly unknown[] = Array.isArray(parsed.json) ? parsed.json : [parsed.json];
  if (items.length === 0) return { outcome: 'unreadable', refusal: refuse('empty') };
  if (items.length > MOST_FORECASTS) return { outcome: 'unreadable', refusal: refuse('too_many') };
  const decoded = items.map((item) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return [refuse('wrong_type')];
    const { city, ...json } = item as Record<string, unknown>;
    if (typeof city !== 'string') {
      return [refuse(city === undefined ? 'missing_field' : 'wrong_type', { field: 'city' })];
    }
    return desk.decode(json, { city, sender: push.sender });
  });
  return { outcome: 'judged', verdicts: await desk.take(decoded) };
}
