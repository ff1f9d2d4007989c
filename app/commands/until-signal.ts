const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Resolves at the first SIGINT or SIGTERM; a second one, of either kind, ends the process at once. */
export function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    // The program's timers do not keep it alive: this does.
    const alive = setInterval(() => {}, 1 << 30);
    const asked = () => {
      clearInterval(alive);
      for (const signal of SIGNALS) process.off(signal, asked);
      resolve();
    };
    for (const signal of SIGNALS) process.on(signal, asked);
  });
}
