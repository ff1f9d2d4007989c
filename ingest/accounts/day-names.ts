import { dayOf, dayStart } from '../../domain/time.ts';

const DAY_MS = 86_400_000;

/** `dayOf` for the days of receipt and of measurement; each remembers its last answer, as they hardly ever change. */
export class DayNames {
  readonly received = remembering();
  readonly measured = remembering();
}

function remembering(): (at: number) => string {
  let from = Number.NaN;
  let name = '';
  return (at) => {
    if (at >= from && at < from + DAY_MS) return name;
    from = dayStart(at);
    name = dayOf(at);
    return name;
  };
}
