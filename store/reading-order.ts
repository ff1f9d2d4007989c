import type { ReadingCursor } from './timeseries.ts';

/** The order of every store: (at, station, periodS), stations by Unicode code point as SQLite and UTF-8 bytes sort them. */
export function compareReadings(a: ReadingCursor, b: ReadingCursor): number {
  return a.at - b.at || compareCodePoints(a.station, b.station) || a.periodS - b.periodS;
}

function compareCodePoints(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const unitA = a.charCodeAt(i);
    const unitB = b.charCodeAt(i);
    if (unitA !== unitB) return rank(unitA) - rank(unitB);
  }
  return a.length - b.length;
}

/** JavaScript compares UTF-16 units, where surrogates (rare Han characters) come before U+E000 to U+FFFF (fullwidth forms). */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
