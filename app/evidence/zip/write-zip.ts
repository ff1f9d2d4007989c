import { hash } from 'node:crypto';
import { crc32, deflateRawSync } from 'node:zlib';
import {
  CENTRAL_BYTES,
  CENTRAL_HEADER,
  DATE,
  DEFLATED,
  END_BYTES,
  END_OF_DIRECTORY,
  FLAGS,
  LOCAL_BYTES,
  LOCAL_HEADER,
  SEAL_BYTES,
  SEAL_NAME,
  TIME,
  VERSION,
} from './zip-format.ts';

interface Packed {
  readonly name: Buffer;
  readonly crc: number;
  readonly size: number;
  readonly packed: Buffer;
}

/**
 * A ZIP archive of these files, in the order of their names, without times: the same files give the same bytes (with the same zlib).
 * Its comment is a seal, the SHA-256 over everything before it, so that `readZip` finds every changed byte, also those that no file's
 * content depends on.
 */
export function writeZip(files: ReadonlyMap<string, Uint8Array>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const packed = deflateRawSync(content);
    const file = { name: Buffer.from(path), crc: crc32(content), size: content.length, packed };
    const header = localHeader(file);
    parts.push(header, packed);
    directory.push(centralHeader(file, offset));
    offset += header.length + packed.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const body = Buffer.concat([...parts, ...directory, endOfDirectory({ files: files.size, size, offset })]);
  return Buffer.concat([body, Buffer.from(`${SEAL_NAME}${hash('sha256', body)}`)]);
}

function localHeader(file: Packed): Buffer {
  const header = Buffer.alloc(LOCAL_BYTES);
  header.writeUInt32LE(LOCAL_HEADER, 0);
  writeShared(header, 4, file);
  return Buffer.concat([header, file.name]);
}

function centralHeader(file: Packed, offset: number): Buffer {
  const header = Buffer.alloc(CENTRAL_BYTES);
  header.writeUInt32LE(CENTRAL_HEADER, 0);
  header.writeUInt16LE(VERSION, 4);
  writeShared(header, 6, file);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, file.name]);
}

/** What both headers say, in the same order. */
function writeShared(header: Buffer, at: number, { name, crc, size, packed }: Packed): void {
  header.writeUInt16LE(VERSION, at);
  header.writeUInt16LE(FLAGS, at + 2);
  header.writeUInt16LE(DEFLATED, at + 4);
  header.writeUInt16LE(TIME, at + 6);
  header.writeUInt16LE(DATE, at + 8);
  header.writeUInt32LE(crc, at + 10);
  header.writeUInt32LE(packed.length, at + 14);
  header.writeUInt32LE(size, at + 18);
  header.writeUInt16LE(name.length, at + 22);
}

function endOfDirectory(of: { readonly files: number; readonly size: number; readonly offset: number }): Buffer {
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(END_OF_DIRECTORY, 0);
  end.writeUInt16LE(of.files, 8);
  end.writeUInt16LE(of.files, 10);
  end.writeUInt32LE(of.size, 12);
  end.writeUInt32LE(of.offset, 16);
  end.writeUInt16LE(SEAL_BYTES, 20);
  return end;
}
