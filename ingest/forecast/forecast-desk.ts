import { isUtf8 } from 'node:buffer';
import type { Clock } from '../../domain/clock.ts';
import type { Forecast } from '../../domain/forecast/forecast.ts';
import type { ForecastStore, ReceivedForecast } from '../../store/forecasts.ts';
import type { Counters } from '../counters.ts';
import { MAX_PAYLOAD_BYTES } from '../payload.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { decodeForecast, type ForecastContext, type ForecastRules, isRefused } from './decode-forecast.ts';

export interface ForecastDeskOptions extends ForecastRules {
  readonly store: Pick<ForecastStore, 'add'>;
  readonly counters: Counters;
  readonly clock: Clock;
  /** What is durable now and was not before. */
  readonly onStored: (forecasts: readonly Forecast[]) => void;
}

/** `stored`: durable; `duplicate`: it was so before. Several refusals: everything that is wrong with it. */
export type ForecastVerdict =
  | { readonly status: 'stored'; readonly duplicate: boolean }
  | { readonly status: 'refused'; readonly refusals: readonly Refusal[] };

/** Where every forecast comes in: checked, made durable, and only then said to be stored (FCS-1). */
export class ForecastDesk {
  readonly #options: ForecastDeskOptions;

  constructor(options: ForecastDeskOptions) {
    this.#options = options;
  }

  /** The JSON of one message, or why it has none. */
  static parse(payload: Uint8Array): { readonly json: unknown } | { readonly refusals: readonly Refusal[] } {
    if (payload.byteLength > MAX_PAYLOAD_BYTES) return { refusals: [refuse('too_large')] };
    if (payload.byteLength === 0) return { refusals: [refuse('empty')] };
    if (!isUtf8(payload)) return { refusals: [refuse('not_utf8')] };
    try {
      return { json: JSON.parse(new TextDecoder().decode(payload)) as unknown };
    } catch {
      return { refusals: [refuse('not_json')] };
    }
  }

  decode(json: unknown, context: Omit<ForecastContext, 'receivedAt'>): ReceivedForecast | readonly Refusal[] {
    return decodeForecast(json, this.#options, { ...context, receivedAt: this.#options.clock.now() });
  }

  /** A verdict for each, in their order. Rejects with `StoreUnavailable` when nothing is stored; the same may be tried again. */
  async take(decoded: readonly (ReceivedForecast | readonly Refusal[])[]): Promise<ForecastVerdict[]> {
    const good = decoded.filter((item): item is ReceivedForecast => !isRefused(item));
    const fates = good.length === 0 ? [] : await this.#options.store.add(good);
    const fateOf = new Map(good.map((forecast, index) => [forecast, fates[index]]));
    this.#options.onStored(good.filter((forecast) => fateOf.get(forecast) === 'new'));
    return decoded.map((item) => {
      if (isRefused(item)) return this.#refused(item);
      const fate = fateOf.get(item);
      if (fate === 'conflict') return this.#refused([refuse('forecast_changed', { field: 'issued_at' })]);
      return { status: 'stored', duplicate: fate === 'same' };
    });
  }

  #refused(refusals: readonly Refusal[]): ForecastVerdict {
    for (const { code } of refusals.slice(0, 1)) this.#options.counters.refused[code]++;
    return { status: 'refused', refusals };
  }
}
