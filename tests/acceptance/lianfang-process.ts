import { type ChildProcess, spawn } from 'node:child_process';

const MAIN = new URL('../../app/main.ts', import.meta.url).pathname;
const running = new Set<ChildProcess>();
/** Also what a test that failed has left. */
function endAll(): void {
  for (const child of running) child.kill('SIGKILL');
}
process.once('exit', endAll);
// Benchmarks start it too, and have no tests to come to an end.
if (process.env['VITEST'] !== undefined) (await import('vitest')).afterAll(endAll);

export interface Lianfang {
  readonly pid: number;
  /** Resolves with the exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  stdout(): string;
  stderr(): string;
  /** Ends it and waits until it is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

/** The real program in a process of its own, with only the environment it is given. */
export function lianfang(args: readonly string[], env: Readonly<Record<string, string>> = {}): Lianfang {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      TMPDIR: process.env['TMPDIR'] ?? '/tmp',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  return {
    pid: child.pid ?? 0,
    ended,
    stdout: () => stdout,
    stderr: () => stderr,
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}
