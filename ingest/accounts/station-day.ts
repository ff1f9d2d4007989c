import { parseDay } from '../../domain/time.ts';
import type { DayRecord, StationAccount } from '../../store/accounts.ts';

/** One line of the balance sheet: one station, one natural day. */
export interface StationDay {
  readonly station: string;
  readonly city: string;
  /** `YYYY-MM-DD`, Asia/Shanghai. */
  readonly day: string;
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly revised: number;
  readonly late: number;
  readonly refused: Readonly<Record<string, number>>;
  /** Numbers: opened - filled - lost is how much `open` grew on the day. */
  readonly missing: {
    readonly opened: number;
    readonly filled: number;
    readonly lost: number;
    readonly open: number;
  };
  readonly restarts: number;
  /** By length of period; `expected` is null for instants. */
  readonly coverage: readonly {
    readonly periodS: number;
    readonly present: number;
    readonly expected: number | null;
  }[];
}

const DAY_MS = 86_400_000;

/** The line of a day: what is recorded of it, nothing else than what was open before when nothing is. */
export function stationDay(options: {
  readonly station: string;
  readonly city: string;
  readonly day: string;
  readonly record: DayRecord | undefined;
  /** Numbers missing when the day began. */
  readonly openBefore: number;
  readonly account: StationAccount | undefined;
  readonly now: number;
}): StationDay {
  const { station, city, day, record, openBefore, account, now } = options;
  const { seqOpened = 0, seqFilled = 0, seqLost = 0, seqMissing = openBefore } = record ?? {};
  return {
    station,
    city,
    day,
    received: record?.received ?? 0,
    stored: record?.stored ?? 0,
    duplicate: record?.duplicate ?? 0,
    revised: record?.revised ?? 0,
    late: record?.late ?? 0,
    refused: record?.refused ?? {},
    missing: { opened: seqOpened, filled: seqFilled, lost: seqLost, open: seqMissing },
    restarts: record?.restarts ?? 0,
    coverage: coverageOf(day, record, account, now),
  };
}

function coverageOf(
  day: string,
  record: DayRecord | undefined,
  account: StationAccount | undefined,
  now: number,
): StationDay['coverage'] {
  const present = new Map(Object.entries(record?.coverage ?? {}).map(([periodS, n]) => [Number(periodS), n]));
  const usualS = account?.intervalS;
  // A day without a single reading is the one that must not look complete.
  if (present.size === 0 && usualS !== undefined) present.set(usualS, 0);
  const elapsedMs = Math.min(Math.max(now - (parseDay(day) ?? now), 0), DAY_MS);
  return [...present]
    .sort(([a], [b]) => a - b)
    .map(([periodS, n]) => ({
      periodS,
      present: n,
      expected: periodS === 0 ? null : Math.floor(elapsedMs / (periodS * 1000)),
    }));
}
