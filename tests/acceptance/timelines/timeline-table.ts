/** One line of a timeline: at that time, epoch ms, who does or hears what; `outcome` is the rule that refuses it, or what is expected. */
export interface Row {
  readonly line: string;
  readonly at: number;
  readonly who: readonly string[];
  readonly what: string;
  readonly outcome: string | undefined;
}

/**
 * Reads a table of lines `time | who | what | outcome`. The time is `11-23 08:00` of 2026 or `2027-01-01 08:00`, on the region's clock; `08:30` is
 * of the same day, and none is the same instant as before. Lines without a bar are remarks.
 */
export function rowsOf(table: string): Row[] {
  let day = '';
  let time = '';
  return table.split('\n').flatMap((text) => {
    const line = text.trim();
    if (!line.includes('|')) return [];
    const [when = '', who = '', what = '', outcome] = text.split('|').map((cell) => cell.trim());
    const parts = when.split(/\s+/).filter(Boolean);
    time = parts.at(-1) ?? time;
    if (parts.length === 2) day = parts[0] ?? day;
    return [{ line, at: instant(`${day} ${time}`), who: who.split(/[\s,]+/), what, outcome }];
  });
}

/** `11-23 08:00` or `2026-11-23 08:00` at +08:00, epoch ms. */
export function instant(text: string): number {
  const [day = '', time = ''] = text.split(' ');
  const at = Date.parse(`${day.length === 5 ? `2026-${day}` : day}T${time}:00+08:00`);
  if (Number.isNaN(at)) throw new Error(`"${text}" is no time`);
  return at;
}

/** `11-23 08:00`; of 2026 without the year. */
export function clockText(at: number): string {
  const text = new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
  return text.startsWith('2026-') ? text.slice(5) : text;
}
