import { connectAsync, type MqttClient } from 'mqtt';
import type { FuzzHouse } from './fuzz-house.ts';
import type { FuzzInput } from './fuzz-input.ts';
import { refusalFault } from './refusal-fault.ts';
import { waitFor } from './wait-for.ts';

/** A client at the embedded broker: each message must get its PUBACK, and what it hears of refusals must be well formed. */
export class MqttSender {
  readonly #house: FuzzHouse;
  readonly #client: MqttClient;
  #ending = false;

  private constructor(house: FuzzHouse, client: MqttClient) {
    this.#house = house;
    this.#client = client;
    client.on('message', (topic, payload) => this.#heard(topic, payload));
    client.on('close', () => {
      if (!this.#ending) house.fault('the embedded broker cut a connection for what was in its messages');
    });
  }

  static async open(house: FuzzHouse): Promise<MqttSender> {
    const url = `mqtt://127.0.0.1:${house.ports.mqtt}`;
    const client = await connectAsync(url, { protocolVersion: 4, reconnectPeriod: 0, log: () => {} });
    const sender = new MqttSender(house, client);
    await client.subscribeAsync('lianfang/v1/+/+/receipts', { qos: 1 });
    return sender;
  }

  async send(inputs: readonly FuzzInput[]): Promise<void> {
    let acknowledged = 0;
    for (const { address, bytes } of inputs) {
      this.#client.publish(address, bytes, { qos: 1 }, (error) => {
        if (error) this.#house.fault(`a message was not acknowledged: ${error.message}`);
        acknowledged++;
      });
    }
    if (await waitFor(() => acknowledged === inputs.length, this.#house.faults)) return;
    this.#house.fault(`${inputs.length - acknowledged} messages got no PUBACK`);
  }

  async close(): Promise<void> {
    this.#ending = true;
    await this.#client.endAsync(true);
  }

  #heard(topic: string, payload: Buffer): void {
    const { refused = [] } = JSON.parse(payload.toString()) as { readonly refused?: readonly Record<string, string>[] };
    for (const refusal of refused) {
      const fault = refusalFault(refusal);
      if (fault !== undefined) this.#house.fault(`on ${topic}: ${fault}`);
    }
  }
}
