/** An idempotency key. `crypto.randomUUID` is missing on plain http, which an intranet may have; `getRandomValues` is everywhere. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
