import type { Engine } from '../../alerting/engine.ts';
import type { LiveEvent, LiveSource } from '../../api/deps.ts';
import type { Reading } from '../../domain/air/reading.ts';

/** Brings what ingest committed and what the engine decided to the live channel. */
export class LiveFeed implements LiveSource {
  readonly #listeners = new Set<(event: LiveEvent) => void>();

  subscribe(listener: (event: LiveEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  committed(readings: readonly Reading[]): void {
    this.#tell({ type: 'readings', readings });
  }

  /** After `committed` has told of the readings as they were sent. */
  usable(readings: readonly Reading[]): void {
    this.#tell({ type: 'usable', readings });
  }

  follow(engine: Engine): () => void {
    return engine.subscribe({
      cityHours: (hours) => this.#tell({ type: 'city-hours', hours }),
      alert: (alert) => this.#tell({ type: 'alert', alert }),
      grade: () => this.recorded(),
    });
  }

  /** The ledger has grown. */
  recorded(): void {
    this.#tell({ type: 'recorded' });
  }

  #tell(event: LiveEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
