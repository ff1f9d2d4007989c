/** The items of a `CP` field. `malformed` is the first piece that is no `key=value`. */
export interface ContentFields {
  readonly fields: ReadonlyMap<string, string>;
  readonly malformed?: string;
}

/**
 * Items are divided by `;`, the values of one item by `,` (HJ 212-2017 6.3.3). Every key names its own factor, so both
 * dividers may be treated alike. Of a doubled key the first stands.
 */
export function contentFields(content: string): ContentFields {
  const fields = new Map<string, string>();
  let malformed: string | undefined;
  for (const item of content.split(';')) {
    for (const piece of item.split(',')) {
      const equals = piece.indexOf('=');
      const name = piece.slice(0, Math.max(equals, 0)).trim();
      if (name !== '') {
        if (!fields.has(name)) fields.set(name, piece.slice(equals + 1).trim());
      } else if (piece.trim() !== '') malformed ??= piece;
    }
  }
  return malformed === undefined ? { fields } : { fields, malformed };
}
