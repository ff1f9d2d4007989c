import { hash } from 'node:crypto';
import { crc32, inflateRawSync } from 'node:zlib';
import type { PackageFault } from '../package-fault.ts';
import {
  CENTRAL_BYTES,
  CENTRAL_HEADER,
  DEFLATED,
  END_BYTES,
  END_OF_DIRECTORY,
  FLAGS,
  LOCAL_BYTES,
  LOCAL_HEADER,
  SEAL_BYTES,
  SEAL_NAME,
} from './zip-format.ts';

/** No file of ours is larger; what says it is would fill the memory. */
const LARGEST_FILE = 2 ** 30;
/** Nor all of them together: a few megabytes unpack to many times that. */
const LARGEST_PACKAGE = 2 ** 31;
/** Whoever unpacks it with another program stays in his folder. */
const PLAIN_PATH = /^(?!\.+(?:\/|$))[\p{L}\p{N}_.-]+(?:\/(?!\.+(?:\/|$))[\p{L}\p{N}_.-]+)*$/u;

export interface ReadZip {
  /** What could be read. */
  readonly files: ReadonlyMap<string, Buffer>;
  readonly faults: readonly PackageFault[];
}

/**
 * Reads an archive that `writeZip` made, and no other: files lie one after the other, the directory lists exactly them, every content
 * has its checksum, and the seal fits. Whatever is wrong is named with its file.
 */
export function readZip(bytes: Buffer): ReadZip {
  const files = new Map<string, Buffer>();
  const faults: PackageFault[] = [];
  const tell = (reason: string, file = 'package') => faults.push({ file, reason });
  const end = bytes.length - SEAL_BYTES - END_BYTES;
  if (end < 0 || bytes.readUInt32LE(end) !== END_OF_DIRECTORY) {
    tell('is no archive of ours: cut off, added to, or packed again by another program');
    return { files, faults };
  }
  if (!isSealed(bytes)) tell('the archive is not as it was made: its seal does not fit its bytes');
  const count = bytes.readUInt16LE(end + 10);
  let central = bytes.readUInt32LE(end + 16);
  let local = 0;
  let unpackedBytes = 0;
  const begin = central;
  for (let n = 0; n < count; n += 1) {
    const entry = central + CENTRAL_BYTES <= end ? centralEntry(bytes, central) : undefined;
    if (entry === undefined || entry.next > end) {
      tell('its directory cannot be read');
      return { files, faults };
    }
    const { name, packedBytes, size, crc } = entry;
    const content = local + LOCAL_BYTES + entry.nameBytes;
    if (files.has(name)) tell('is there twice', name);
    if (!PLAIN_PATH.test(name)) tell('is no path of a package', name);
    unpackedBytes += size;
    if (unpackedBytes > LARGEST_PACKAGE) {
      tell('unpacks to more than any package of ours');
      return { files, faults };
    }
    if (entry.offset !== local || content + packedBytes > begin || !sameHeaders(bytes, local, central)) {
      tell('its header is not as it was made', name);
      return { files, faults };
    }
    const read = unpacked(bytes.subarray(content, content + packedBytes), { size, crc });
    if (typeof read === 'string') tell(read, name);
    else files.set(name, read);
    local = content + packedBytes;
    central = entry.next;
  }
  if (local !== begin || central !== end) tell('there are bytes in it that belong to no file');
  return { files, faults };
}

function isSealed(bytes: Buffer): boolean {
  const body = bytes.length - SEAL_BYTES;
  return bytes.toString('latin1', body) === `${SEAL_NAME}${hash('sha256', bytes.subarray(0, body))}`;
}

function centralEntry(bytes: Buffer, at: number) {
  if (bytes.readUInt32LE(at) !== CENTRAL_HEADER || bytes.readUInt16LE(at + 8) !== FLAGS) return undefined;
  if (bytes.readUInt16LE(at + 10) !== DEFLATED) return undefined;
  const nameBytes = bytes.readUInt16LE(at + 28);
  const next = at + CENTRAL_BYTES + nameBytes;
  return {
    crc: bytes.readUInt32LE(at + 16),
    packedBytes: bytes.readUInt32LE(at + 20),
    size: bytes.readUInt32LE(at + 24),
    offset: bytes.readUInt32LE(at + 42),
    name: bytes.toString('utf8', at + CENTRAL_BYTES, next),
    nameBytes,
    next,
  };
}

/** Both headers of a file say the same of it, and its name. */
function sameHeaders(bytes: Buffer, local: number, central: number): boolean {
  if (local + LOCAL_BYTES > bytes.length || bytes.readUInt32LE(local) !== LOCAL_HEADER) return false;
  const shared = LOCAL_BYTES - 4;
  if (bytes.compare(bytes, central + 6, central + 6 + shared, local + 4, local + LOCAL_BYTES) !== 0) return false;
  const nameBytes = bytes.readUInt16LE(central + 28);
  const [inLocal, inCentral] = [local + LOCAL_BYTES, central + CENTRAL_BYTES];
  return bytes.compare(bytes, inCentral, inCentral + nameBytes, inLocal, inLocal + nameBytes) === 0;
}

function unpacked(packed: Buffer, { size, crc }: { readonly size: number; readonly crc: number }): Buffer | string {
  if (size > LARGEST_FILE) return 'is larger than any file of ours';
  try {
    const content = inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
    return content.length === size && crc32(content) === crc
      ? content
      : 'its content does not fit its checksum: changed';
  } catch {
    return 'its content cannot be unpacked: changed';
  }
}
