import { formatIso } from '../../domain/time.ts';

/** Where the progress goes; a terminal gets one line that is written over, anything else a line now and then. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const TERMINAL_EVERY_MS = 200;
const FILE_EVERY_MS = 10_000;

/** Says how far a push is, not more often than a reader can follow. */
export class Progress {
  readonly #output: ProgressOutput;
  readonly #now: () => number;
  #lastAt: number;
  #onScreen = false;

  constructor(output: ProgressOutput, now: () => number) {
    this.#output = output;
    this.#now = now;
    this.#lastAt = now();
  }

  update(figures: () => { readonly at: number; readonly sent: number; readonly acknowledged: number }): void {
    const terminal = this.#output.isTTY === true;
    const now = this.#now();
    if (now - this.#lastAt < (terminal ? TERMINAL_EVERY_MS : FILE_EVERY_MS)) return;
    this.#lastAt = now;
    const { at, sent, acknowledged } = figures();
    const text = `${formatIso(at)} · 已发送 sent ${sent} · 已确认 acknowledged ${acknowledged}`;
    this.#output.write(terminal ? `\r${text}\u001b[K` : `${text}\n`);
    this.#onScreen = terminal;
  }

  /** A message of its own line, not mixed with the progress. */
  say(text: string): void {
    this.#output.write(`${this.#onScreen ? '\r\u001b[K' : ''}${text}\n`);
    this.#onScreen = false;
  }
}
