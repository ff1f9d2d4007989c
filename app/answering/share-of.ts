/** A number in [0, 1) that depends on the seed and the key alone (FNV-1a, then mixed), so that the same answers come every time. */
export function shareOf(seed: number, key: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let place = 0; place < key.length; place += 1) hash = Math.imul(hash ^ key.charCodeAt(place), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
