import { useEffect, useRef, useState } from 'preact/hooks';
import type { Quantity } from '../format/quantity.ts';
import { RequestFailed } from '../query/fetch-json.ts';
import type { History } from '../query/history.ts';
import { loadHistory } from '../query/history.ts';
import type { Subject } from '../query/subject.ts';
import { clockNow } from '../state/clock.ts';
import { cityState, latestTick, stationState } from '../state/latest.ts';
import { connections } from '../state/link.ts';

const HOUR_MS = 3_600_000;

export interface LoadedHistory {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly error: RequestFailed | null;
  readonly retry: () => void;
  /** Instants with a row, epoch ms. */
  readonly times: Iterable<number>;
  readonly valueAt: (ms: number) => number | null | undefined;
  /** Changes whenever a row does. */
  readonly version: string;
}

/**
 * The hourly past of one subject (null: nothing is asked) with what arrives live put at its end. Fetched again after every
 * reconnect, since the live lane never replays values.
 */
export function useHistory(subject: Subject | null, quantity: Quantity, hours: number): LoadedHistory {
  const [loaded, setLoaded] = useState<{ key: string; rows: History; load: number } | null>(null);
  const [error, setError] = useState<RequestFailed | null>(null);
  const [attempt, setAttempt] = useState(0);
  const live = useRef({ key: '', rows: new Map<number, number | null | undefined>() });
  const key = subject === null ? '' : `${subject.kind} ${subject.id} ${quantity} ${hours}`;
  const connection = connections.value;

  // Dependencies: `key` stands for the subject, whose object is new at each render
  useEffect(() => {
    if (subject === null) return;
    let current = true;
    const now = clockNow();
    loadHistory(subject, quantity, now - (hours + 1) * HOUR_MS, now + HOUR_MS).then(
      (rows) => {
        if (!current) return;
        setError(null);
        setLoaded({ key, rows, load: now });
      },
      (reason: unknown) => {
        if (current) setError(reason instanceof RequestFailed ? reason : new RequestFailed(String(reason), 0, null));
      },
    );
    return () => {
      current = false;
    };
  }, [key, connection, attempt]);

  if (live.current.key !== key) live.current = { key, rows: new Map() };
  const newest = subject === null ? null : newestValue(subject, quantity);
  if (newest !== null) live.current.rows.set(newest.ms, newest.value);

  const past = loaded?.key === key ? loaded.rows : null;
  const liveRows = live.current.rows;
  return {
    status: past !== null ? 'ready' : error !== null ? 'failed' : 'loading',
    error,
    retry: () => setAttempt(attempt + 1),
    times: [...(past?.keys() ?? []), ...liveRows.keys()],
    valueAt: (ms) => liveRows.get(ms) ?? past?.get(ms)?.[quantity],
    version: `${key} ${past === null ? '' : loaded?.load} ${newest?.ms} ${newest?.value}`,
  };
}

/** The newest live value, when it is of the chart's rhythm (hours). */
function newestValue(subject: Subject, quantity: Quantity): { ms: number; value: number | null | undefined } | null {
  latestTick.value;
  if (subject.kind === 'city') {
    const state = cityState(subject.id);
    if (state === undefined) return null;
    const values: Readonly<Record<string, number | undefined>> = state.concentrations;
    return { ms: Date.parse(state.at), value: quantity === 'aqi' ? state.aqi : values[quantity] };
  }
  const state = stationState(subject.id);
  if (state === undefined) return null;
  return { ms: Date.parse(state.at), value: quantity === 'aqi' ? state.aqi : state.values[quantity] };
}
