import type { Station } from '../../domain/air/station.ts';
import type { StationAccount, StationStatus } from '../../store/accounts.ts';
import { absentSince } from './expected-interval.ts';
import { gapsOf, storedUpTo } from './sequence-book.ts';

/** How one station stands; times in epoch ms. */
export interface StationStanding {
  readonly station: string;
  readonly city: string;
  readonly neverReported: boolean;
  /** When the next reading was due, once two are; absent while it reports, and when it never has. */
  readonly absentSince?: number;
  readonly lastAt?: number;
  readonly lastReceivedAt?: number;
  readonly intervalS?: number;
  readonly status?: StationStatus & { readonly state?: 'online' | 'offline' };
  /** Absent: it does not count its readings. */
  readonly sequence?: {
    /** 1, and one more each time it began to count anew. */
    readonly count: number;
    readonly from: number;
    readonly stored: number;
    readonly highest: number;
    readonly missing: readonly (readonly [from: number, to: number])[];
    /** So many of `missing` are accounted for in truth: there were too many gaps to keep apart. */
    readonly merged: number;
  };
}

export function standingOf(station: Station, account: StationAccount | undefined, now: number): StationStanding {
  const { lastAt, lastReceivedAt, intervalS, status, sequence } = account ?? {};
  const since = account === undefined ? undefined : absentSince(account, now);
  return {
    station: station.id,
    city: station.city,
    neverReported: lastAt === undefined,
    ...(since !== undefined && { absentSince: since }),
    ...(lastAt !== undefined && { lastAt }),
    ...(lastReceivedAt !== undefined && { lastReceivedAt }),
    ...(intervalS !== undefined && { intervalS }),
    ...(status !== undefined && { status: withState(status) }),
    ...(sequence !== undefined && {
      sequence: {
        count: sequence.count,
        from: sequence.base,
        stored: storedUpTo(sequence),
        highest: sequence.highest,
        missing: gapsOf(sequence.missing),
        merged: sequence.merged,
      },
    }),
  };
}

/** `online` and `offline`, as such or as `{"state":"offline"}`; of other words nobody guesses the meaning. */
function withState(status: StationStatus): StationStatus & { readonly state?: 'online' | 'offline' } {
  const said = /^\s*\{.*"state"\s*:\s*"(\w+)"/s.exec(status.text)?.[1] ?? status.text.trim();
  const state = said.toLowerCase();
  return state === 'online' || state === 'offline' ? { ...status, state } : status;
}
