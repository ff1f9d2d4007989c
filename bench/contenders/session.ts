import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { READINGS_FILTER } from '../../ingest/mqtt/topics.ts';

export const CLIENT_ID = 'contender';

/** The default of the configuration (`mqtt.receive_maximum`). */
export const RECEIVE_MAXIMUM = 4_000;

export const SESSION_EXPIRY_S = 3_600;

/**
 * The same durable MQTT 5 session for every contender, as Lianfang's own, so that the broker does the same work for each
 * and what was not acknowledged can be counted afterwards.
 */
export const SESSION: IClientOptions = {
  clientId: CLIENT_ID,
  clean: false,
  protocolVersion: 5,
  reconnectPeriod: 0,
  properties: { sessionExpiryInterval: SESSION_EXPIRY_S, receiveMaximum: RECEIVE_MAXIMUM },
};

export interface SubscribedClient {
  readonly client: MqttClient;
  subscribe(): Promise<void>;
}

/** Connected; subscribe when the handlers are set. `quiet` switches off mqtt.js's debug lines, which cost a tenth. */
export async function connectSession(url: string, options: { readonly quiet: boolean }): Promise<SubscribedClient> {
  const client = await connectAsync(url, { ...SESSION, ...(options.quiet && { log: () => {} }) });
  return {
    client,
    async subscribe() {
      await client.subscribeAsync(READINGS_FILTER, { qos: 1 });
    },
  };
}
