import type { Parameter } from '../parameter.ts';
import type { Overrule } from './overrule.ts';
import { type Quality, qualityOf } from './quality.ts';
import type { QualityLimits } from './quality-limits.ts';
import type { Verdict } from './verdict.ts';

/** What holds for one value in the end, and who says so. */
export interface EffectiveVerdict {
  readonly quality: Quality;
  /** Whether it stays out of means, indices and rules. A missing value is always out. */
  readonly excluded: boolean;
  /** The decision that holds; absent when the tests have the word. */
  readonly overrule?: Overrule;
}

/** One value with everything said of it. `verdicts` and `overrules` may speak of other values too; those are passed over. */
export interface JudgedValue {
  readonly station: string;
  readonly parameter: Parameter;
  readonly at: number;
  readonly periodS: number;
  readonly value: number | undefined;
  /** The station's verdicts; undefined when nobody has judged the value. */
  readonly verdicts: readonly Verdict[] | undefined;
  readonly overrules: readonly Overrule[];
}

/** QC-12, QC-13: the latest overrule wins over all verdicts; without one the worst verdict decides. */
export function effectiveVerdict(
  limits: Pick<QualityLimits, 'exclude' | 'flags'>,
  judged: JudgedValue,
): EffectiveVerdict {
  const { station, parameter, at, periodS, value } = judged;
  if (value === undefined) return { quality: 'missing', excluded: true };
  let overrule: Overrule | undefined;
  for (const candidate of judged.overrules) {
    const same = candidate.parameter === parameter && candidate.at === at && candidate.periodS === periodS;
    if (same && candidate.station === station && (overrule === undefined || candidate.decidedAt >= overrule.decidedAt))
      overrule = candidate;
  }
  if (overrule !== undefined) {
    const accepted = overrule.decision === 'accept';
    return { quality: accepted ? 'good' : 'fail', excluded: !accepted, overrule };
  }
  const verdicts = judged.verdicts?.filter((verdict) => verdict.parameter === parameter && verdict.at === at);
  const quality = qualityOf(value, verdicts);
  return { quality, excluded: isExcluded(limits, quality, verdicts ?? []) };
}

function isExcluded(
  limits: Pick<QualityLimits, 'exclude' | 'flags'>,
  quality: Quality,
  verdicts: readonly Verdict[],
): boolean {
  if (limits.exclude.some((excluded) => excluded === quality)) return true;
  return verdicts.some(({ reason }) => {
    return reason.code === 'instrument_flag' && reason.facts.flag !== 'N' && limits.flags[reason.facts.flag].excluded;
  });
}
