/**
 * The smallest part of a list that still fails, as far as leaving out ever smaller runs of it finds one (ddmin, Zeller and
 * Hildebrandt 2002); at most `maxTries` tries.
 */
export async function minimise<Item>(
  items: readonly Item[],
  fails: (part: readonly Item[]) => Promise<boolean>,
  maxTries = 300,
): Promise<readonly Item[]> {
  let failing = items;
  let tries = 0;
  for (let size = Math.ceil(items.length / 2); size >= 1 && failing.length > 1; ) {
    let smaller: readonly Item[] | undefined;
    for (let from = 0; from < failing.length && smaller === undefined; from += size) {
      if (tries++ >= maxTries) return failing;
      const part = [...failing.slice(0, from), ...failing.slice(from + size)];
      if (await fails(part)) smaller = part;
    }
    if (smaller !== undefined) failing = smaller;
    else if (size === 1) break;
    else size = Math.ceil(size / 2);
  }
  return failing;
}
