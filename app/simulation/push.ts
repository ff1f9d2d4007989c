import type { Clock } from '../../domain/clock.ts';
import type { Outgoing } from './outgoing.ts';
import { pace, sleep } from './pace.ts';
import { type Publisher, PublishRefused } from './publisher.ts';

/** How long acknowledgements are waited for after the push was stopped. */
const STOP_GRACE_MS = 5_000;

export interface PushOptions {
  readonly publisher: Publisher;
  readonly clock: Clock;
  /** Simulated seconds per second; 0: as fast as the broker acknowledges. */
  readonly speed: number;
  /** Stops the push; what is on its way gets five seconds to be acknowledged. */
  readonly signal: AbortSignal;
  readonly onSent: (reading: Outgoing) => void;
  /** The broker said no, with its reason. */
  readonly onRefused: (reading: Outgoing, error: Error) => void;
}

/** Publishes every reading at its time; resolves when all are acknowledged, or the signal has stopped it. */
export async function push(readings: AsyncIterable<Outgoing>, options: PushOptions): Promise<void> {
  const { publisher, clock, signal, onSent, onRefused } = options;
  const until = pace(clock, options.speed, signal);
  const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  for await (const reading of readings) {
    await until(reading.at);
    if (publisher.isFull) await Promise.race([publisher.room(), stopped]);
    if (signal.aborted) break;
    publisher.publish(reading.city, reading.station, reading.payload).catch((error) => {
      if (error instanceof PublishRefused) onRefused(reading, error);
    });
    onSent(reading);
  }
  await Promise.race([publisher.drain(), stopped]);
  if (!signal.aborted) return;
  const never = new AbortController().signal;
  await Promise.race([publisher.drain(), sleep(clock, STOP_GRACE_MS, never)]);
}
