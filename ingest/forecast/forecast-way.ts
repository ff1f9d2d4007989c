import type { Clock } from '../../domain/clock.ts';
import type { ReceivedForecast } from '../../store/forecasts.ts';
import type { Log } from '../log.ts';
import { FORECAST_FILTER, forecastReceiptsTopic, parseForecastTopic } from '../mqtt/topics.ts';
import type { TopicMessage, WayIn } from '../mqtt/way-in.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { ForecastDesk } from './forecast-desk.ts';

export interface ForecastWayOptions {
  readonly desk: Pick<ForecastDesk, 'decode' | 'take'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Between two attempts at a store that is away, on `clock`; default 1 s. */
  readonly retryMs?: number;
}

interface Waiting {
  readonly decoded: ReceivedForecast | readonly Refusal[];
  readonly settle: TopicMessage['settle'];
}

/** A forecast is a few hundred bytes, and there are a few a day. */
const MOST_WAITING = 100;

/** Forecasts on `lianfang/v1/<city>/forecast`, one a message. Settled after they are durable; an empty message takes back what a broker retains. */
export class ForecastWay implements WayIn {
  readonly mayRetain = true;
  readonly #options: ForecastWayOptions;
  readonly #waiting: Waiting[] = [];
  readonly #resumes = new Set<() => void>();
  #busy: Promise<void> | undefined;
  #cancelRetry: (() => void) | undefined;
  #closed = false;

  constructor(options: ForecastWayOptions) {
    this.#options = options;
  }

  filters(): readonly string[] {
    return [FORECAST_FILTER];
  }

  takes(topic: string): boolean {
    return parseForecastTopic(topic) !== undefined;
  }

  isFull(): boolean {
    return this.#waiting.length >= MOST_WAITING;
  }

  onRoom(resume: () => void): () => void {
    this.#resumes.add(resume);
    return () => this.#resumes.delete(resume);
  }

  receiptsTopic(topic: string): string | undefined {
    const city = parseForecastTopic(topic);
    return city === undefined ? undefined : forecastReceiptsTopic(city);
  }

  submit({ topic, payload, sender, settle }: TopicMessage): void {
    const city = parseForecastTopic(topic);
    if (city === undefined || payload.byteLength === 0) {
      settle({ ...NOTHING, refusals: city === undefined ? [refuse('bad_topic')] : [] });
      return;
    }
    const parsed = ForecastDesk.parse(payload);
    const decoded =
      'json' in parsed
        ? this.#options.desk.decode(parsed.json, { city, ...(sender === undefined ? {} : { sender }) })
        : parsed.refusals;
    this.#waiting.push({ decoded, settle });
    this.#busy ??= this.#work();
  }

  /** Tries nothing more; what waits is not settled, so its sender sends it again. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelRetry?.();
    await this.#busy;
  }

  async #work(): Promise<void> {
    const { desk, clock, log, retryMs = 1_000 } = this.#options;
    while (this.#waiting.length > 0 && !this.#closed) {
      const batch = this.#waiting.slice();
      try {
        const verdicts = await desk.take(batch.map(({ decoded }) => decoded));
        this.#waiting.splice(0, batch.length);
        for (const [index, { settle }] of batch.entries()) {
          const verdict = verdicts[index];
          settle({ ...NOTHING, refusals: verdict?.status === 'refused' ? verdict.refusals : [] });
        }
        this.#makeRoom();
      } catch (error) {
        log.warn({ err: error, waiting: batch.length }, 'forecasts are not stored yet; they are kept and tried again');
        if (this.#closed) break;
        await new Promise<void>((resolve) => {
          const cancel = clock.after(retryMs, resolve);
          this.#cancelRetry = () => {
            cancel();
            resolve();
          };
        });
      }
    }
    this.#busy = undefined;
  }

  #makeRoom(): void {
    const resumes = [...this.#resumes];
    this.#resumes.clear();
    for (const resume of resumes) resume();
  }
}

const NOTHING = { stored: [], refusals: [], repeated: new Map<never, never>() };
