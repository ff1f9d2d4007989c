import { createServer } from 'node:net';

/** The port if nobody has it, else 0: whoever listens then gets a free one. */
export function portOrFree(port: number, host: string): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen(port, host, () => probe.close(() => resolve(port)));
  });
}
