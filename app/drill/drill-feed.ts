import type { Clock } from '../../domain/clock.ts';
import type { Outgoing } from '../simulation/outgoing.ts';
import { sleep } from '../simulation/pace.ts';
import { type Publisher, PublishRefused } from '../simulation/publisher.ts';

/**
 * Sends every reading at its time of the clock, what lies before it at once; resolves when the last one is acknowledged or the signal stops
 * it. `readings` are in the order of time.
 */
export async function feedReadings(
  readings: Iterable<Outgoing>,
  options: {
    readonly publisher: Pick<Publisher, 'publish' | 'isFull' | 'room' | 'drain'>;
    readonly clock: Clock;
    readonly signal: AbortSignal;
    readonly onRefused: (reading: Outgoing, error: Error) => void;
  },
): Promise<void> {
  const { publisher, clock, signal, onRefused } = options;
  const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  for (const reading of readings) {
    if (reading.at > clock.now()) await sleep(clock, reading.at - clock.now(), signal);
    if (publisher.isFull) await Promise.race([publisher.room(), stopped]);
    if (signal.aborted) return;
    publisher.publish(reading.city, reading.station, reading.payload).catch((error) => {
      // Anything else is the end of the publisher, which comes with the drill's.
      if (error instanceof PublishRefused) onRefused(reading, error);
    });
  }
  await Promise.race([publisher.drain(), stopped]);
}
