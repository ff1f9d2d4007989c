import type { Reading } from '../../domain/air/reading.ts';
import { compareReadings } from '../reading-order.ts';
import {
  type ReadingQuery,
  type RejectedReading,
  StoreMisconfigured,
  StoreRejected,
  type Timeseries,
} from '../timeseries.ts';
import { MAX_AT, unstorableReason } from '../unstorable-reason.ts';
import { CARRIED_FIELD } from './carried-fields.ts';
import { DatabaseMissing, InfluxConnection, type InfluxConnectionOptions, type Series } from './influx-connection.ts';
import { detectVersion, type InfluxVersion } from './influx-version.ts';
import { nameLiteral, textLiteral } from './influxql-literal.ts';
import { MEASUREMENT, readingLine } from './line-protocol.ts';
import { readingRows } from './reading-rows.ts';
import { type Line, storeLines } from './store-lines.ts';

const CUT_SHORT = 'InfluxDB cuts answers short: set max-row-limit = 0 in its configuration';

export interface InfluxTimeseriesOptions extends InfluxConnectionOptions {
  /** 2.x: name or id of the organisation. */
  readonly org?: string;
  /** Instead of asking `/ping`, for servers that only speak InfluxDB's protocol. */
  readonly version?: InfluxVersion;
  /** Lines per request; default 10,000. */
  readonly batchLines?: number;
}

interface WriteTarget {
  readonly version: InfluxVersion;
  readonly path: string;
}

/** Keeps the query's URL below the 8 kB that proxies allow. */
const STATIONS_PER_QUERY = 50;

/**
 * Readings in InfluxDB 1.x, 2.x or 3.x: measurement `readings`, tags city, period, station. No hidden retry: a write is stored
 * or rejects. City is part of InfluxDB's identity: a reading sent again after its station moved to another city becomes a
 * second point; `read` gives it once, `count` counts both.
 */
export class InfluxTimeseries implements Timeseries {
  readonly #options: InfluxTimeseriesOptions;
  readonly #connection: InfluxConnection;
  #target: Promise<WriteTarget> | undefined;

  /** Connects with the first call, so that a server that is down does not stop the program. */
  constructor(options: InfluxTimeseriesOptions) {
    this.#options = options;
    this.#connection = new InfluxConnection(options);
  }

  async write(readings: readonly Reading[]): Promise<void> {
    const { path } = await this.#prepared();
    const rejected: RejectedReading[] = [];
    const lines: Line[] = [];
    for (const reading of readings) {
      const reason = unstorableReason(reading);
      if (reason === undefined) lines.push({ reading, text: readingLine(reading) });
      else rejected.push({ reading, reason });
    }
    const batchLines = this.#options.batchLines ?? 10_000;
    for (let i = 0; i < lines.length; i += batchLines) {
      const refused = storeLines(this.#connection, path, lines.slice(i, i + batchLines));
      for (const one of await this.#forgetWhenMisconfigured(refused)) rejected.push(one);
    }
    if (rejected.length > 0) throw new StoreRejected(rejected);
  }

  async read(query: ReadingQuery): Promise<Reading[]> {
    const stations = [...new Set(query.stations ?? [])];
    if (stations.length <= STATIONS_PER_QUERY) return this.#readInOrder({ ...query, stations });
    const found: Reading[] = [];
    for (let i = 0; i < stations.length; i += STATIONS_PER_QUERY) {
      const group = await this.#readInOrder({ ...query, stations: stations.slice(i, i + STATIONS_PER_QUERY) });
      for (const reading of group) found.push(reading);
    }
    return found.sort(compareReadings).slice(0, query.limit);
  }

  async count(range: { readonly from: number; readonly to: number }): Promise<number> {
    return this.#count(timeCondition(range));
  }

  async ready(): Promise<void> {
    // Also tells whether the credentials hold and the database or bucket is there.
    await this.#query('SHOW MEASUREMENTS LIMIT 1');
  }

  async close(): Promise<void> {
    this.#connection.close();
  }

  /** InfluxDB orders by time only. So the last instant of a full page may be cut anywhere: it is read again as a whole. */
  async #readInOrder(query: ReadingQuery): Promise<Reading[]> {
    const { after, limit, to } = query;
    const found: Reading[] = [];
    let { from } = query;
    if (after !== undefined && after.at >= from) {
      const instant = await this.#select({ ...query, from: after.at, to: Math.min(after.at + 1, to) });
      append(found, instant, (reading) => compareReadings(reading, after) > 0);
      from = after.at + 1;
    }
    while (found.length < limit && from < to) {
      const wanted = limit - found.length + 1;
      const page = await this.#select({ ...query, from }, wanted);
      const last = page.at(-1);
      if (last === undefined || page.length < wanted) {
        append(found, page);
        break;
      }
      append(found, page, (reading) => reading.at < last.at);
      if (found.length < limit) {
        append(found, await this.#select({ ...query, from: last.at, to: Math.min(last.at + 1, to) }));
      }
      from = last.at + 1;
    }
    return found.slice(0, limit);
  }

  async #select(query: ReadingQuery, rows?: number): Promise<Reading[]> {
    if (query.from >= query.to) return [];
    const stations = (query.stations ?? []).map((station) => `station = ${textLiteral(station)}`);
    const only = stations.length === 0 ? '' : ` AND (${stations.join(' OR ')})`;
    const limit = rows === undefined ? '' : ` LIMIT ${rows}`;
    const condition = `${timeCondition(query)}${only}`;
    const series = await this.#query(`SELECT * FROM ${MEASUREMENT} WHERE ${condition} ORDER BY time${limit}`);
    const readings = series.flatMap(readingRows);
    if (series.some(({ partial }) => partial) && (rows === undefined || readings.length < rows)) {
      const there = await this.#count(condition);
      if (there > readings.length) throw new StoreMisconfigured(CUT_SHORT);
    }
    return readings.sort(compareReadings);
  }

  async #count(condition: string): Promise<number> {
    const [series] = await this.#query(
      `SELECT COUNT(${CARRIED_FIELD}) AS readings FROM ${MEASUREMENT} WHERE ${condition}`,
    );
    return Number(series?.values[0]?.[series.columns.indexOf('readings')] ?? 0);
  }

  async #query(statement: string): Promise<readonly Series[]> {
    const { version } = await this.#prepared();
    try {
      return await this.#forgetWhenMisconfigured(this.#connection.query(statement));
    } catch (error) {
      // 3.x creates the database with the first write: until then there is nothing to read.
      if (version === 3 && error instanceof DatabaseMissing) return [];
      throw error;
    }
  }

  /** Where to write, found out once; asked again after a failure. */
  #prepared(): Promise<WriteTarget> {
    this.#target ??= this.#prepare().catch((error: unknown) => {
      this.#target = undefined;
      throw error;
    });
    return this.#target;
  }

  async #prepare(): Promise<WriteTarget> {
    const { database, org, version } = this.#options;
    const found = version ?? (await detectVersion(this.#connection));
    if (found !== 1) {
      const query = new URLSearchParams({ org: org ?? '', bucket: database, precision: 'ms' });
      return { version: found, path: `/api/v2/write?${query}` };
    }
    await this.#createDatabase();
    return { version: found, path: `/write?${new URLSearchParams({ db: database, precision: 'ms' })}` };
  }

  /** Only when it is not there: a user without administrator's rights may not create it, and need not. */
  async #createDatabase(): Promise<void> {
    const [databases] = await this.#connection.query('SHOW DATABASES');
    if (databases?.values.some(([name]) => name === this.#options.database) === true) return;
    await this.#connection.query(`CREATE DATABASE ${nameLiteral(this.#options.database)}`, 'POST');
  }

  /** A database that was dropped, or a server exchanged for another version, is looked at anew by the next call. */
  async #forgetWhenMisconfigured<T>(result: Promise<T>): Promise<T> {
    try {
      return await result;
    } catch (error) {
      if (error instanceof StoreMisconfigured) this.#target = undefined;
      throw error;
    }
  }
}

/** Adds sorted readings to sorted ones before them, each identity once. */
function append(
  found: Reading[],
  readings: readonly Reading[],
  wanted: (reading: Reading) => boolean = () => true,
): void {
  for (const reading of readings) {
    const previous = found.at(-1);
    if (wanted(reading) && (previous === undefined || compareReadings(previous, reading) !== 0)) found.push(reading);
  }
}

function timeCondition(range: { readonly from: number; readonly to: number }): string {
  return `time >= ${instant(range.from)}ms AND time < ${instant(range.to)}ms`;
}

/** InfluxDB refuses times that its 64 bits of nanoseconds cannot hold. */
function instant(at: number): number {
  return Math.ceil(Math.min(Math.max(at, -MAX_AT), MAX_AT + 1));
}
