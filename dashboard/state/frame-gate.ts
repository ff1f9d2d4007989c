/** Two drawings are at least this far apart, ms: 10 Hz is all an eye needs of numbers. */
const MIN_GAP_MS = 100;

/**
 * Joins any number of requests into at most one `run` per 100 ms, on an animation frame: a hidden tab draws nothing.
 * `frame` calls back once with a monotonic time in ms (requestAnimationFrame).
 */
export function frameGate(run: () => void, frame: (callback: (nowMs: number) => void) => void): () => void {
  let waiting = false;
  let lastMs = Number.NEGATIVE_INFINITY;
  const onFrame = (nowMs: number) => {
    if (nowMs - lastMs < MIN_GAP_MS) {
      frame(onFrame);
      return;
    }
    waiting = false;
    lastMs = nowMs;
    run();
  };
  return () => {
    if (waiting) return;
    waiting = true;
    frame(onFrame);
  };
}
