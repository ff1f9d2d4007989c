import { UNITS } from '../parameter.ts';
import { PARAMETER_NAMES } from '../parameter-name.ts';
import type { Flag } from '../reading.ts';
import type { Reason, Verdict } from './verdict.ts';

type Language = 'zh' | 'en';

/** HJ 212-2017 table 8. */
const FLAG_NAMES: Readonly<Record<Flag, Readonly<Record<Language, string>>>> = {
  N: { zh: '正常', en: 'normal' },
  F: { zh: '停运', en: 'stopped' },
  M: { zh: '维护', en: 'maintenance' },
  S: { zh: '手工输入', en: 'set by hand' },
  D: { zh: '故障', en: 'fault' },
  C: { zh: '校准', en: 'calibration' },
  T: { zh: '超量程', en: 'over range' },
  B: { zh: '通信异常', en: 'no link to the instrument' },
};

/** One line for people: whether suspect or failed, which value, and why, e.g. `PM₂.₅ suspect: 963.29 µg/m³ is above 500`. */
export function verdictText(verdict: Verdict, language: Language): string {
  const { parameter, severity, reason } = verdict;
  const name = PARAMETER_NAMES[parameter][language];
  if (language === 'zh') return `${name} ${severity === 'fail' ? '无效' : '存疑'}：${zh(reason, UNITS[parameter])}`;
  return `${name} ${severity === 'fail' ? 'failed' : 'suspect'}: ${en(reason, UNITS[parameter])}`;
}

function zh({ code, facts }: Reason, unit: string): string {
  switch (code) {
    case 'instrument_flag':
      return `仪器标识 ${facts.flag}（${FLAG_NAMES[facts.flag].zh}）`;
    case 'below_range':
      return `${short(facts.value)} ${unit} 低于 ${short(facts.limit)}`;
    case 'above_range':
      return `${short(facts.value)} ${unit} 高于 ${short(facts.limit)}`;
    case 'jump':
      return `由 ${short(facts.before)} 变为 ${short(facts.value)} ${unit}，一小时变化超过 ${short(facts.limit)}`;
    case 'lone_peak':
      return `${short(facts.value)} ${unit}，前后两小时为 ${short(facts.before)} 和 ${short(facts.after)}，偏离超过 ${short(facts.limit)}`;
    case 'unchanged':
      return `${short(facts.value)} ${unit}，至少 ${facts.hours} 小时变化小于 ${short(facts.tolerance)}`;
    case 'pm25_above_pm10':
      return `PM₂.₅ ${short(facts.pm25)} 高于由 PM₁₀ ${short(facts.pm10)} 得出的上限 ${short(facts.limit)} ${unit}`;
    case 'humid':
      return `湿度 ${short(facts.rh)} %，高于 ${short(facts.limit)} %，光散射法不可靠`;
    case 'calibration_old':
      return `已 ${facts.days} 天未校准，上限 ${short(facts.limit)} 天`;
    case 'unlike_neighbours':
      return `${short(facts.value)} ${unit}，${facts.neighbours} 个邻近站中位数 ${short(facts.median)}，偏离为其离散度的 ${short(facts.times)} 倍，上限 ${short(facts.limit)} 倍`;
  }
}

function en({ code, facts }: Reason, unit: string): string {
  switch (code) {
    case 'instrument_flag':
      return `instrument flag ${facts.flag} (${FLAG_NAMES[facts.flag].en})`;
    case 'below_range':
      return `${short(facts.value)} ${unit} is below ${short(facts.limit)}`;
    case 'above_range':
      return `${short(facts.value)} ${unit} is above ${short(facts.limit)}`;
    case 'jump':
      return `from ${short(facts.before)} to ${short(facts.value)} ${unit} in an hour, more than ${short(facts.limit)}`;
    case 'lone_peak':
      return `${short(facts.value)} ${unit} between ${short(facts.before)} and ${short(facts.after)}, off by more than ${short(facts.limit)}`;
    case 'unchanged':
      return `${short(facts.value)} ${unit}, at least ${facts.hours} h with a change of less than ${short(facts.tolerance)}`;
    case 'pm25_above_pm10':
      return `PM₂.₅ ${short(facts.pm25)} is above the ${short(facts.limit)} ${unit} that PM₁₀ ${short(facts.pm10)} allows`;
    case 'humid':
      return `humidity ${short(facts.rh)} % is above ${short(facts.limit)} %, where scattered light misleads`;
    case 'calibration_old':
      return `last calibrated ${facts.days} days ago, the limit is ${short(facts.limit)}`;
    case 'unlike_neighbours':
      return `${short(facts.value)} ${unit}, median of ${facts.neighbours} neighbours ${short(facts.median)}, ${short(facts.times)} times their spread away (limit ${short(facts.limit)})`;
  }
}

function short(value: number): string {
  return String(Number(value.toFixed(2)));
}
