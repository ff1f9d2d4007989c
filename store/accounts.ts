/** What the books know of the numbers (`seq`) that one station gives its readings. */
export interface SequenceState {
  /** 1, and one more each time the logger began to count anew. */
  readonly count: number;
  /** Lowest and highest number of this count that are accounted for. */
  readonly base: number;
  readonly highest: number;
  /** Newest period end of this count, epoch ms; 0 while only refusals were heard. */
  readonly newestAt: number;
  /** Numbers between `base` and `highest` that are not: from, to, from, to, ...; both inclusive, ascending. */
  readonly missing: readonly number[];
  /** How many of `missing` are accounted for in truth, and asked for again because the list is bounded. */
  readonly merged: number;
  /** The count before this one. */
  readonly previous?: { readonly highest: number; readonly newestAt: number };
}

/** The last words of a station on its `status` topic, or its last will. */
export interface StationStatus {
  readonly text: string;
  /** On our clock, epoch ms. */
  readonly at: number;
}

/** How one station stands; times in epoch ms. */
export interface StationAccount {
  readonly station: string;
  readonly city: string;
  /** Absent: no number was ever seen. */
  readonly sequence?: SequenceState;
  /** Newest period end stored, and when anything of it, also a refused reading, last came. */
  readonly lastAt?: number;
  readonly lastReceivedAt?: number;
  /** Seconds between two readings that may be expected, and the newest period end that says so. */
  readonly intervalS?: number;
  readonly intervalAt?: number;
  readonly status?: StationStatus;
}

/** Sums of one station and one natural day. All but `coverage` belong to the day on which we received. */
export interface DayFigures {
  /** stored + duplicate + revised + all of refused. */
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly revised: number;
  /** Among the committed ones. */
  readonly late: number;
  /** By refusal code. */
  readonly refused: Readonly<Record<string, number>>;
  /** Numbers found missing, found later, and given up because the logger began to count anew. */
  readonly seqOpened: number;
  readonly seqFilled: number;
  readonly seqLost: number;
  readonly restarts: number;
  /** Different periods measured on this day, by their length in seconds. */
  readonly coverage: Readonly<Record<string, number>>;
}

/** To be added to what the day has. */
export interface DayChange {
  readonly station: string;
  /** `YYYY-MM-DD`, Asia/Shanghai. */
  readonly day: string;
  readonly add: DayFigures;
  /** Numbers missing at the end of the change; absent when nothing was received on that day. */
  readonly seqMissing?: number;
}

export type DayRecord = { readonly station: string; readonly day: string; readonly seqMissing?: number } & DayFigures;

/** Where the books of the stations are kept. Implementations: `SqliteAccounts`. Methods reject with `StoreUnavailable`. */
export interface AccountsStore {
  load(): Promise<StationAccount[]>;
  /** All or nothing, and durable when it resolves. Accounts are replaced, days are added to. */
  save(change: { readonly accounts: readonly StationAccount[]; readonly days: readonly DayChange[] }): Promise<void>;
  /** Both days inclusive, `YYYY-MM-DD`; ordered by (day, station). */
  days(query: { readonly from: string; readonly to: string; readonly station?: string }): Promise<DayRecord[]>;
  /** Numbers missing at the end of the last day before `day` on which anything was received; 0 when there is none. */
  missingBefore(station: string, day: string): Promise<number>;
  close(): Promise<void>;
}
