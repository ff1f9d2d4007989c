import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PARAMETERS } from '../../../../domain/air/parameter.ts';
import { DEFAULT_LIMITS } from '../../../../domain/air/quality/default-limits.ts';
import { QualityLimits } from '../../../../domain/air/quality/quality-limits.ts';

const faults = (input: unknown): string[] => {
  const { error } = QualityLimits.safeParse(input);
  return error?.issues.map(({ path }) => path.join('.')).sort() ?? [];
};

describe('limits', () => {
  it('[QC-14] nothing given is the table of defaults', () => {
    expect(QualityLimits.parse({}).parameters).toEqual(DEFAULT_LIMITS);
    expect(Object.keys(QualityLimits.parse({}).parameters).sort()).toEqual([...PARAMETERS].sort());
  });

  it('[QC-14] what is given replaces the default of that field alone', () => {
    const { parameters } = QualityLimits.parse({ parameters: { pm10: { range: { fail_above: 10_000 } } } });
    expect(parameters.pm10.range).toEqual({ ...DEFAULT_LIMITS.pm10.range, fail_above: 10_000 });
    expect({ ...parameters, pm10: DEFAULT_LIMITS.pm10 }).toEqual(DEFAULT_LIMITS);
  });

  it('[QC-14] null switches a test off; one that is off by default is switched on with all its fields', () => {
    expect(QualityLimits.parse({ parameters: { so2: { flat_line: null } } }).parameters.so2.flat_line).toBeNull();
    const on = QualityLimits.parse({ parameters: { rh: { step: { suspect: 40, fail: null } } } });
    expect(on.parameters.rh.step).toEqual({ suspect: 40, fail: null });
    expect(faults({ parameters: { rh: { step: { suspect: 40 } } } })).toEqual(['parameters.rh.step.fail']);
  });

  it('[QC-14] unknown names and limits in the wrong order are told all at once', () => {
    expect(
      faults({
        parameters: {
          pm25: { step: { suspect: 100, fail: 50 }, flat_line: { fail_hours: 30 }, spik: {} },
          o3: { range: { suspect_above: 2000 } },
          co: { flat_line: { suspect_hours: 20 } },
        },
        flags: { N: { excluded: true } },
        exclude: ['good'],
      }),
    ).toEqual([
      'exclude.0',
      'flags',
      'parameters.co.flat_line.fail_hours',
      'parameters.o3.range.fail_above',
      'parameters.pm25',
      'parameters.pm25.flat_line.fail_hours',
      'parameters.pm25.step.fail',
    ]);
  });

  it('[QC-14] has a JSON Schema for editors', () => {
    const schema = z.toJSONSchema(QualityLimits, { io: 'input' });
    expect(schema.required ?? []).toEqual([]);
    expect(JSON.stringify(schema)).toContain('"fail_below"');
  });
});
