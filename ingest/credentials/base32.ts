/** RFC 4648 clause 6, in lower case: nothing in it is taken for something else when it is typed from paper. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** Five bits a character, without padding; the last character carries what is left. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(held >> bits) & 31];
    }
    held &= 0xff;
  }
  if (bits > 0) text += ALPHABET[(held << (5 - bits)) & 31];
  return text;
}
