import type { z } from 'zod';

/** Reports every id that stands twice in a list. */
export function uniqueIds(
  items: readonly { id: string }[],
  path: string | readonly [],
  context: z.RefinementCtx,
): void {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    if (seen.has(item.id)) {
      context.addIssue({ code: 'custom', path: [path, index, 'id'].flat(), message: `"${item.id}" is there twice` });
    }
    seen.add(item.id);
  }
}
