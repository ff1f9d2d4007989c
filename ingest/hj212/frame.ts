import { hj212Crc } from './crc.ts';

/** HJ 212-2017 6.3.1: `##`, four decimal digits of the data segment's length in bytes, the segment, four hex digits, CR LF. */
export const HEADER_BYTES = 6;
export const CRC_BYTES = 4;

/** A whole frame around a data segment (`QN=...&&`), ready for the wire. Throws RangeError beyond four digits of length. */
export function frameOf(segment: string): string {
  const bytes = Buffer.from(segment, 'utf8');
  if (bytes.byteLength > 9999) throw new RangeError(`a data segment of ${bytes.byteLength} bytes`);
  const length = String(bytes.byteLength).padStart(4, '0');
  const crc = hj212Crc(bytes).toString(16).toUpperCase().padStart(4, '0');
  return `##${length}${segment}${crc}\r\n`;
}
