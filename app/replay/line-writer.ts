const ENOUGH = 1 << 16;

/** Writes lines in large pieces: a long replay prints tens of thousands. */
export class LineWriter {
  readonly #output: { write(text: string): unknown };
  #waiting = '';

  constructor(output: { write(text: string): unknown }) {
    this.#output = output;
  }

  line(text: string): void {
    this.#waiting += `${text}\n`;
    if (this.#waiting.length > ENOUGH) this.flush();
  }

  flush(): void {
    if (this.#waiting !== '') this.#output.write(this.#waiting);
    this.#waiting = '';
  }
}
