import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

interface Message {
  readonly type: string;
}

/** A process of our own that talks over Node's channel in typed messages. */
export interface Child<Down extends Message, Up extends Message> {
  readonly pid: number;
  send(message: Down): void;
  /** The next message of this type, also one that has come already. Rejects when the process ends or the time is over. */
  next<T extends Up['type']>(type: T, timeoutMs: number): Promise<Extract<Up, { type: T }>>;
  onMessage(listen: (message: Up) => void): void;
  /** Waits for its end; after `timeoutMs` SIGKILL by its pid. */
  end(timeoutMs: number): Promise<void>;
}

const running = new Set<ChildProcess>();

// A run that ends early must leave no processes behind.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Runs a module of bench (path relative to it) under the same Node; `setting` reaches it as JSON in its first argument. */
export function startChild<Down extends Message, Up extends Message>(
  module: string,
  setting: object,
  execArgv: readonly string[] = [],
): Child<Down, Up> {
  const path = fileURLToPath(new URL(module, import.meta.url));
  const child = fork(path, [JSON.stringify(setting)], {
    serialization: 'advanced',
    execArgv: [...execArgv],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  running.add(child);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve())).then(() => running.delete(child));
  const come: Up[] = [];
  const listeners = new Set<(message: Up) => void>();
  child.on('message', (message) => {
    come.push(message as Up);
    for (const listen of listeners) listen(message as Up);
  });

  return {
    pid: child.pid ?? 0,
    send: (message) => {
      // One that has ended in between is noticed by `next`.
      if (child.connected) child.send(message, () => {});
    },
    onMessage: (listen) => listeners.add(listen),
    next: (type, timeoutMs) =>
      new Promise((resolve, reject) => {
        const found = (message: Up): message is Extract<Up, { type: typeof type }> => message.type === type;
        const settle = (error?: Error) => {
          const message = come.find(found);
          if (message === undefined && error === undefined) return;
          clearTimeout(timer);
          listeners.delete(look);
          if (message === undefined) reject(error);
          else resolve(message);
        };
        const look = () => settle();
        const timer = setTimeout(
          () => settle(new Error(`${module} did not say "${type}" within ${timeoutMs} ms`)),
          timeoutMs,
        );
        listeners.add(look);
        void exited.then(() => settle(new Error(`${module} ended before it said "${type}"`)));
        look();
      }),
    async end(timeoutMs) {
      const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
      await exited;
      clearTimeout(timer);
    },
  };
}
