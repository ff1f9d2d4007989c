/** One fault of a CSV file, with enough to find and mend it. */
export interface CsvProblem {
  /** Physical line, counted from 1 (the header is line 1); 0 when it is the file as a whole. */
  readonly line: number;
  /** Name of the column, when the fault lies in one. */
  readonly column?: string;
  readonly message: string;
  readonly remedy: string;
}

/** `line 7, column pm25: "abc" is not a number; write digits with a point, or leave the cell empty`. */
export function formatCsvProblem(problem: CsvProblem): string {
  const line = problem.line === 0 ? 'the file' : `line ${problem.line}`;
  const column = problem.column === undefined ? '' : `, column ${problem.column}`;
  return `${line}${column}: ${problem.message}; ${problem.remedy}`;
}

const SHOWN = 20;

/** The file cannot be used at all; carries every problem found, the message shows the first twenty, one a line. */
export class CsvRefused extends Error {
  override readonly name = 'CsvRefused';
  readonly problems: readonly CsvProblem[];

  constructor(file: string, problems: readonly CsvProblem[]) {
    const shown = problems.slice(0, SHOWN).map((problem) => `  ${formatCsvProblem(problem)}`);
    if (problems.length > SHOWN) shown.push(`  and ${problems.length - SHOWN} more`);
    super(`${file} cannot be used:\n${shown.join('\n')}`);
    this.problems = problems;
  }
}
