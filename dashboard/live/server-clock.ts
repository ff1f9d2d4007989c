/** One comparison of the two clocks. `deviceMs` is monotonic (performance.now), never the device's wall clock. */
export interface ClockFix {
  readonly serverMs: number;
  readonly deviceMs: number;
  /** Server seconds per device second: 1, or the factor of a demonstration's compressed clock. */
  readonly rate: number;
}

/** The server's time now, epoch ms. Every age, countdown and freshness on the page is computed from it. */
export function serverNow(fix: ClockFix, deviceMs: number): number {
  return fix.serverMs + (deviceMs - fix.deviceMs) * fix.rate;
}

/** How far the device's wall clock is off, ms (positive: ahead); null where it is small, or means nothing on a compressed clock. */
export function deviceSkew(fix: ClockFix, deviceMs: number, deviceWallMs: number): number | null {
  if (fix.rate !== 1) return null;
  const skew = deviceWallMs - serverNow(fix, deviceMs);
  return Math.abs(skew) > 60_000 ? skew : null;
}
