/**
 * Identifier of the n-th message of a warning, first 0. What CAP forbids in an identifier (space, comma, `<`, `&`) is percent-encoded,
 * so different warnings never share one. Throws URIError when the id holds half a surrogate pair.
 */
export function messageIdentifier(warning: string, message: number): string {
  return `${encodeURIComponent(warning)}.${message}`;
}
