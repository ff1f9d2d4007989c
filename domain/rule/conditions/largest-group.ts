/** The largest connected group of the given nodes, in ascending order; the one with the smallest member when two are equal. */
export function largestGroup(nodes: readonly number[], neighbours: (node: number) => readonly number[]): number[] {
  const left = new Set(nodes);
  let largest: number[] = [];
  for (const start of [...nodes].sort((a, b) => a - b)) {
    if (!left.delete(start)) continue;
    const group = [start];
    for (const node of group) for (const next of neighbours(node)) if (left.delete(next)) group.push(next);
    if (group.length > largest.length) largest = group;
  }
  return largest.sort((a, b) => a - b);
}
