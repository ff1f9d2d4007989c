import { isDeepStrictEqual } from 'node:util';
import type { Reading } from '../../domain/air/reading.ts';
import { sendDirectly } from './direct-sender.ts';
import { type FuzzHouse, startFuzzHouse } from './fuzz-house.ts';
import type { FuzzInput, Way } from './fuzz-input.ts';
import { Hj212Lanes } from './hj212-lanes.ts';
import { HttpSender } from './http-sender.ts';
import { MqttSender } from './mqtt-sender.ts';
import { waitFor } from './wait-for.ts';

/** What a run did, for the report. */
export interface FuzzFigures {
  readonly messages: number;
  readonly storedReadings: number;
  readonly distinctReadings: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly goodReadings: number;
  readonly connectionsCut: Readonly<Record<string, number>>;
}

/** A house and its senders, over many chunks. */
export class FuzzRun {
  readonly #house: FuzzHouse;
  readonly #lanes: Hj212Lanes;
  readonly #mqtt: MqttSender;
  readonly #http: HttpSender;
  readonly #stopListening: () => void;
  #good = 0;

  private constructor(house: FuzzHouse, senders: { readonly lanes: Hj212Lanes; readonly mqtt: MqttSender }) {
    this.#house = house;
    this.#lanes = senders.lanes;
    this.#mqtt = senders.mqtt;
    this.#http = new HttpSender(house);
    const crashed = (error: unknown) =>
      house.fault(`nobody caught: ${error instanceof Error ? error.stack : String(error)}`);
    for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, crashed);
    this.#stopListening = () => {
      for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.off(event, crashed);
    };
  }

  static async start(): Promise<FuzzRun> {
    const house = await startFuzzHouse();
    return new FuzzRun(house, { lanes: await Hj212Lanes.open(house), mqtt: await MqttSender.open(house) });
  }

  /** What must not happen and has happened. */
  get faults(): readonly string[] {
    return this.#house.faults;
  }

  /** Resolves when all is sent, answered, and the good readings are found in the store as they were sent. */
  async send(inputs: readonly FuzzInput[], seed: number): Promise<void> {
    const of = (...ways: Way[]) => inputs.filter(({ way }) => ways.includes(way));
    await Promise.all([
      this.#lanes.send(of('hj212'), seed),
      this.#mqtt.send(of('mqtt')),
      this.#http.send(of('http')),
      sendDirectly(this.#house, of('hj212_message', 'profile', 'sensorthings')),
    ]);
    let judged = false;
    void this.#house.engine.settled().then(() => {
      judged = true;
    });
    if (!(await waitFor(() => judged, this.faults))) this.#house.fault('the rules engine does not come to rest');
    await this.#findGood(inputs.flatMap(({ expected }) => expected ?? []));
  }

  /** Ends the house and closes the books. */
  async close(): Promise<FuzzFigures> {
    const { pipeline, counters, store, gateway, fault, faults } = this.#house;
    this.#lanes.close();
    await this.#mqtt.close();
    this.#http.close();
    // Split messages that never became whole are let go when their connection ends.
    if (!(await waitFor(() => pipeline.submitted === pipeline.settled && gateway.counters.connections === 0, faults))) {
      fault(`of ${pipeline.submitted} messages ${pipeline.settled} were settled`);
    }
    const refused = Object.values(counters.refused).reduce((sum, count) => sum + count, 0);
    const books = { submitted: pipeline.submitted, stored: pipeline.stored, refused: pipeline.refused };
    const counted = { submitted: counters.messagesReceived, stored: counters.readingsStored, refused };
    if (!isDeepStrictEqual(books, counted)) {
      fault(`the counters say ${JSON.stringify(counted)}, the settlements ${JSON.stringify(books)}`);
    }
    const distinctReadings = await store.count({ from: 0, to: Number.MAX_SAFE_INTEGER });
    await this.#house.close();
    this.#stopListening();
    return {
      messages: pipeline.submitted,
      storedReadings: pipeline.stored,
      distinctReadings,
      refused: Object.fromEntries(Object.entries(counters.refused).filter(([, count]) => count > 0)),
      goodReadings: this.#good,
      connectionsCut: Object.fromEntries(Object.entries(gateway.counters.cut).filter(([, count]) => count > 0)),
    };
  }

  async #findGood(expected: readonly Reading[]): Promise<void> {
    const { store, fault } = this.#house;
    const byStation = Map.groupBy(expected, ({ station }) => station);
    for (const [station, readings] of byStation) {
      const times = readings.map(({ at }) => at);
      const [from, to] = [Math.min(...times), Math.max(...times) + 1];
      const found = await store.read({ stations: [station], from, to, limit: readings.length + 1 });
      const byTime = new Map(found.map((reading) => [reading.at, reading]));
      for (const reading of readings) {
        const stored = byTime.get(reading.at);
        if (isDeepStrictEqual(stored, reading)) this.#good++;
        else fault(`${JSON.stringify(reading)} was sent, ${JSON.stringify(stored)} is stored`);
      }
    }
  }
}
