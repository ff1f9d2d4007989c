import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

const CHUNK_BYTES = 1 << 18;

/** What went wrong before any cell was read; `remedy` says what to do about it. */
export class CsvTextError extends Error {
  override readonly name = 'CsvTextError';
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}

/**
 * The file's text in pieces, plain or gzip (known by its first bytes, not its name), without the byte order mark.
 * Throws `CsvTextError` when the file cannot be opened, the gzip data are damaged or cut off, or the text is not UTF-8.
 */
export async function* csvText(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const bytes of await csvBytes(path)) yield decoder.decode(bytes, { stream: true });
    yield decoder.decode();
  } catch (error) {
    throw asCsvTextError(error);
  }
}

async function csvBytes(path: string): Promise<Readable> {
  const gzip = await isGzip(path);
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  // The reader of the last stream is told of any failure, and leaving it early closes the file: nothing is left for the
  // callback.
  return gzip ? pipeline(file, createGunzip({ chunkSize: CHUNK_BYTES }), () => {}) : file;
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

function asCsvTextError(error: unknown): CsvTextError {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return new CsvTextError('there is no such file', 'check the path');
  if (code === 'EISDIR') return new CsvTextError('this is a folder', 'name the file in it');
  if (code.startsWith('Z_')) {
    return new CsvTextError(`the gzip data are damaged or cut off (${message})`, 'copy or download the file again');
  }
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return new CsvTextError('the text is not UTF-8', 'save it as "CSV UTF-8", or run iconv -f GB18030 -t UTF-8');
  }
  return new CsvTextError(message, 'check that the file can be read');
}
