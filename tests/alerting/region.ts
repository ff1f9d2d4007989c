import type { EvaluatorOptions } from '../../alerting/evaluation/evaluator-options.ts';
import type { Reading, Values } from '../../domain/air/reading.ts';
import type { Station } from '../../domain/air/station.ts';
import type { AlertEvent } from '../../domain/alert/alert.ts';
import { Rule } from '../../domain/rule/rule.ts';

export const HOUR = 3_600_000;
/** 2026-11-22T00:00:00+08:00: hour 0 of the tests; hour n ends n hours later. */
export const MIDNIGHT = Date.UTC(2026, 10, 21, 16);

export function station(id: string, city: string, background = false): Station {
  return { id, name: `${id} 站`, city, lon: 100, lat: 20, background, periodLabel: 'end' };
}

export const STATIONS: readonly Station[] = [
  station('a1', 'a'),
  station('a2', 'a'),
  station('a0', 'a', true),
  station('b1', 'b'),
];

const message = { zh: '{subject} {quantity} {value}', en: '{subject} {quantity} {value}' };

export const STATION_RULE: Rule = Rule.parse({
  id: 'station-pm25',
  on: 'station',
  when: { kind: 'threshold', quantity: 'pm25', above: 150, clear: 100 },
  for_hours: 2,
  priority: 3,
  message,
});

export const CITY_RULE: Rule = { ...STATION_RULE, id: 'city-pm25', on: 'city', for_hours: 1, priority: 1 };

export function options(rules: readonly Rule[], changes: Partial<EvaluatorOptions> = {}): EvaluatorOptions {
  return {
    region: 'test',
    regionName: { zh: '试验区', en: 'Test region' },
    stations: STATIONS,
    rules,
    neighbours: [],
    utcOffsetMs: 8 * HOUR,
    lateHours: 1,
    windowHours: 72,
    cityNames: new Map([['a', { zh: '甲市', en: 'A City' }]]),
    ...changes,
  };
}

/** An hourly reading of hour n. */
export function hourly(id: string, hour: number, values: Values, flags: Reading['flags'] = {}): Reading {
  const city = STATIONS.find((known) => known.id === id)?.city ?? '?';
  return { station: id, city, at: MIDNIGHT + hour * HOUR, periodS: 3600, values, flags };
}

/** `3 raised city-pm25 a` for each event. */
export function told(events: readonly AlertEvent[]): string[] {
  return events.map(
    ({ type, at, data }) => `${(at - MIDNIGHT) / HOUR} ${type.slice('alert.'.length)} ${data.rule} ${data.subject.id}`,
  );
}
