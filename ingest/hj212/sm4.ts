import { isUtf8 } from 'node:buffer';
import { createCipheriv, createDecipheriv } from 'node:crypto';

/**
 * How the bytes of the ciphertext are written into the frame. HJ 212-2025 was not at hand: which of the two it means, and
 * how it fills the last block, is an assumption that each link states for its device.
 */
export const CIPHER_ENCODINGS = ['hex', 'base64'] as const;

export interface Sm4Key {
  /** 128 bits as 32 hex digits. */
  readonly key: string;
  readonly encoding: (typeof CIPHER_ENCODINGS)[number];
}

const BLOCK = 16;
const WRITTEN = { hex: /^[\da-f]+$/i, base64: /^[A-Za-z\d+/]+={0,2}$/ } as const;

/** Whether HJ 212-2025 encrypts the content of this command: 2000 to 2999, 1014 and 3020. */
export function isEncryptedCommand(cn: string): boolean {
  return cn.startsWith('2') || cn === '1014' || cn === '3020';
}

/** SM4-ECB without padding (GB/T 32907); whole blocks of 16 bytes in both directions, anything else throws. */
export function decryptBlocks(bytes: Uint8Array, key: string): Buffer {
  const decipher = createDecipheriv('sm4-ecb', Buffer.from(key, 'hex'), null).setAutoPadding(false);
  return Buffer.concat([decipher.update(bytes), decipher.final()]);
}

export function encryptBlocks(bytes: Uint8Array, key: string): Buffer {
  const cipher = createCipheriv('sm4-ecb', Buffer.from(key, 'hex'), null).setAutoPadding(false);
  return Buffer.concat([cipher.update(bytes), cipher.final()]);
}

/** The content in clear, or undefined when the text is no ciphertext of this key. */
export function decryptContent(content: string, { key, encoding }: Sm4Key): string | undefined {
  if (!WRITTEN[encoding].test(content)) return undefined;
  const bytes = Buffer.from(content, encoding);
  if (bytes.length === 0 || bytes.length % BLOCK !== 0) return undefined;
  const clear = decryptBlocks(bytes, key);
  // Whatever fills the last block (zeros, blanks, PKCS#7) is made of control characters or blanks.
  let end = clear.length;
  while (end > 0 && (clear[end - 1] ?? 0) <= 0x20) end--;
  const text = clear.subarray(0, end);
  return isUtf8(text) ? text.toString('utf8') : undefined;
}

/** The other direction, filled up with NUL. */
export function encryptContent(content: string, { key, encoding }: Sm4Key): string {
  const clear = Buffer.from(content, 'utf8');
  const filled = Buffer.alloc(Math.ceil(clear.length / BLOCK) * BLOCK);
  clear.copy(filled);
  return encryptBlocks(filled, key).toString(encoding);
}
