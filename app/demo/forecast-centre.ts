import { forecastTopic } from '../../ingest/mqtt/topics.ts';
import type { Cluster } from '../simulation/cluster.ts';
import { connectBroker } from '../simulation/connect-broker.ts';
import { InventedBulletins } from './invented-bulletins.ts';

const HOUR_MS = 3_600_000;
const EVERY_MS = 3 * HOUR_MS;

export interface ForecastCentre {
  /** To be called after the readings of each hour; issues when it is time for it. */
  hour(hourEnd: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * The invented forecast centre: from `firstAt` (epoch ms) on a bulletin for every city each three hours, over MQTT as a bureau's. Before
 * that it does not see the episode coming; so the demonstration begins with measured air.
 */
export async function startForecastCentre(options: {
  readonly broker: string;
  readonly cluster: Cluster;
  readonly now: () => number;
  readonly firstAt: number;
}): Promise<ForecastCentre> {
  const { broker, cluster, now, firstAt } = options;
  const { client } = await connectBroker({ url: broker, clientId: 'demo-forecast-centre' });
  const bulletins = new InventedBulletins(cluster);
  // The first one reckons five days of weather: not while the clock is running.
  bulletins.at(firstAt);
  return {
    async hour(hourEnd) {
      if (hourEnd < firstAt || (hourEnd - firstAt) % EVERY_MS !== 0) return;
      await Promise.all(
        bulletins
          .at(now())
          .map(({ city, payload }) => client.publishAsync(forecastTopic(city), JSON.stringify(payload), { qos: 1 })),
      );
    },
    close: () => client.endAsync(true),
  };
}
