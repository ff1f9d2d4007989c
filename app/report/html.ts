/** Text made safe for HTML and SVG, in elements and in quoted attributes. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Both languages, of which the page shows the one that is chosen. The texts are escaped here. */
export function both(zh: string, en: string): string {
  return `<span lang="zh">${escaped(zh)}</span><span lang="en">${escaped(en)}</span>`;
}

/** A table with a head; cells are HTML already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: string, row: readonly string[]) => row.map((cell) => `<${tag}>${cell}</${tag}>`).join('');
  return [
    '<div class="scroll"><table><thead><tr>',
    cells('th', head),
    '</tr></thead><tbody>',
    ...rows.map((row) => `<tr>${cells('td', row)}</tr>`),
    '</tbody></table></div>',
  ].join('');
}
