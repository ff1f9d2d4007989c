import { dayOf, dayStart } from '../../domain/time.ts';

const DAY_MS = 86_400_000;

/** `dayOf` that remembers its last answer: the days of a stream of readings hardly ever change, and the books ask twice a reading. */
export function dayNamer(): (at: number) => string {
  let from = Number.NaN;
  let name = '';
  return (at) => {
    if (at >= from && at < from + DAY_MS) return name;
    from = dayStart(at);
    name = dayOf(at);
    return name;
  };
}
