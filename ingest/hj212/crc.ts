/** CRC-16 remainders of one byte, polynomial 0xA001. HJ 212 and Modbus share the table and differ in how they walk it. */
const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let register = byte;
  for (let bit = 0; bit < 8; bit++) register = register & 1 ? (register >> 1) ^ 0xa001 : register >> 1;
  return register;
});

/**
 * HJ 212-2017 annex A: the register's high byte is shifted down BEFORE the next byte is added, so its low byte is lost.
 * Over the data segment only. The standard's own example gives 0x1C80.
 */
export function hj212Crc(bytes: Uint8Array): number {
  let register = 0xffff;
  // By index: half the time of an iterator.
  for (let i = 0; i < bytes.length; i++) register = TABLE[(register >> 8) ^ (bytes[i] ?? 0)] ?? 0;
  return register;
}

/** The CRC of Modbus, which some devices send by mistake; the same example gives 0x0759 with the high byte first. */
export function modbusCrc(bytes: Uint8Array): number {
  let register = 0xffff;
  for (const byte of bytes) register = (register >> 8) ^ (TABLE[(register ^ byte) & 0xff] ?? 0);
  return register;
}
