import type { StationDay } from './station-day.ts';

/** The region's balance of one day: the data of the ledger's `balance.closed`. Plain JSON. */
export type DailyTotals = {
  readonly day: string;
  /** Registered, heard of on the day, and never heard of at all. */
  readonly stations: number;
  readonly reporting: number;
  readonly neverReported: number;
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly revised: number;
  readonly late: number;
  readonly refused: number;
  readonly refusedByCode: { readonly [code: string]: number };
  /** Numbers missing at the end of the day, and those given up on it. */
  readonly missing: number;
  readonly lost: number;
  readonly restarts: number;
  /** Periods measured and expected of the stations whose interval is known. */
  readonly present: number;
  readonly expected: number;
};

export function totalsOf(
  day: string,
  lines: readonly StationDay[],
  registry: { readonly stations: number; readonly neverReported: number },
): DailyTotals {
  const sum = (of: (line: StationDay) => number) => lines.reduce((total, line) => total + of(line), 0);
  const refusedByCode: Record<string, number> = {};
  for (const { refused } of lines) {
    for (const [code, n] of Object.entries(refused)) refusedByCode[code] = (refusedByCode[code] ?? 0) + n;
  }
  const counted = lines.flatMap(({ coverage }) => coverage.filter(({ expected }) => expected !== null));
  return {
    day,
    stations: registry.stations,
    reporting: lines.filter(({ received }) => received > 0).length,
    neverReported: registry.neverReported,
    received: sum((line) => line.received),
    stored: sum((line) => line.stored),
    duplicate: sum((line) => line.duplicate),
    revised: sum((line) => line.revised),
    late: sum((line) => line.late),
    refused: Object.values(refusedByCode).reduce((a, b) => a + b, 0),
    refusedByCode,
    missing: sum((line) => line.missing.open),
    lost: sum((line) => line.missing.lost),
    restarts: sum((line) => line.restarts),
    present: counted.reduce((total, { present }) => total + present, 0),
    expected: counted.reduce((total, { expected }) => total + (expected ?? 0), 0),
  };
}
