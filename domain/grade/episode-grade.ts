import { type Episode, hoursOf } from './episode.ts';
import type { Grade } from './grade.ts';
import type { GradeScale, ScaleNeed } from './grade-scale.ts';

/** How a statement of the set was met; times are epoch ms. */
export type MetNeed =
  | {
      readonly above: number;
      readonly forHours: number;
      /** Hours without a break that met it, from when to when, and the smallest and largest 24 h mean in them. */
      readonly hours: number;
      readonly from: number;
      readonly to: number;
      readonly lowest: number;
      readonly highest: number;
    }
  | { readonly reaches: number; readonly aqi: number; readonly to: number };

/** A colour and the conditions of it that are met, each with all its statements. No colour, no conditions. */
export interface EpisodeGrade {
  readonly grade: Grade;
  readonly met: readonly (readonly MetNeed[])[];
}

const NO_GRADE: EpisodeGrade = { grade: 'none', met: [] };

/** The highest colour of which a condition is met ("and not meeting a higher level"). */
export function gradeOfEpisode(scale: GradeScale, episode: Episode): EpisodeGrade {
  for (const { grade, conditions } of scale.levels) {
    const met = conditions.flatMap((needs) => {
      const shown = needs.map((need) => meets(need, episode)).filter((one) => one !== null);
      return shown.length === needs.length ? [shown] : [];
    });
    if (met.length > 0) return { grade, met };
  }
  return NO_GRADE;
}

function meets(need: ScaleNeed, episode: Episode): MetNeed | null {
  if ('reaches' in need) {
    const { peak, peakAt } = episode;
    return peak >= need.reaches ? { reaches: need.reaches, aqi: peak, to: peakAt } : null;
  }
  const longest = episode.runs[need.limit]?.longest ?? null;
  if (longest === null) return null;
  const hours = hoursOf(longest);
  return hours >= need.forHours ? { above: need.above, forHours: need.forHours, hours, ...longest } : null;
}
