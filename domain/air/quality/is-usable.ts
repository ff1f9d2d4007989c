import type { Parameter } from '../parameter.ts';
import type { Flag } from '../reading.ts';
import type { QualityLimits } from './quality-limits.ts';

/** Whether other values may be measured against this one: there, not flagged out, and physically possible. */
export function isUsable(limits: QualityLimits, parameter: Parameter, value: number, flag: Flag): boolean {
  const { range } = limits.parameters[parameter];
  return value >= range.fail_below && value <= range.fail_above && !isExcludingFlag(limits, flag);
}

export function isExcludingFlag(limits: QualityLimits, flag: Flag): boolean {
  return flag !== 'N' && limits.flags[flag].excluded;
}
