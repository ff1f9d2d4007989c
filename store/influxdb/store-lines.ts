import type { Reading } from '../../domain/air/reading.ts';
import type { RejectedReading } from '../timeseries.ts';
import { failure, type InfluxConnection } from './influx-connection.ts';

export interface Line {
  readonly reading: Reading;
  readonly text: string;
}

/**
 * Writes the lines and returns those that the server refuses for good. A refused batch is halved until the poison lines are
 * found: depending on the fault the server has stored its good lines or none of them, and writing one twice changes nothing.
 * Rejects with `StoreUnavailable`.
 */
export async function storeLines(
  connection: InfluxConnection,
  path: string,
  lines: readonly Line[],
): Promise<RejectedReading[]> {
  if (lines.length === 0) return [];
  const answer = await connection.request('POST', path, lines.map(({ text }) => text).join('\n'));
  if (answer.status === 204 || answer.status === 200) return [];
  if (!isRefusal(answer.status)) throw failure(answer, connection.database);
  const [only] = lines;
  if (lines.length === 1 && only !== undefined) return [{ reading: only.reading, reason: refusalReason(answer.body) }];
  const middle = Math.ceil(lines.length / 2);
  const first = await storeLines(connection, path, lines.slice(0, middle));
  return [...first, ...(await storeLines(connection, path, lines.slice(middle)))];
}

/** 201: InfluxDB 3 stored a part; 400, 422: lines are wrong; 413: too long in one body. */
function isRefusal(status: number): boolean {
  return status === 201 || status === 400 || status === 413 || status === 422;
}

function refusalReason(body: string): string {
  const said = /"(?:error|message)":\s*"((?:[^"\\]|\\.)*)"/.exec(body)?.[1] ?? body;
  return `InfluxDB: ${said.trim().slice(0, 300)}`;
}
