import { Rule } from '../../domain/rule/rule.ts';

const message = { zh: '{subject} {quantity} {value}', en: '{subject} {quantity} {value}' };

/** As many and of the same kinds as a small agreement has; the demonstration's among them. */
export const BENCH_RULES: readonly Rule[] = [
  rule('station-pm25-150', 'station', { quantity: 'pm25', above: 150, clear: 115 }, { for_hours: 2, priority: 3 }),
  rule('station-aqi-200', 'station', { quantity: 'aqi', above: 200, clear: 180 }, { priority: 3 }),
  rule('city-aqi-150', 'city', { quantity: 'aqi', above: 150, clear: 130 }, { for_hours: 2, priority: 2 }),
  rule('city-aqi-200', 'city', { quantity: 'aqi', above: 200, clear: 180 }, { priority: 1 }),
];

function rule(id: string, on: string, limits: object, more: object): Rule {
  return Rule.parse({ id, on, when: { kind: 'threshold', ...limits }, message, ...more });
}
