import type { Outcome } from '../pipeline.ts';

/** One message of MQTT. */
export interface TopicMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** Kept by a broker for whoever subscribes: its arrival says nothing about its age. */
  readonly retained: boolean;
  /** Who has logged in to send it, where the broker is ours and knows. */
  readonly sender?: string;
  /** Called once, after the commit; only then may the sender have its PUBACK. */
  settle(outcome: Outcome): void;
}

/** Where the messages of some topics go. Every broker, foreign or ours, serves all ways. */
export interface WayIn {
  /** What to subscribe to, at QoS 1. */
  filters(): readonly string[];
  takes(topic: string): boolean;
  /** Our own broker keeps a message for later subscribers when its sender asks for that; default false. */
  readonly mayRetain?: boolean;
  /** A source asks before `submit`; while it holds, the source reads no further. */
  isFull(): boolean;
  /** Calls `resume` once, when there may be room again: ask `isFull` again. The result cancels it. */
  onRoom(resume: () => void): () => void;
  /** Where the station that this topic belongs to hears of refusals; undefined: nobody knows whose it is. */
  receiptsTopic(topic: string): string | undefined;
  submit(message: TopicMessage): void;
}
