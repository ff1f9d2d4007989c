import { parse } from 'csv-parse/sync';
import type { CsvProblem } from './csv-problem.ts';

/** One record; `line` is the physical line it begins on. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/** A quoted field may hold line breaks, but a quote that is never closed must not swallow the rest of the file. */
const MAX_QUOTED_LINES = 100;

/**
 * Cuts text that arrives in pieces into records. Lines without a quote are split at their commas, which is most of any
 * data file; records with quotes (RFC 4180) go to csv-parse. Empty lines are skipped; LF and CRLF both end a line.
 */
export class CsvRecordSplitter {
  readonly #onProblem: (problem: CsvProblem) => void;
  #rest = '';
  #line = 0;
  /** Lines of a quoted record that is not closed yet. */
  #open: string[] = [];

  constructor(onProblem: (problem: CsvProblem) => void) {
    this.#onProblem = onProblem;
  }

  /** The last physical line that was taken. */
  get line(): number {
    return this.#line;
  }

  /** The records that end in this piece of the text. */
  push(text: string): CsvRecord[] {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    const records: CsvRecord[] = [];
    for (const line of lines) this.#take(line, records);
    return records;
  }

  /** What is left when the text has ended without a line break. */
  end(): CsvRecord[] {
    const records = this.push('\n');
    while (this.#open.length > 0) this.#giveUp(records);
    return records;
  }

  #take(raw: string, records: CsvRecord[]): void {
    this.#line += 1;
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (this.#open.length === 0 && !line.includes('"')) {
      if (line.trim() !== '') records.push({ line: this.#line, fields: line.split(',') });
      return;
    }
    this.#open.push(line);
    if (quotes(this.#open) % 2 === 0) {
      const text = this.#open.join('\n');
      const first = this.#line - this.#open.length + 1;
      this.#open = [];
      this.#quoted(text, first, records);
    } else if (this.#open.length >= MAX_QUOTED_LINES) this.#giveUp(records);
  }

  #quoted(text: string, line: number, records: CsvRecord[]): void {
    try {
      const [fields] = parse(text, { relax_column_count: true });
      if (fields !== undefined) records.push({ line, fields });
    } catch {
      this.#problem(line);
    }
  }

  /** Only the line with the quote is lost; those after it are read again on their own. */
  #giveUp(records: CsvRecord[]): void {
    const [, ...later] = this.#open;
    this.#open = [];
    this.#line -= later.length;
    this.#problem(this.#line);
    for (const line of later) this.#take(line, records);
  }

  #problem(line: number): void {
    this.#onProblem({
      line,
      message: 'its quotes do not match',
      remedy: 'a field with a comma or a quote needs quotes around it, and a quote inside is written twice',
    });
  }
}

function quotes(lines: readonly string[]): number {
  let count = 0;
  for (const line of lines) for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) count += 1;
  return count;
}
