/** Level of the AQI, 1 (best) to 6. */
export type Level = 1 | 2 | 3 | 4 | 5 | 6;

export interface Category {
  readonly level: Level;
  /** Largest AQI of this category, inclusive. */
  readonly upTo: number;
  readonly zh: string;
  readonly en: string;
  /** The standard's colour for screens, `#RRGGBB`. */
  readonly colour: string;
}

/** HJ 633 table 2 with the colours of table 3; the same in the 2012 and 2026 editions. */
export const CATEGORIES: readonly Category[] = [
  { level: 1, upTo: 50, zh: '优', en: 'Excellent', colour: '#00E400' },
  { level: 2, upTo: 100, zh: '良', en: 'Good', colour: '#FFFF00' },
  { level: 3, upTo: 150, zh: '轻度污染', en: 'Lightly polluted', colour: '#FF7E00' },
  { level: 4, upTo: 200, zh: '中度污染', en: 'Moderately polluted', colour: '#FF0000' },
  { level: 5, upTo: 300, zh: '重度污染', en: 'Heavily polluted', colour: '#99004C' },
  { level: 6, upTo: 500, zh: '严重污染', en: 'Severely polluted', colour: '#7E0023' },
];

/** Category of a whole-numbered AQI; null for NaN and negative numbers. Above 500 it stays the sixth. */
export function categoryOf(aqi: number): Category | null {
  if (!(aqi >= 0)) return null;
  for (const category of CATEGORIES) if (aqi <= category.upTo) return category;
  return CATEGORIES.at(-1) ?? null;
}
