/**
 * The one text of a JSON value (RFC 8785: keys sorted by UTF-16 unit, no spaces, numbers as ECMAScript prints them). Written a second time
 * and not shared with the server's: a check by the code that made the hashes would prove little.
 */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : Number(a > b)))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalText(member)}`);
  return `{${members.join(',')}}`;
}
