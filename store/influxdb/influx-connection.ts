import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { HttpError, InfluxDB } from '@influxdata/influxdb-client';
import { StoreMisconfigured, StoreUnavailable } from '../timeseries.ts';

export interface InfluxConnectionOptions {
  readonly url: string;
  /** 2.x and 3.x. */
  readonly token?: string;
  /** 1.x, when it demands them. */
  readonly username?: string;
  readonly password?: string;
  /** 1.x and 3.x database, 2.x bucket. */
  readonly database: string;
  /** Waiting for an answer; default 10,000. */
  readonly timeoutMs?: number;
  /** Bodies above this many bytes are compressed; default never, it costs up to a quarter of the rate on a fast network. */
  readonly gzipAboveBytes?: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** One table of an InfluxQL answer. */
export interface Series {
  readonly columns: readonly string[];
  readonly values: readonly (readonly unknown[])[];
  /** The server says that rows may be missing. 1.x also says so of every complete answer of more than 10,000 rows. */
  readonly partial: boolean;
}

/** The database or bucket is not there, or not visible to us. */
export class DatabaseMissing extends StoreMisconfigured {}

interface QueryAnswer {
  readonly results?: readonly {
    /** `values` is absent in an empty table. */
    readonly series?: readonly Partial<Series>[];
    readonly error?: string;
  }[];
}

/**
 * Requests over the client library's transport. Not over its WriteApi: that takes 201 (InfluxDB 3: stored in part) for success,
 * keeps failed lines in a buffer that drops the oldest, and hides the status that decides what to do.
 */
export class InfluxConnection {
  readonly database: string;
  readonly #transport: InfluxDB['transport'];
  readonly #agent: Agent;
  readonly #gzip: { readonly gzipThreshold?: number };

  constructor(options: InfluxConnectionOptions) {
    this.database = options.database;
    this.#agent = options.url.startsWith('https:')
      ? new SecureAgent({ keepAlive: true })
      : new Agent({ keepAlive: true });
    const { username, password } = options;
    const basic = Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64');
    const client = new InfluxDB({
      url: options.url,
      timeout: options.timeoutMs ?? 10_000,
      transportOptions: { agent: this.#agent },
      ...(options.token === undefined ? {} : { token: options.token }),
      ...(username === undefined ? {} : { headers: { authorization: `Basic ${basic}` } }),
    });
    this.#transport = client.transport;
    this.#gzip = options.gzipAboveBytes === undefined ? {} : { gzipThreshold: options.gzipAboveBytes };
  }

  /** Every status is an answer; rejects with `StoreUnavailable` when there is none. */
  request(method: 'GET' | 'POST', path: string, body = ''): Promise<Answer> {
    const headers = {
      accept: 'application/json',
      ...(body === '' ? {} : { 'content-type': 'text/plain; charset=utf-8' }),
    };
    return new Promise((resolve, reject) => {
      const chunks: Uint8Array[] = [];
      let started: Omit<Answer, 'body'> = { status: 0, headers: {} };
      this.#transport.send(
        path,
        body,
        { method, headers, ...this.#gzip },
        {
          responseStarted: (headers, status) => {
            started = { status: status ?? 0, headers };
          },
          next: (chunk) => {
            chunks.push(chunk);
          },
          complete: () => resolve({ ...started, body: Buffer.concat(chunks).toString('utf8') }),
          error: (error) => {
            if (error instanceof HttpError) resolve({ ...started, status: error.statusCode, body: error.body ?? '' });
            else
              reject(
                new StoreUnavailable(`InfluxDB cannot be reached: ${error.message || error.name}`, { cause: error }),
              );
          },
        },
      );
    });
  }

  /** One InfluxQL statement; times in milliseconds. Rejects with `StoreUnavailable`. */
  async query(statement: string, method: 'GET' | 'POST' = 'GET'): Promise<readonly Series[]> {
    const query = new URLSearchParams({ db: this.database, epoch: 'ms', q: statement });
    const answer = await this.request(method, `/query?${query}`);
    if (answer.status !== 200) throw failure(answer, this.database);
    const [result] = parseAnswer(answer).results ?? [];
    if (result?.error?.includes('not found') === true) throw missing(this.database, result.error);
    if (result?.error !== undefined) throw new StoreUnavailable(`InfluxDB cannot answer: ${result.error}`);
    return (result?.series ?? []).map(({ columns = [], values = [], partial = false }) => ({
      columns,
      values,
      partial,
    }));
  }

  close(): void {
    this.#agent.destroy();
  }
}

function parseAnswer(answer: Answer): QueryAnswer {
  try {
    return JSON.parse(answer.body) as QueryAnswer;
  } catch (error) {
    throw new StoreMisconfigured("the answer is not JSON: check that the URL is InfluxDB's", { cause: error });
  }
}

/** What a status other than success or a refused body means, with the remedy where a person has to act. */
export function failure(answer: Answer, database: string): StoreUnavailable {
  const { status } = answer;
  const said = answer.body.trim().slice(0, 300);
  if (status === 401 || status === 403) {
    return new StoreMisconfigured(
      `InfluxDB refuses our credentials for ${database} (${status} ${said}): check token (2.x, 3.x) or user name and password (1.x), and that they may read and write it`,
    );
  }
  if (status === 404) return missing(database, said);
  if (status >= 500 || status === 408 || status === 425 || status === 429) {
    return new StoreUnavailable(`InfluxDB refuses for now: ${status} ${said}`);
  }
  return new StoreMisconfigured(`InfluxDB answers ${status} ${said}: check that the URL is InfluxDB's`);
}

function missing(database: string, said: string): DatabaseMissing {
  return new DatabaseMissing(
    `InfluxDB has no ${database} (${said}): create the bucket (2.x) or database, check the organisation's name and the URL`,
  );
}
