import mqtt, { type MqttClient } from 'mqtt';

export interface Received {
  readonly topic: string;
  readonly body: {
    readonly at: string;
    readonly period: number;
    readonly seq: number;
    readonly values: Record<string, number>;
  };
}

/** A subscriber of all readings whose session outlives the broker's restarts. */
export class Collector {
  readonly received: Received[] = [];
  readonly #client: MqttClient;
  #changed: () => void = () => {};

  static async subscribe(url: string, protocolVersion: 4 | 5 = 5): Promise<Collector> {
    const client = mqtt.connect(url, {
      clientId: 'collector',
      clean: false,
      protocolVersion,
      reconnectPeriod: 50,
      ...(protocolVersion === 5 ? { properties: { sessionExpiryInterval: 600 } } : {}),
    });
    client.on('error', () => {});
    const collector = new Collector(client);
    await new Promise<void>((resolve) => client.once('connect', () => resolve()));
    await client.subscribeAsync('lianfang/v1/+/+/readings', { qos: 1 });
    return collector;
  }

  private constructor(client: MqttClient) {
    this.#client = client;
    client.on('message', (topic, payload) => {
      this.received.push({ topic, body: JSON.parse(payload.toString()) });
      this.#changed();
    });
  }

  /** Resolves as soon as the condition holds; it is asked after each message. */
  until(condition: (received: readonly Received[]) => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#changed = () => {
        if (condition(this.received)) resolve();
      };
      this.#changed();
    });
  }

  async close(): Promise<void> {
    await this.#client.endAsync(true);
  }
}

/** How many different readings: QoS 1 may deliver one twice. */
export function distinct(received: readonly Received[]): number {
  return new Set(received.map(({ topic, body }) => `${topic} ${body.at}`)).size;
}
