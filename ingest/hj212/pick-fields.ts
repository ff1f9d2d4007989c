/**
 * Takes the wanted items out of a `CP` field or, with `;` alone as divider, out of what stands before it: the value of each key of `places` is put into `picked` at its place, nothing is
 * made of the others. Returns the first piece that is no `key=value`, if there is one.
 *
 * Items are divided by `;`, the values of one item by `,` (HJ 212-2017 6.3.3). Every key names its own factor, so both
 * dividers may be treated alike. Of a doubled key the first stands. Hot path: a frame has some fifty keys.
 */
export function pickFields(
  content: string,
  places: ReadonlyMap<string, number>,
  picked: (string | undefined)[],
  dividers: ';,' | ';' = ';,',
): string | undefined {
  const { length } = content;
  let malformed: string | undefined;
  let semicolon = -1;
  let comma = dividers === ';' ? length : -1;
  for (let start = 0; start < length; start = Math.min(semicolon, comma) + 1) {
    if (semicolon < start) semicolon = placeOf(';', content, start);
    if (comma < start) comma = placeOf(',', content, start);
    const end = Math.min(semicolon, comma);
    const equals = content.indexOf('=', start);
    const name = equals < 0 || equals >= end ? '' : trimmed(content.slice(start, equals));
    if (name !== '') {
      const place = places.get(name);
      if (place !== undefined) picked[place] ??= trimmed(content.slice(equals + 1, end));
    } else if (malformed === undefined && content.slice(start, end).trim() !== '') {
      malformed = content.slice(start, end);
    }
  }
  return malformed;
}

function placeOf(divider: string, text: string, from: number): number {
  const place = text.indexOf(divider, from);
  return place < 0 ? text.length : place;
}

/** `trim` looks at every character class there is; nearly all pieces begin and end with a plain one. */
function trimmed(piece: string): string {
  const clean = piece === '' || (isPlain(piece.charCodeAt(0)) && isPlain(piece.charCodeAt(piece.length - 1)));
  return clean ? piece : piece.trim();
}

function isPlain(code: number): boolean {
  return code > 0x20 && code < 0x7f;
}
