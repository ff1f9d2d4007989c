import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { vi } from 'vitest';
import { loadConfig } from '../../../app/config/load.ts';
import { type Installation, startInstallation } from '../../../app/installation/installation.ts';
import type { LedgerEvent } from '../../../store/ledger.ts';
import { SqliteLedger } from '../../../store/sqlite/sqlite-ledger.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { quiet } from '../../ingest/samples.ts';

const root = new URL('../../../', import.meta.url).pathname;
/** Of the demonstration's registry. */
export const CITY = 'jia';
export const STATION = 'jia-1';
export const BASE = `lianfang/v1/${CITY}/${STATION}`;

export interface Receipt {
  readonly stored?: number;
  readonly missing?: readonly [number, number][];
  readonly upTo?: number;
  readonly from?: number;
  readonly refused?: readonly { readonly seq?: number; readonly code: string }[];
}

/** The whole installation on files of its own and a clock that stands still; with its own broker unless told of another. */
export class RunningHouse {
  readonly clock: ManualClock;
  readonly #folder = mkdtempSync(join(tmpdir(), 'lianfang-house-'));
  readonly #mqtt: string | undefined;
  #installation: Installation | undefined;

  constructor(options: { readonly now: number; readonly mqtt?: string }) {
    this.clock = new ManualClock(options.now);
    this.#mqtt = options.mqtt;
  }

  get broker(): string {
    return this.#running.broker;
  }

  async start(): Promise<void> {
    const file = join(this.#folder, 'lianfang.yaml');
    const source = this.#mqtt === undefined ? 'embedded_broker: { port: 0 }' : `mqtt: { url: "${this.#mqtt}" }`;
    const lines = [
      `agreement: ${root}config/demo/agreement.yaml`,
      `stations: ${root}config/demo/stations.csv`,
      'http: { port: 0 }',
      source,
    ];
    writeFileSync(file, lines.join('\n'));
    const { clock } = this;
    this.#installation = await startInstallation({ loaded: loadConfig(file, {}), clock, clockRate: 1, log: quiet });
    await this.until(async () => (await fetch(`${this.#running.url}/readyz`)).status === 200);
  }

  /** In order: `close` of the installation. */
  async stop(): Promise<void> {
    const installation = this.#installation;
    this.#installation = undefined;
    await installation?.close();
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Waits for it in real time while a quarter of a second passes in the house every few milliseconds. */
  async until(condition: () => unknown): Promise<void> {
    await vi.waitUntil(
      async () => {
        await this.clock.pass(250);
        return condition();
      },
      { timeout: 15_000, interval: 5 },
    );
  }

  async json(path: string): Promise<never> {
    return (await (await fetch(this.#running.url + path)).json()) as never;
  }

  async metrics(): Promise<string> {
    return (await fetch(`${this.#running.url}/metrics`)).text();
  }

  /** A logger's connection; `heard` are its receipts, `numbers` what of them is about its numbers. */
  async logger(options: IClientOptions = {}): Promise<{
    readonly client: MqttClient;
    readonly heard: Receipt[];
    send(...numbers: readonly number[]): Promise<void>;
  }> {
    const client = await connectAsync(this.broker, {
      protocolVersion: 4,
      reconnectPeriod: 0,
      log: () => {},
      ...options,
    });
    const heard: Receipt[] = [];
    client.on('message', (_, payload) => heard.push(JSON.parse(payload.toString())));
    await client.subscribeAsync(`${BASE}/receipts`, { qos: 1 });
    const noon = Date.parse('2026-11-22T00:00:00+08:00');
    return {
      client,
      heard,
      /** Number n is the minute that ends n minutes after the midnight before. */
      async send(...numbers) {
        const readings = numbers.map((seq) => ({
          at: new Date(noon + seq * 60_000).toISOString(),
          period: 60,
          seq,
          values: { pm25: seq },
        }));
        await client.publishAsync(`${BASE}/readings`, JSON.stringify(readings), { qos: 1 });
      },
    };
  }

  /** The stream of the ledger, read beside the running program. */
  async ledger(stream: string): Promise<LedgerEvent[]> {
    const ledger = SqliteLedger.open({ path: join(this.#folder, 'data', 'ledger.sqlite'), readOnly: true });
    try {
      return await ledger.read({ after: 0, limit: 1_000, stream });
    } finally {
      await ledger.close();
    }
  }

  get #running(): Installation {
    if (this.#installation === undefined) throw new Error('the house is not running');
    return this.#installation;
  }
}
