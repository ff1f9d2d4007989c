import { type ChildProcess, spawn } from 'node:child_process';
import { vi } from 'vitest';

interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  text: string;
  /** Length of `text` when the last command was given. */
  mark: number;
}

export interface ReaderWindowsOptions {
  readonly folder: string;
  /** Searched before the PATH. */
  readonly programs: string;
  /** File that carries variables and functions from one command to the next, of the window in which the reader works. */
  readonly memory: string;
}

const WORK = 'work';
const PATIENCE = { timeout: 40_000, interval: 20 };

/** The terminal windows of somebody who follows a guide: bash in each, Ctrl-C, and eyes for what they print. */
export class ReaderWindows {
  readonly #options: ReaderWindowsOptions;
  readonly #open = new Map<string, Run>();
  #runs: Run[] = [];

  constructor(options: ReaderWindowsOptions) {
    this.#options = options;
    process.once('exit', () => this.kill());
  }

  /** To its end, which must be a good one and come in time. */
  async run(command: string): Promise<void> {
    const run = this.#start(command, WORK);
    const timer = setTimeout(() => signal(run, 'SIGKILL'), PATIENCE.timeout);
    const code = await run.ended;
    clearTimeout(timer);
    if (code !== 0) throw new Error(`exit ${code ?? 'never'}:\n${command}\n${run.text}`);
  }

  /** In a window, and left there, once it has said `until`. */
  async leave(command: string, window: string, until = ''): Promise<void> {
    if (window !== WORK) await this.interrupt(window);
    const run = this.#start(command, window);
    this.#open.set(window, run);
    let isEnded = false;
    run.ended.then(() => {
      isEnded = true;
    });
    await vi.waitUntil(() => run.text.includes(until) || isEnded, PATIENCE).catch(() => {});
    if (!run.text.includes(until)) throw new Error(`never said ${until}:\n${command}\n${run.text}`);
  }

  /** Ctrl-C, which reaches everything in the window; what runs there must end well. */
  async interrupt(window: string): Promise<void> {
    const run = this.#open.get(window);
    if (run === undefined) return;
    this.#open.delete(window);
    signal(run, 'SIGINT');
    const code = await run.ended;
    if (code !== 0) throw new Error(`after Ctrl-C in ${window}: exit ${code}\n${run.text}`);
  }

  /** The process that was left in the window in which the reader works ends by itself, and well. */
  async endOfWork(): Promise<void> {
    const code = await this.#open.get(WORK)?.ended;
    if (code !== 0) throw new Error(`exit ${code}:\n${this.#open.get(WORK)?.text}`);
    this.#open.delete(WORK);
  }

  /** Waits until every line of `expected` was printed since the last command was given; `…` stands for anything. */
  async sees(expected: string): Promise<void> {
    for (const line of expected.split('\n')) {
      const pattern = new RegExp(`^${line.split('…').map(RegExp.escape).join('.*')}$`, 'm');
      const isThere = () => this.#runs.some((run) => pattern.test(run.text.slice(run.mark)));
      await vi.waitUntil(isThere, PATIENCE).catch(() => {
        const seen = this.#runs.map((run) => run.text.slice(run.mark)).join('\n');
        throw new Error(`never shown: ${line}\nshown:\n${seen}`);
      });
    }
  }

  kill(): void {
    for (const run of this.#runs) signal(run, 'SIGKILL');
    this.#runs = [];
  }

  #start(command: string, window: string): Run {
    const { folder, programs, memory } = this.#options;
    // Only where the reader works does one command know what the one before has set.
    const remembered = `[ ! -f '${memory}' ] || . '${memory}'\nset -ae -o pipefail\n${command}\n(export -p; declare -f) > '${memory}'`;
    const script = window === WORK ? remembered : `set -e -o pipefail\n${command}`;
    for (const run of this.#runs) run.mark = run.text.length;
    const child = spawn('bash', ['-c', script], {
      cwd: folder,
      env: {
        ...process.env,
        PATH: `${programs}:${process.env['PATH']}:/usr/sbin`,
        NO_PROXY: '127.0.0.1',
        no_proxy: '127.0.0.1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own, as a terminal has.
      detached: true,
    });
    const run: Run = { child, text: '', mark: 0, ended: new Promise((resolve) => child.once('close', resolve)) };
    const keep = (chunk: Buffer) => {
      run.text += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    this.#runs.push(run);
    return run;
  }
}

function signal({ child }: Run, name: 'SIGINT' | 'SIGKILL'): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, name);
  } catch {
    // It has ended.
  }
}
