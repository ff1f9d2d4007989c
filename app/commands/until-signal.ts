const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** One Ctrl-C comes twice: from the terminal to everybody in it, and from the launcher that passes it on. */
const ECHO_MS = 1_000;

/** Resolves at the first SIGINT or SIGTERM; a second one, of either kind and a second later, ends the process at once. */
export function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    // The program's timers do not keep it alive: this does.
    const alive = setInterval(() => {}, 1 << 30);
    const asked = () => {
      clearInterval(alive);
      resolve();
      setTimeout(() => {
        for (const signal of SIGNALS) process.off(signal, asked);
      }, ECHO_MS).unref();
    };
    for (const signal of SIGNALS) process.on(signal, asked);
  });
}
