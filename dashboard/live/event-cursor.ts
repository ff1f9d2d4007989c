/** Where the page stands in the ledger's sequence of events. */
export interface EventCursor {
  /** Newest event applied; 0 before the first hello. */
  readonly lastSeq: number;
  /** Events up to this sequence that arrive now are a catch-up after a broken link, not news. */
  readonly replayUntil: number;
  /** How many events the catch-up brought. */
  readonly replayed: number;
}

export type CursorInput =
  | { readonly type: 'hello'; readonly seq: number }
  | { readonly type: 'gap'; readonly seq: number }
  | { readonly type: 'event'; readonly seq: number };

/**
 * first: fetch alerts by HTTP; resumed: a replay follows; reset: the ledger is another one, forget everything and fetch;
 * gap: fetch; news and replay: apply; duplicate: ignore.
 */
export type CursorOutcome = 'first' | 'resumed' | 'reset' | 'gap' | 'news' | 'replay' | 'duplicate';

export const EVENT_CURSOR: EventCursor = { lastSeq: 0, replayUntil: 0, replayed: 0 };

/** Every event is applied exactly once, in order, whatever the link does. */
export function moveCursor(cursor: EventCursor, input: CursorInput): { state: EventCursor; outcome: CursorOutcome } {
  const at = (lastSeq: number): EventCursor => ({ lastSeq, replayUntil: lastSeq, replayed: 0 });
  switch (input.type) {
    case 'hello':
      if (cursor.lastSeq === 0) return { state: at(input.seq), outcome: 'first' };
      if (input.seq < cursor.lastSeq) return { state: at(input.seq), outcome: 'reset' };
      return { state: { ...cursor, replayUntil: input.seq, replayed: 0 }, outcome: 'resumed' };
    case 'gap':
      return { state: at(input.seq), outcome: 'gap' };
    case 'event': {
      if (input.seq <= cursor.lastSeq) return { state: cursor, outcome: 'duplicate' };
      const replay = input.seq <= cursor.replayUntil;
      return {
        state: { ...cursor, lastSeq: input.seq, replayed: cursor.replayed + (replay ? 1 : 0) },
        outcome: replay ? 'replay' : 'news',
      };
    }
  }
}
