import { formatIso } from '../../domain/time.ts';

const EVERY_MS = 2_000;

/** Says on a long run how far it is, every two seconds; on a terminal in one line that is written over. */
export class ReplayProgress {
  readonly #output: { readonly isTTY?: boolean; write(text: string): unknown };
  readonly #now: () => number;
  #lastAt: number;
  #onScreen = false;

  constructor(output: { readonly isTTY?: boolean; write(text: string): unknown }, now: () => number) {
    this.#output = output;
    this.#now = now;
    this.#lastAt = now();
  }

  /** `at`: the hour that was judged last, epoch ms. */
  update(at: number, figures: { readonly readings: number; readonly events: number }): void {
    const now = this.#now();
    if (now - this.#lastAt < EVERY_MS) return;
    this.#lastAt = now;
    const text = `${formatIso(at)} · ${figures.readings} 读数 readings · ${figures.events} 事件 events`;
    const isTerminal = this.#output.isTTY === true;
    this.#output.write(isTerminal ? `\r${text}\u001b[K` : `${text}\n`);
    this.#onScreen = isTerminal;
  }

  /** Wipes the line. */
  end(): void {
    if (this.#onScreen) this.#output.write('\r\u001b[K');
    this.#onScreen = false;
  }
}
