import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { CsvError, parse } from 'csv-parse';

/** One record as it stands in the file; the header is the first. */
export interface CsvRecord {
  /** Line on which the record ends, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** The input as a whole cannot be read; the message says what to do. */
export class CsvUnreadable extends Error {
  override readonly name = 'CsvUnreadable';
}

/**
 * Reads CSV, plain or gzip (told by its first bytes), from a file or, for `-`, from `stdin`. Empty lines are skipped.
 * Throws `CsvUnreadable` when the input cannot be opened, is not UTF-8 or its quotes do not match.
 */
export async function* readCsv(path: string, stdin: NodeJS.ReadableStream): AsyncGenerator<CsvRecord> {
  const text = unzip(path === '-' ? await buffer(stdin) : await open(path));
  if (!isUtf8(text)) throw new CsvUnreadable('the input is not UTF-8: save it as "CSV UTF-8" and try again');
  const parser = Readable.from([text]).pipe(
    parse({
      bom: true,
      info: true,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }),
  );
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      yield { line: info.lines, cells: record };
    }
  } catch (error) {
    if (error instanceof CsvError) throw new CsvUnreadable(`${error.message}: check the quotes there`);
    throw error;
  }
}

async function open(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new CsvUnreadable(`cannot read ${path}: ${error instanceof Error ? error.message : error}`);
  }
}

function unzip(input: Buffer): Buffer {
  if (input[0] !== 0x1f || input[1] !== 0x8b) return input;
  try {
    return gunzipSync(input);
  } catch (error) {
    throw new CsvUnreadable(`the gzip file is damaged or cut off: ${error instanceof Error ? error.message : error}`);
  }
}
