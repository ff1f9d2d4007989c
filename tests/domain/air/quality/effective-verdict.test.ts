import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectiveVerdict, type JudgedValue } from '../../../../domain/air/quality/effective-verdict.ts';
import type { Overrule } from '../../../../domain/air/quality/overrule.ts';
import { QUALITIES, qualityOf, worstOf } from '../../../../domain/air/quality/quality.ts';
import { QualityLimits } from '../../../../domain/air/quality/quality-limits.ts';
import type { Verdict } from '../../../../domain/air/quality/verdict.ts';
import { FLAGS, type Flag } from '../../../../domain/air/reading.ts';
import { defaults, NOON } from './hourly-series.ts';

const range = (severity: 'suspect' | 'fail', of: Partial<Verdict> = {}): Verdict => ({
  at: NOON,
  parameter: 'pm25',
  test: 'range',
  severity,
  reason: { code: 'above_range', facts: { value: 600, limit: 500 } },
  ...of,
});
const flagged = (flag: Flag): Verdict => ({
  ...range('suspect'),
  test: 'flag',
  reason: { code: 'instrument_flag', facts: { flag } },
});
const overrule = (decision: 'accept' | 'reject', decidedAt: number, of: Partial<Overrule> = {}): Overrule => {
  return {
    station: 's1',
    at: NOON,
    periodS: 3600,
    parameter: 'pm25',
    decision,
    reason: 'seen',
    by: 'li',
    decidedAt,
    ...of,
  };
};
const effective = (judged: Partial<JudgedValue>, limits = defaults) => {
  const value = {
    station: 's1',
    parameter: 'pm25',
    at: NOON,
    periodS: 3600,
    value: 600,
    verdicts: [],
    overrules: [],
  } as const;
  return effectiveVerdict(limits, { ...value, ...judged });
};

describe('quality of a value', () => {
  it('[QC-13] the worst verdict decides', () => {
    expect(effective({ verdicts: [] })).toEqual({ quality: 'good', excluded: false });
    expect(effective({ verdicts: [range('suspect')] })).toEqual({ quality: 'suspect', excluded: false });
    expect(effective({ verdicts: [range('fail'), range('suspect')] })).toEqual({ quality: 'fail', excluded: true });
  });

  it('[QC-13] what is missing is out; what nobody judged is unknown and in', () => {
    expect(effective({ value: undefined, verdicts: undefined })).toEqual({ quality: 'missing', excluded: true });
    expect(effective({ verdicts: undefined })).toEqual({ quality: 'unknown', excluded: false });
    expect(effective({ verdicts: undefined }, QualityLimits.parse({ exclude: ['unknown'] })).excluded).toBe(true);
  });

  it('[QC-13] every flag but N keeps the value out, unless it is configured to count', () => {
    const out = FLAGS.filter((flag) => effective({ verdicts: [flagged(flag)] }).excluded);
    expect(out).toEqual(['F', 'M', 'S', 'D', 'C', 'T', 'B']);
    const limits = QualityLimits.parse({ flags: { T: { excluded: false } } });
    expect(effective({ verdicts: [flagged('T')] }, limits)).toEqual({ quality: 'suspect', excluded: false });
  });

  it('[QC-13] which qualities are left out is data', () => {
    const limits = QualityLimits.parse({ exclude: ['suspect', 'fail'] });
    expect(effective({ verdicts: [range('suspect')] }, limits).excluded).toBe(true);
    expect(effective({ verdicts: [range('fail')] }, QualityLimits.parse({ exclude: [] })).excluded).toBe(false);
  });

  it('[QC-13] verdicts on other values are passed over', () => {
    const others = [range('fail', { parameter: 'pm10' }), range('fail', { at: NOON + 3_600_000 })];
    expect(effective({ verdicts: others }).quality).toBe('good');
  });

  it('[QC-13] roll-up takes the worst in the order of QARTOD, whatever the order of the list', () => {
    expect(worstOf([])).toBe('missing');
    expect(qualityOf(1, [])).toBe('good');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...QUALITIES), { minLength: 1 }), (list) => {
        const last = Math.max(...list.map((quality) => QUALITIES.indexOf(quality)));
        expect(worstOf(list)).toBe(QUALITIES[last]);
        expect(worstOf(list.toReversed())).toBe(worstOf(list));
      }),
    );
  });
});

describe('a reviewer’s decision', () => {
  it('[QC-12] wins over every verdict, both ways', () => {
    const accept = overrule('accept', 1);
    expect(effective({ verdicts: [range('fail'), flagged('D')], overrules: [accept] })).toEqual({
      quality: 'good',
      excluded: false,
      overrule: accept,
    });
    const reject = overrule('reject', 1);
    expect(effective({ overrules: [reject] })).toEqual({ quality: 'fail', excluded: true, overrule: reject });
    const limits = QualityLimits.parse({ exclude: [] });
    expect(effective({ overrules: [reject] }, limits).excluded).toBe(true);
  });

  it('[QC-12] the latest one holds, in whatever order they are listed', () => {
    const list = [overrule('reject', 2), overrule('accept', 3), overrule('reject', 1)];
    expect(effective({ overrules: list }).quality).toBe('good');
    expect(effective({ overrules: list.toReversed() }).quality).toBe('good');
  });

  it('[QC-12] is about one value of one station, and makes none out of nothing', () => {
    const elsewhere = [
      overrule('reject', 1, { station: 's2' }),
      overrule('reject', 1, { parameter: 'o3' }),
      overrule('reject', 1, { at: NOON + 1 }),
      overrule('reject', 1, { periodS: 60 }),
    ];
    expect(effective({ overrules: elsewhere })).toEqual({ quality: 'good', excluded: false });
    expect(effective({ value: undefined, overrules: [overrule('accept', 1)] }).excluded).toBe(true);
  });
});
