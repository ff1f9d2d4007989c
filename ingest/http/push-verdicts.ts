import type { Reading } from '../../domain/air/reading.ts';
import type { Outcome } from '../pipeline.ts';
import type { Refusal } from '../refusal.ts';
import type { DecodedPush } from './decode-push.ts';
import type { CommittedPush, Verdict } from './push-exchange.ts';

/** One verdict for every item, in the order of the body. */
export function pushVerdicts(decoded: DecodedPush, outcome: Outcome): CommittedPush {
  const stored = new Set(outcome.stored);
  // The pipeline names what the store would not have behind what was refused before, in the order of the readings.
  const rejected = outcome.refusals.slice(decoded.refusals.length)[Symbol.iterator]();
  const items: Verdict[] = decoded.refusals.map((refusal) => refusedItem(refusal.index, refusal));
  for (const [position, reading] of decoded.readings.entries()) {
    const index = decoded.places[position] ?? position;
    const refusal = stored.has(reading) ? undefined : rejected.next().value;
    if (refusal !== undefined) items.push(refusedItem(index, refusal));
    else items.push(storedItem(index, reading, outcome.repeated.get(reading)));
  }
  items.sort((a, b) => a.index - b.index);
  return { stored: outcome.stored.length, refused: items.length - outcome.stored.length, items };
}

function storedItem(index: number, { seq }: Reading, fate: Verdict['fate']): Verdict {
  return { index, ...(seq === undefined ? {} : { seq }), status: 'stored', ...(fate && { fate }) };
}

function refusedItem(index: number, { code, reason, seq }: Refusal): Verdict {
  return { index, ...(seq === undefined ? {} : { seq }), status: 'refused', code, reason };
}
