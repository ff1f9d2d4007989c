import type { Reading } from '../../domain/air/reading.ts';

/** What the frames of one message have in common. Some devices give each frame its own QN, others write DataTime only once. */
export interface PartedMessage {
  readonly mn: string;
  readonly st: string;
  readonly cn: string;
  readonly count: number;
  /** As sent. */
  readonly dataTime: string;
  /** Of its latest part. */
  readonly qn?: string;
}

/** A message that came in several frames (PNUM, PNO), as far as it has come. `Held` is whatever must wait for the commit. */
export interface PartSet<Held> {
  readonly message: PartedMessage;
  readonly received: ReadonlySet<number>;
  /** The values of all parts so far, as one reading; absent while no part held any that we keep. */
  readonly reading?: Reading;
  readonly held: readonly Held[];
  /** When what is held is let go although parts are missing, epoch ms. */
  readonly releaseAt: number;
  /** When the set is forgotten. */
  readonly expiresAt: number;
}

export type PartSets<Held> = ReadonlyMap<string, PartSet<Held>>;

export interface PartLimits {
  /** Sets open at the same time; the oldest gives way. */
  readonly maxSets: number;
  /** Parts held back at most; beyond it the set is let go early. */
  readonly maxHeld: number;
  /** How long parts wait for the rest. Shorter than the 10 s after which a device believes its frame lost. */
  readonly holdMs: number;
  readonly lifetimeMs: number;
}

export const PART_LIMITS: PartLimits = { maxSets: 8, maxHeld: 32, holdMs: 3_000, lifetimeMs: 60_000 };

export interface Part<Held> {
  readonly message: PartedMessage;
  readonly number: number;
  readonly reading?: Reading;
  readonly held: readonly Held[];
}

export interface Joined<Held> {
  readonly sets: PartSets<Held>;
  /** Sets that are to be committed now: complete, held too many, or pushed out by this one. Their `held` are let go. */
  readonly released: readonly PartSet<Held>[];
  /** What the part's message holds so far. */
  readonly reading?: Reading;
}

/**
 * Adds a part. The values of all parts become one reading, because two readings of the same period would overwrite each
 * other; a part that comes after the set was let go carries the earlier values along, so it only adds. A part sent again
 * replaces itself.
 */
export function joinPart<Held>(
  sets: PartSets<Held>,
  part: Part<Held>,
  now: number,
  limits: PartLimits = PART_LIMITS,
): Joined<Held> {
  const next = new Map(sets);
  const released: PartSet<Held>[] = [];
  const key = keyOf(part.message);
  const before = next.get(key);
  // Taken out and put back: the order of the map is the order of use.
  next.delete(key);
  if (before === undefined && next.size >= limits.maxSets) {
    const [oldest] = next;
    if (oldest !== undefined) {
      next.delete(oldest[0]);
      released.push(oldest[1]);
    }
  }
  const reading = merged(before?.reading, part.reading);
  const set: PartSet<Held> = {
    message: part.message,
    received: new Set(before?.received).add(part.number),
    ...(reading === undefined ? {} : { reading }),
    held: [...(before?.held ?? []), ...part.held],
    releaseAt: before === undefined || before.held.length === 0 ? now + limits.holdMs : before.releaseAt,
    expiresAt: now + limits.lifetimeMs,
  };
  const complete = set.received.size >= set.message.count;
  const letGo = complete || set.held.length >= limits.maxHeld;
  if (letGo) released.push(set);
  // A complete set stays for its lifetime: its last part may come again.
  next.set(key, letGo ? { ...set, held: [] } : set);
  return {
    sets: next,
    released: released.filter(({ held }) => held.length > 0),
    ...(reading === undefined ? {} : { reading }),
  };
}

/** Lets go what has waited long enough and forgets what is over. */
export function elapseParts<Held>(sets: PartSets<Held>, now: number): Joined<Held> {
  const next = new Map<string, PartSet<Held>>();
  const released: PartSet<Held>[] = [];
  for (const [key, set] of sets) {
    const due = set.held.length > 0 && now >= set.releaseAt;
    if (due) released.push(set);
    if (now < set.expiresAt) next.set(key, due ? { ...set, held: [] } : set);
    else if (!due && set.held.length > 0) released.push(set);
  }
  return { sets: next, released };
}

/** DataTime of the open message to which a part without one belongs by its QN. */
export function dataTimeByQn<Held>(sets: PartSets<Held>, part: Omit<PartedMessage, 'dataTime'>): string | undefined {
  if (part.qn === undefined) return undefined;
  for (const { message } of sets.values()) {
    const { qn, mn, st, cn, count } = message;
    if (qn === part.qn && mn === part.mn && st === part.st && cn === part.cn && count === part.count) {
      return message.dataTime;
    }
  }
  return undefined;
}

/** Whether `elapseParts` has anything to do. */
export function partsAreDue<Held>(sets: PartSets<Held>, now: number): boolean {
  for (const set of sets.values())
    if (now >= set.expiresAt || (set.held.length > 0 && now >= set.releaseAt)) return true;
  return false;
}

function keyOf({ mn, st, cn, count, dataTime }: PartedMessage): string {
  return `${mn};${st};${cn};${count};${dataTime}`;
}

function merged(before: Reading | undefined, after: Reading | undefined): Reading | undefined {
  if (before === undefined || after === undefined) return after ?? before;
  // The flags of a value go with it: one that comes again unflagged has lost its flag.
  const flags = Object.entries(before.flags).filter(([name]) => !(name in after.values));
  return {
    ...after,
    values: { ...before.values, ...after.values },
    flags: { ...Object.fromEntries(flags), ...after.flags },
  };
}
