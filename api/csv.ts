/** A cell of a CSV file: undefined and null are an empty cell (missing). */
export type Cell = string | number | null | undefined;

/**
 * One RFC 4180 line. Cells are written as they are: a text that a spreadsheet would take for a formula is not altered, since
 * the file is data first and every change would be a silent one.
 */
export function csvLine(cells: readonly Cell[]): string {
  let line = '';
  for (const [position, cell] of cells.entries()) {
    if (position > 0) line += ',';
    if (cell === null || cell === undefined) continue;
    if (typeof cell === 'number') line += cell;
    else line += /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  }
  return `${line}\n`;
}

const CHUNK_LENGTH = 32 * 1024;

/**
 * Streams header and lines as the rows become known; a consumer that goes away ends the rows' generator. When the rows fail,
 * `breakOff` cuts the transfer and returns true, or the stream itself errs; half a file must never look like a whole one.
 */
export function csvStream(
  header: readonly string[],
  rows: AsyncIterator<readonly Cell[]>,
  breakOff: (error: unknown) => boolean = () => false,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let pending = csvLine(header);
  let cancelled = false;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        for (;;) {
          const row = await rows.next();
          if (!row.done) pending += csvLine(row.value);
          if (row.done || pending.length >= CHUNK_LENGTH) {
            if (pending.length > 0) controller.enqueue(encoder.encode(pending));
            pending = '';
            if (row.done) controller.close();
            return;
          }
        }
      } catch (error) {
        if (!cancelled && !breakOff(error)) throw error;
      }
    },
    async cancel() {
      cancelled = true;
      await rows.return?.();
    },
  });
}
