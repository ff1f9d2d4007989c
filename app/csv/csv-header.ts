import type { CsvProblem } from './csv-problem.ts';

/** Where each known column stands; names are compared without case and surrounding blanks. */
export interface CsvHeader {
  readonly width: number;
  /** Index of the column, or undefined when the file does not have it. */
  column(name: string): number | undefined;
  /** Names in the file that nobody asked for. */
  readonly unknown: readonly string[];
  readonly problems: readonly CsvProblem[];
}

/** Reads the header: every required column must be there, and no known one twice. */
export function csvHeader(input: {
  readonly line: number;
  readonly fields: readonly string[];
  readonly required: readonly string[];
  readonly optional: readonly string[];
}): CsvHeader {
  const { line, fields, required, optional } = input;
  const known = new Set([...required, ...optional]);
  const columns = new Map<string, number>();
  const unknown: string[] = [];
  const problems: CsvProblem[] = [];
  for (const [index, field] of fields.entries()) {
    const name = field.trim().toLowerCase();
    if (!known.has(name)) unknown.push(field.trim());
    else if (columns.has(name)) {
      problems.push({ line, column: name, message: 'the column is there twice', remedy: 'remove one of the two' });
    } else columns.set(name, index);
  }
  for (const name of required) {
    if (columns.has(name)) continue;
    const message = `the column is missing (the file has: ${fields.join(', ').slice(0, 200)})`;
    problems.push({ line, column: name, message, remedy: `add a column named ${name}` });
  }
  return { width: fields.length, column: (name) => columns.get(name), unknown, problems };
}
