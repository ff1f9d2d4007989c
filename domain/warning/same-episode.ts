import type { AgreementFile } from '../agreement/agreement-file.ts';
import { gradeSetsOf } from '../agreement/grade-sets.ts';
import type { Warning, WarningKind } from './warning.ts';

const HOUR_MS = 3_600_000;

/** The clean hours, in ms, that part two episodes: those of the region's general grade set. */
export function mergeGapMs({ grades }: Pick<AgreementFile, 'grades'>): number {
  const hours = grades === undefined ? 0 : (gradeSetsOf(grades).get(grades.set)?.episode.merge_gap_hours ?? 0);
  return hours * HOUR_MS;
}

/** Whether pollution that begins at `from` (epoch ms) belongs to that warning: it is open, or the gap is too short to lift (WRN-9). */
export function isSameEpisode(
  { kind, standing, lift }: Pick<Warning, 'kind' | 'standing' | 'lift'>,
  begins: { readonly kind: WarningKind; readonly from: number },
  gapMs: number,
): boolean {
  if (kind !== begins.kind) return false;
  if (standing === 'pending' || standing === 'in_force') return true;
  return standing === 'lifted' && lift !== null && begins.from - lift.pollutionEndedAt < gapMs;
}
