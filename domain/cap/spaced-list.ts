/** Items with white space between; an item that holds some itself stands in double quotes. CAP 1.2, 3.2.1 `addresses`, `incidents`. */
export function spacedList(items: readonly string[]): string {
  return items.map((item) => (/\s/u.test(item) ? `"${item}"` : item)).join(' ');
}
