import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const WRITER = fileURLToPath(new URL('./writer.ts', import.meta.url));

/**
 * Lets `writer.ts` write in its own process, kills it by SIGKILL in full flight once it has acknowledged so many writes, and
 * gives the number of the last write it acknowledged.
 */
export async function killWriterAfter(options: {
  readonly path: string;
  readonly store: 'timeseries' | 'ledger';
  readonly acknowledgements: number;
}): Promise<number> {
  const child = spawn(process.execPath, [WRITER, options.store, options.path], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  let acknowledged = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged = Number(line);
    if (acknowledged >= options.acknowledgements) child.kill('SIGKILL');
  }
  await ended;
  if (child.signalCode !== 'SIGKILL') throw new Error(`the writer ended by itself: ${complaint}`);
  return acknowledged;
}
