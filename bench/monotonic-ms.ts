/** Milliseconds on the machine's monotonic clock, with fractions; the same for all processes of one machine. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
