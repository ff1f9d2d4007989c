import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** A real service in its own process, owned by one test. */
export interface LaunchedService {
  readonly port: number;
  readonly url: string;
  /** Of the running process, or of the last one. */
  readonly pid: number;
  /** SIGTERM, SIGKILL if it does not go; a temp folder of its own is removed. */
  stop(): Promise<void>;
  /** SIGKILL, data kept: what a power cut does to a process. */
  kill(): Promise<void>;
  /** Ends it if it runs (SIGTERM) and starts it again on the same port and data; resolves when ready. */
  restart(): Promise<void>;
}

export interface Launch {
  readonly name: string;
  readonly binary: string;
  readonly args: readonly string[];
  readonly port: number;
  readonly url: string;
  /** Asked until it is true, every 20 ms for at most 15 s. */
  readonly ready: () => Promise<boolean>;
  /** Removed by `stop`. */
  readonly ownFolder: string | undefined;
}

const POLL_MS = 20;
const READY_ATTEMPTS = 750;
const TERM_MS = 5_000;
const SETPRIV = '/usr/bin/setpriv';
const running = new Set<ChildProcess>();

/** On Linux the kernel ends the service with us, however we end: test runners kill their workers. The pid stays the service's. */
function dyingWithUs(): [string, ...string[]] | [] {
  return existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'KILL'] : [];
}

// Elsewhere this is the best there is.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

async function start(launch: Launch): Promise<ChildProcess> {
  const [command, ...args] = [...dyingWithUs(), launch.binary, ...launch.args];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-4_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  let failed: Error | undefined;
  child.once('error', (error) => {
    failed = error;
  });
  child.once('exit', () => running.delete(child));
  for (let attempt = 0; attempt < READY_ATTEMPTS; attempt++) {
    if (failed !== undefined) throw failed;
    if (!isRunning(child)) throw new Error(`${launch.name} ended before it was ready:\n${output}`);
    if (await launch.ready().catch(() => false)) return child;
    await delay(POLL_MS);
  }
  await end(child, 'SIGKILL');
  throw new Error(`${launch.name} was not ready in time:\n${output}`);
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (!isRunning(child)) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), TERM_MS);
  await ended;
  clearTimeout(timer);
}

/** Starts the service and resolves when it is ready; rejects with its last output when it never is. */
export async function launchService(launch: Launch): Promise<LaunchedService> {
  let child: ChildProcess;
  try {
    child = await start(launch);
  } catch (error) {
    await removeFolder(launch.ownFolder);
    throw error;
  }
  return {
    port: launch.port,
    url: launch.url,
    get pid() {
      return child.pid ?? 0;
    },
    async stop() {
      await end(child, 'SIGTERM');
      await removeFolder(launch.ownFolder);
    },
    kill: () => end(child, 'SIGKILL'),
    async restart() {
      await end(child, 'SIGTERM');
      child = await start(launch);
    },
  };
}

async function removeFolder(folder: string | undefined): Promise<void> {
  if (folder !== undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
