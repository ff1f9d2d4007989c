import { z } from '@hono/zod-openapi';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { ApiProblem } from '../problem.ts';

const Position = z.tuple([z.string()]);

/** One page of what is kept oldest first, the newest first; the cursor names the last one shown. */
export function newestPage<Item extends { readonly id: string }>(
  oldestFirst: readonly Item[],
  { limit, cursor }: { readonly limit: number; readonly cursor: string | undefined },
): { readonly items: readonly Item[]; readonly next: string | null } {
  const found = oldestFirst.toReversed();
  let from = 0;
  if (cursor !== undefined) {
    const [id] = decodeCursor(Position, cursor);
    from = found.findIndex((one) => one.id === id) + 1;
    if (from === 0) throw new ApiProblem('bad_cursor', { detail: 'what it names is not in this list' });
  }
  const items = found.slice(from, from + limit);
  const last = items.at(-1);
  return { items, next: last !== undefined && from + limit < found.length ? encodeCursor([last.id]) : null };
}
