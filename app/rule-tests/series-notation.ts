/** A fault of the notation; the message says which word and how it is written. */
export class NotationError extends Error {
  override readonly name = 'NotationError';
}

const MOST_HOURS = 10_000;
const NUMBER = String.raw`[+-]?\d+(?:\.\d+)?`;
const WORD = new RegExp(`^(?:(_)|(${NUMBER})(?:\\.\\.(${NUMBER}))?)(?:x(\\d+))?$`);

/**
 * The hours of a compact series, by their number (the first is 1): `10x3` a value three times, `80..200x5` five values from 80 to 200,
 * `_` no value, `_x4` none four times, `@9` goes on at hour 9. Hours that are left out have no value. Throws `NotationError`.
 */
export function parseSeries(text: string): ReadonlyMap<number, number> {
  const values = new Map<number, number>();
  let hour = 1;
  for (const word of text.split(/[\s,]+/).filter(Boolean)) {
    if (word.startsWith('@')) {
      const next = /^@([1-9]\d{0,4})$/.exec(word)?.[1];
      if (next === undefined) throw new NotationError(`"${word}": write @9 to go on at hour 9`);
      hour = Number(next);
      continue;
    }
    const [matched, missing, from, to, times] = WORD.exec(word) ?? [];
    if (matched === undefined) {
      throw new NotationError(`"${word}": write 10, 10x3, 80..200x5, _, _x4 or @9`);
    }
    const count = times === undefined ? 1 : Number(times);
    if (count < 1 || hour + count - 1 > MOST_HOURS)
      throw new NotationError(`"${word}": between 1 and ${MOST_HOURS} hours`);
    if (to !== undefined && count < 2) throw new NotationError(`"${word}": a ramp needs its hours, as in ${word}x5`);
    for (let place = 0; place < count; place += 1) {
      if (missing === undefined) values.set(hour, valueAt(Number(from), to, place / Math.max(1, count - 1)));
      hour += 1;
    }
  }
  return values;
}

/** The hour that the last word ends with, also when it has no value. */
export function lengthOf(text: string): number {
  let hour = 0;
  for (const word of text.split(/[\s,]+/).filter(Boolean)) {
    if (word.startsWith('@')) hour = Number(word.slice(1)) - 1;
    else hour += Number(/x(\d+)$/.exec(word)?.[1] ?? 1);
  }
  return hour;
}

function valueAt(from: number, to: string | undefined, share: number): number {
  if (to === undefined) return from;
  return Math.round((from + (Number(to) - from) * share) * 1000) / 1000;
}
