/** One page of any list of the API. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** A bound on one question, so that a wrong window cannot fill the browser. */
const MAX_PAGES = 20;

/** Follows `next` until the list ends (or 20 pages), in order. `get` receives the cursor, null for the first page. */
export async function allPages<Item>(get: (cursor: string | null) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer: Page<Item> = await get(cursor);
    items.push(...answer.items);
    cursor = answer.next;
    if (cursor === null) break;
  }
  return items;
}
