import { PARAMETERS, type Parameter } from '../../domain/air/parameter.ts';
import { effectiveVerdict } from '../../domain/air/quality/effective-verdict.ts';
import type { Overrule } from '../../domain/air/quality/overrule.ts';
import type { QualityLimits } from '../../domain/air/quality/quality-limits.ts';
import type { JudgedReading } from '../../domain/air/quality/usable-reading.ts';
import { verdictText } from '../../domain/air/quality/verdict-text.ts';
import { formatIso } from '../../domain/time.ts';
import type { OverruleView, QualityView, ReadingView } from '../contract.ts';

type Policy = Pick<QualityLimits, 'exclude' | 'flags'>;

/** Of the values that are not simply good: what holds for each, and which tests say so. Undefined when all are good. */
export function readingQuality(policy: Policy, judged: JudgedReading): ReadingView['quality'] {
  const quality: NonNullable<ReadingView['quality']> = {};
  for (const parameter of spokenOf(judged)) {
    const { quality: of, excluded } = effective(policy, judged, parameter);
    const tests = judged.verdicts.filter((verdict) => verdict.parameter === parameter).map(({ test }) => test);
    const overruled = judged.overrules.some((overrule) => overrule.parameter === parameter);
    quality[parameter] = { quality: of, excluded, tests, ...(overruled ? { overruled } : {}) };
  }
  return Object.keys(quality).length === 0 ? undefined : quality;
}

/** One line for each value that anything is said of. */
export function qualityViews(policy: Policy, judged: JudgedReading): QualityView[] {
  const { reading, calibration } = judged;
  return spokenOf(judged).map((parameter) => {
    const value = reading.values[parameter] ?? Number.NaN;
    const { quality, excluded } = effective(policy, judged, parameter);
    const counts = calibration?.apply(parameter, reading.at, value) ?? value;
    return {
      station: reading.station,
      at: formatIso(reading.at),
      period: reading.periodS,
      parameter,
      value,
      counts: excluded ? null : counts,
      quality,
      excluded,
      verdicts: judged.verdicts
        .filter((verdict) => verdict.parameter === parameter)
        .map((verdict) => ({
          test: verdict.test,
          severity: verdict.severity,
          reason: { zh: verdictText(verdict, 'zh'), en: verdictText(verdict, 'en') },
        })),
      overrules: judged.overrules.filter((overrule) => overrule.parameter === parameter).map(overruleView),
    };
  });
}

export function overruleView(overrule: Overrule): OverruleView {
  const { station, at, periodS, parameter, decision, reason, by, decidedAt } = overrule;
  return {
    station,
    at: formatIso(at),
    period: periodS,
    parameter,
    decision,
    reason,
    by,
    decidedAt: formatIso(decidedAt),
  };
}

function effective(policy: Policy, { reading, verdicts, overrules }: JudgedReading, parameter: Parameter) {
  const value = reading.values[parameter];
  return effectiveVerdict(policy, { ...reading, parameter, value, verdicts, overrules });
}

function spokenOf({ reading, verdicts, overrules }: JudgedReading): Parameter[] {
  return PARAMETERS.filter(
    (parameter) =>
      reading.values[parameter] !== undefined &&
      (verdicts.some((verdict) => verdict.parameter === parameter) ||
        overrules.some((overrule) => overrule.parameter === parameter)),
  );
}
