import type { Clock } from '../../domain/clock.ts';
import type { Cluster } from '../simulation/cluster.ts';
import type { Publisher } from '../simulation/publisher.ts';

const HOUR_MS = 3_600_000;

/**
 * The invented cluster's stations on a clock: first the hours of the past, then each hour a little after it has ended.
 * `onHour` hears of every hour that the broker has acknowledged. The result stops it.
 */
export async function runStations(options: {
  readonly cluster: Cluster;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly from: number;
  readonly onHour: (hourEnd: number) => void;
  readonly onError: (error: unknown) => void;
}): Promise<() => void> {
  const { cluster, publisher, clock, onHour, onError } = options;
  const send = (hourEnd: number) =>
    Promise.all(
      cluster.readingsAt(hourEnd).map(({ city, station, payload }) => publisher.publish(city, station, payload)),
    );
  let next = options.from;
  for (; next <= clock.now(); next += HOUR_MS) await send(next);
  onHour(next - HOUR_MS);

  let stopTimer = () => {};
  const wait = () => {
    stopTimer = clock.after(Math.max(0, next - clock.now()), () => {
      const hourEnd = next;
      next += HOUR_MS;
      send(hourEnd).then(() => onHour(hourEnd), onError);
      wait();
    });
  };
  wait();
  return () => stopTimer();
}
