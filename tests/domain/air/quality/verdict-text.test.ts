import { describe, expect, it } from 'vitest';
import type { Reason, Verdict } from '../../../../domain/air/quality/verdict.ts';
import { verdictText } from '../../../../domain/air/quality/verdict-text.ts';

const texts: readonly [Reason, zh: string, en: string][] = [
  [
    { code: 'instrument_flag', facts: { flag: 'C' } },
    'PM₂.₅ 存疑：仪器标识 C（校准）',
    'PM₂.₅ suspect: instrument flag C (calibration)',
  ],
  [
    { code: 'above_range', facts: { value: 963.29, limit: 500 } },
    'PM₂.₅ 存疑：963.29 µg/m³ 高于 500',
    'PM₂.₅ suspect: 963.29 µg/m³ is above 500',
  ],
  [
    { code: 'below_range', facts: { value: -3, limit: 0 } },
    'PM₂.₅ 存疑：-3 µg/m³ 低于 0',
    'PM₂.₅ suspect: -3 µg/m³ is below 0',
  ],
  [
    { code: 'jump', facts: { value: 300, before: 20, change: 280, limit: 100 } },
    'PM₂.₅ 存疑：由 20 变为 300 µg/m³，一小时变化超过 100',
    'PM₂.₅ suspect: from 20 to 300 µg/m³ in an hour, more than 100',
  ],
  [
    { code: 'lone_peak', facts: { value: 300, before: 20, after: 30, deviation: 270, limit: 150 } },
    'PM₂.₅ 存疑：300 µg/m³，前后两小时为 20 和 30，偏离超过 150',
    'PM₂.₅ suspect: 300 µg/m³ between 20 and 30, off by more than 150',
  ],
  [
    { code: 'unchanged', facts: { value: 55.4, hours: 4, tolerance: 0.5 } },
    'PM₂.₅ 存疑：55.4 µg/m³，至少 4 小时变化小于 0.5',
    'PM₂.₅ suspect: 55.4 µg/m³, at least 4 h with a change of less than 0.5',
  ],
  [
    { code: 'pm25_above_pm10', facts: { pm25: 120, pm10: 100, limit: 115 } },
    'PM₂.₅ 存疑：PM₂.₅ 120 高于由 PM₁₀ 100 得出的上限 115 µg/m³',
    'PM₂.₅ suspect: PM₂.₅ 120 is above the 115 µg/m³ that PM₁₀ 100 allows',
  ],
  [
    { code: 'humid', facts: { rh: 95, limit: 90 } },
    'PM₂.₅ 存疑：湿度 95 %，高于 90 %，光散射法不可靠',
    'PM₂.₅ suspect: humidity 95 % is above 90 %, where scattered light misleads',
  ],
  [
    { code: 'calibration_old', facts: { days: 70, limit: 62 } },
    'PM₂.₅ 存疑：已 70 天未校准，上限 62 天',
    'PM₂.₅ suspect: last calibrated 70 days ago, the limit is 62',
  ],
  [
    { code: 'unlike_neighbours', facts: { value: 200, median: 50, spread: 10, times: 15, limit: 6, neighbours: 3 } },
    'PM₂.₅ 存疑：200 µg/m³，3 个邻近站中位数 50，偏离为其离散度的 15 倍，上限 6 倍',
    'PM₂.₅ suspect: 200 µg/m³, median of 3 neighbours 50, 15 times their spread away (limit 6)',
  ],
];

describe('text of a verdict', () => {
  it.each(texts)('[QC-15] $code in Chinese and English', (reason, zh, en) => {
    const verdict: Verdict = { at: 0, parameter: 'pm25', test: 'range', severity: 'suspect', reason };
    expect(verdictText(verdict, 'zh')).toBe(zh);
    expect(verdictText(verdict, 'en')).toBe(en);
  });

  it('[QC-15] says that a value failed', () => {
    const reason: Reason = { code: 'above_range', facts: { value: 70, limit: 60 } };
    const verdict: Verdict = { at: 0, parameter: 'co', test: 'range', severity: 'fail', reason };
    expect(verdictText(verdict, 'zh')).toBe('CO 无效：70 mg/m³ 高于 60');
    expect(verdictText(verdict, 'en')).toBe('CO failed: 70 mg/m³ is above 60');
  });
});
