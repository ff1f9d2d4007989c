import { type ChildProcess, spawn } from 'node:child_process';

/** A process that prints one JSON object a line, to be killed. */
export class JsonProcess<Line> {
  readonly lines: Line[] = [];
  readonly #child: ChildProcess;
  #exit: { readonly code: number | null } | undefined;
  readonly #gone: Promise<void>;

  constructor(command: string, args: readonly string[]) {
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    // A write to a process that was killed is lost, as it is in life.
    this.#child.stdin?.on('error', () => {});
    let text = '';
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      const lines = (text + chunk.toString()).split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) this.lines.push(JSON.parse(line));
    });
    this.#gone = new Promise((resolve) => {
      this.#child.once('close', (code) => {
        this.#exit = { code };
        resolve();
      });
    });
  }

  get exit(): { readonly code: number | null } | undefined {
    return this.#exit;
  }

  write(text: string): void {
    this.#child.stdin?.write(text);
  }

  endInput(): void {
    this.#child.stdin?.end();
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    if (this.#exit === undefined) this.#child.kill('SIGKILL');
    await this.#gone;
  }
}
