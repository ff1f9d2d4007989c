import type { Attachment } from '../../domain/enforcement/case-command.ts';

/** Whether this browser can reckon digests here: on plain http it cannot. */
export function canDigest(): boolean {
  return globalThis.crypto?.subtle !== undefined;
}

/** SHA-256 of some bytes as lower-case hex. */
export async function sha256(bytes: ArrayBuffer | Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A file by its name, size and digest; its content stays where it is (ENF-26). */
export async function attachmentOf(file: File): Promise<Attachment> {
  return { name: file.name, bytes: file.size, sha256: await sha256(await file.arrayBuffer()) };
}
