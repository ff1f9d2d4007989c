/** The first `count` items; the source is not asked for one more than that. */
export async function* take<Item>(source: AsyncIterable<Item>, count: number): AsyncGenerator<Item> {
  let left = count;
  if (left <= 0) return;
  for await (const item of source) {
    yield item;
    left -= 1;
    if (left <= 0) return;
  }
}
