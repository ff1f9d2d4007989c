import type { Rule } from '../../domain/rule/rule.ts';

const message = { zh: '{subject} {quantity} {value}', en: '{subject} {quantity} {value}' };

/** As many and of the same kinds as a small agreement has; the demonstration's among them. */
export const BENCH_RULES: readonly Rule[] = [
  {
    id: 'station-pm25-150',
    kind: 'threshold',
    on: 'station',
    quantity: 'pm25',
    above: 150,
    for_hours: 2,
    below: 115,
    priority: 3,
    message,
  },
  {
    id: 'station-aqi-200',
    kind: 'threshold',
    on: 'station',
    quantity: 'aqi',
    above: 200,
    for_hours: 1,
    below: 180,
    priority: 3,
    message,
  },
  {
    id: 'city-aqi-150',
    kind: 'threshold',
    on: 'city',
    quantity: 'aqi',
    above: 150,
    for_hours: 2,
    below: 130,
    priority: 2,
    message,
  },
  {
    id: 'city-aqi-200',
    kind: 'threshold',
    on: 'city',
    quantity: 'aqi',
    above: 200,
    for_hours: 1,
    below: 180,
    priority: 1,
    message,
  },
];
