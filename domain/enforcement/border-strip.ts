import type { Enforcement } from '../agreement/enforcement.ts';

/**
 * Where a site lies (ENF-12): `mutual`: either side may have it inspected at once; `listed`: both sides list the key enterprises there;
 * `outside`: neither, or the distance is not known.
 */
export type BorderStrip = 'mutual' | 'listed' | 'outside';

export function borderStrip(
  borderKm: number | null,
  { mutual_inspection_km, border_strip_km }: Pick<Enforcement, 'mutual_inspection_km' | 'border_strip_km'>,
): BorderStrip {
  if (borderKm === null) return 'outside';
  if (borderKm <= mutual_inspection_km) return 'mutual';
  return borderKm <= border_strip_km ? 'listed' : 'outside';
}
