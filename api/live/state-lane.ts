import type { Clock } from '../../domain/clock.ts';
import type { LiveMessage } from '../contract.ts';
import type { LiveEvent } from '../deps.ts';
import { afterReal } from '../real-delay.ts';
import type { LatestState } from './latest-state.ts';
import type { LiveClient } from './live-client.ts';

interface StateLaneOptions {
  readonly clock: Clock;
  readonly clockRate: number;
  readonly latest: LatestState;
  readonly clients: ReadonlySet<LiveClient>;
  readonly flushMs: number;
}

/**
 * The conflated lane: the newest state per station and city, merged for `flushMs` and written once for all clients. A slow
 * client is skipped and gets one snapshot when it has drained, because nobody can see what still waits in the kernel.
 */
export class StateLane {
  readonly #options: StateLaneOptions;
  readonly #dirtyStations = new Set<string>();
  readonly #dirtyCities = new Set<string>();
  #snapshot: Buffer | undefined;
  #cancelFlush: (() => void) | undefined;
  #skipped = 0;

  constructor(options: StateLaneOptions) {
    this.#options = options;
  }

  /** State messages withheld from slow clients so far. */
  get skipped(): number {
    return this.#skipped;
  }

  accept(event: Exclude<LiveEvent, { type: 'alert' | 'recorded' }>): void {
    const { latest, clients } = this.#options;
    if (event.type === 'readings') {
      for (const reading of event.readings) {
        if (latest.enterReading(reading)) this.#dirtyStations.add(reading.station);
      }
    } else if (event.type === 'usable') {
      for (const reading of event.readings) {
        if (latest.enterUsable(reading)) this.#dirtyStations.add(reading.station);
      }
    } else {
      for (const hour of event.hours) if (latest.enterCityHour(hour)) this.#dirtyCities.add(hour.city);
    }
    this.#snapshot = undefined;
    if (clients.size > 0) this.#flushLater();
    else this.#forgetDirty();
  }

  sendSnapshot(client: LiveClient): void {
    const { latest } = this.#options;
    this.#snapshot ??= encodeState('snapshot', latest.stations(), latest.cities());
    client.behind = false;
    client.send(this.#snapshot);
  }

  close(): void {
    this.#cancelFlush?.();
  }

  #flushLater(): void {
    const { clock, clockRate, flushMs } = this.#options;
    this.#cancelFlush ??= afterReal(clock, clockRate, flushMs, () => {
      this.#cancelFlush = undefined;
      this.#flush();
    });
  }

  #flush(): void {
    const { latest, clients } = this.#options;
    let update: Buffer | undefined;
    if (this.#dirtyStations.size + this.#dirtyCities.size > 0) {
      const stations = [...this.#dirtyStations].flatMap((id) => latest.station(id) ?? []);
      const cities = [...this.#dirtyCities].flatMap((id) => latest.city(id) ?? []);
      update = encodeState('update', stations, cities);
    }
    this.#forgetDirty();
    let waiting = false;
    for (const client of clients) {
      if (!client.drained) {
        client.behind ||= update !== undefined;
        waiting ||= client.behind;
        if (update !== undefined) this.#skipped += 1;
      } else if (client.behind) this.sendSnapshot(client);
      else if (update !== undefined) client.send(update);
    }
    // Nothing new may ever come to wake a client that is behind.
    if (waiting) this.#flushLater();
  }

  #forgetDirty(): void {
    this.#dirtyStations.clear();
    this.#dirtyCities.clear();
  }
}

type State = Extract<LiveMessage, { lane: 'state' }>;

function encodeState(
  type: State['type'],
  stations: State['data']['stations'],
  cities: State['data']['cities'],
): Buffer {
  return Buffer.from(JSON.stringify({ lane: 'state', type, data: { stations, cities } } satisfies LiveMessage));
}
