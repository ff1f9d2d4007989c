import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../../alerting/evaluation/evaluation.ts';
import { Evaluator } from '../../../alerting/evaluation/evaluator.ts';
import type { Reading } from '../../../domain/air/reading.ts';
import { type Alert, applyAlertEvent } from '../../../domain/alert/alert.ts';
import { Rule } from '../../../domain/rule/rule.ts';
import { HOUR, hourly, MIDNIGHT, options, STATIONS } from '../region.ts';

const message = { zh: '{subject}', en: '{subject}' };
const pm25 = (above: number, clear: number, over = 'hour') => ({
  kind: 'threshold',
  quantity: 'pm25',
  over,
  above,
  clear,
});

/** Rules of every reach, duration, hold, flap and logic. */
const RULES: readonly Rule[] = [
  { id: 'station', on: 'station', when: pm25(150, 100), for_hours: 2, clear_hours: 2 },
  { id: 'station-8h', on: 'station', when: pm25(120, 110, '8h'), hold_hours: 3 },
  { id: 'flapping', on: 'station', when: pm25(180, 180), flap: { raises: 2, within_hours: 5 } },
  { id: 'rise', on: 'station', when: { kind: 'rise', quantity: 'pm25', by: 100, in_hours: 3 } },
  { id: 'unlike', on: 'station', when: { kind: 'unlike_neighbours', quantity: 'pm25', z: 4, min_neighbours: 3 } },
  { id: 'past', on: 'city', when: { kind: 'unlike_past', quantity: 'pm25', z: 3, days: 5, min_days: 3 } },
  { id: 'absent', on: 'station', when: { kind: 'absent', hours: 3 } },
  { id: 'city', on: 'city', when: pm25(150, 120) },
  { id: 'nights', on: 'city', when: pm25(100, 100), hours: { from: 20, to: 6 } },
  {
    id: 'either',
    on: 'city',
    when: { kind: 'any', of: [pm25(200, 150), { kind: 'not', when: pm25(60, 60, '24h') }] },
    for_hours: 3,
  },
  {
    id: 'most',
    on: 'region',
    when: { kind: 'quorum', of: 'station', when: pm25(150, 100), share: 0.6, min_members: 2 },
  },
  { id: 'cities', on: 'region', when: { kind: 'quorum', of: 'city', when: pm25(150, 120), contiguous: 2 } },
].map((rule) => Rule.parse({ priority: 2, message, ...rule }));

const OPTIONS = options(RULES, { neighbours: [['a', 'b']] });

/** What stands after all events, one line an alert; withdrawn ones are not there any more. */
class Fold {
  readonly alerts = new Map<string, Alert>();

  take(evaluation: Evaluation): void {
    expect(evaluation.recalls).toEqual([]);
    for (const event of evaluation.alerts) {
      this.alerts.set(event.data.alert, applyAlertEvent(this.alerts.get(event.data.alert), event));
    }
  }

  lines(): string[] {
    return [...this.alerts.values()]
      .filter(({ state }) => state !== 'withdrawn')
      .map(
        ({ id, returnedAt, value }) =>
          `${id} until ${returnedAt === null ? 'now' : (returnedAt - MIDNIGHT) / HOUR} ${value}`,
      )
      .sort();
  }
}

interface Item {
  readonly hour: number;
  readonly station: number;
  readonly pm25: number | null;
}

function readingOf({ hour, station, pm25: value }: Item): Reading {
  return hourly(STATIONS[station]?.id ?? '', hour, value === null ? { so2: 5 } : { pm25: value });
}

/** Two days of the region: levels that go up and down, holes, missing values. */
const days = fc
  .array(fc.record({ level: fc.integer({ min: 0, max: 300 }), hours: fc.integer({ min: 1, max: 6 }) }), {
    minLength: 8,
    maxLength: 16,
  })
  .chain((levels) => {
    const hours = levels.flatMap(({ level, hours: length }) => new Array<number>(length).fill(level)).slice(0, 48);
    const cells = hours.length * STATIONS.length;
    return fc.tuple(
      fc.constant(hours),
      fc.array(fc.integer({ min: -60, max: 60 }), { minLength: cells, maxLength: cells }),
      fc.array(fc.constantFrom('there', 'there', 'there', 'there', 'hole', 'no value'), {
        minLength: cells,
        maxLength: cells,
      }),
    );
  })
  .map(([hours, noise, presence]) =>
    hours.flatMap((level, hour) =>
      STATIONS.flatMap((_, station): Item[] => {
        const cell = hour * STATIONS.length + station;
        if (presence[cell] === 'hole') return [];
        return [
          { hour, station, pm25: presence[cell] === 'no value' ? null : Math.max(0, level + (noise[cell] ?? 0)) },
        ];
      }),
    ),
  );

function inOrder(items: readonly Item[]): string[] {
  const evaluator = new Evaluator(OPTIONS);
  const fold = new Fold();
  fold.take(evaluator.judge(items.map(readingOf)));
  fold.take(evaluator.closeHours(Number.POSITIVE_INFINITY));
  return fold.lines();
}

describe('late, repeated and corrected data', () => {
  it('[EVA-10] any order with repeats, in any batches, leads to the alerts of the days in order', () => {
    fc.assert(
      fc.property(
        days,
        fc.array(fc.nat(1_000_000), { minLength: 400, maxLength: 400 }),
        fc.integer({ min: 1, max: 40 }),
        (items, keys, batch) => {
          const expected = inOrder(items);
          const twice = [...items, ...items.filter((_, i) => (keys[i] ?? 0) % 3 === 0)];
          const shuffled = twice
            .map((item, i) => ({ item, key: keys[i % keys.length] ?? 0 }))
            .sort((a, b) => a.key - b.key)
            .map(({ item }) => item);
          const evaluator = new Evaluator(OPTIONS);
          const fold = new Fold();
          for (let from = 0; from < shuffled.length; from += batch) {
            fold.take(evaluator.judge(shuffled.slice(from, from + batch).map(readingOf)));
          }
          fold.take(evaluator.closeHours(Number.POSITIVE_INFINITY));
          expect(fold.lines()).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('[EVA-11] revised values lead to the alerts that the newest values alone would have led to', () => {
    const revisions = fc.array(fc.record({ of: fc.nat(10_000), pm25: fc.option(fc.integer({ min: 0, max: 350 })) }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(days, revisions, fc.nat(10_000), (items, revised, where) => {
        if (items.length === 0) return;
        const newest = [...items];
        const evaluator = new Evaluator(OPTIONS);
        const fold = new Fold();
        const cut = where % items.length;
        fold.take(evaluator.judge(items.slice(0, cut).map(readingOf)));
        for (const { of, pm25: value } of revised) {
          const index = cut === 0 ? 0 : of % cut;
          const item = { ...(items[index] as Item), pm25: value };
          if (cut === 0) continue;
          newest[index] = item;
          fold.take(evaluator.judge([readingOf(item)]));
        }
        fold.take(evaluator.judge(items.slice(cut).map(readingOf)));
        fold.take(evaluator.closeHours(Number.POSITIVE_INFINITY));
        expect(fold.lines()).toEqual(inOrder(newest));
      }),
      { numRuns: 60 },
    );
  });

  it('[EVA-5] a restart at any point, with readings the old process never judged, leads to the same alerts', () => {
    fc.assert(
      fc.property(
        days,
        fc.array(fc.nat(10_000), { minLength: 1, maxLength: 4 }),
        fc.nat(20),
        (items, cuts, unjudged) => {
          const fold = new Fold();
          let evaluator = new Evaluator(OPTIONS);
          let done = 0;
          for (const cut of [...cuts.map((n) => n % (items.length + 1)), items.length].sort((a, b) => a - b)) {
            const judged = Math.max(done, cut - unjudged);
            fold.take(evaluator.judge(items.slice(done, judged).map(readingOf)));
            if (cut === items.length) {
              fold.take(evaluator.judge(items.slice(judged, cut).map(readingOf)));
              break;
            }
            const judgedThrough = evaluator.closedThrough;
            evaluator = new Evaluator(OPTIONS);
            evaluator.restore({ judgedThrough, evaluateFrom: Number.NEGATIVE_INFINITY, alerts: fold.alerts.values() });
            fold.take(evaluator.judge(items.slice(0, cut).map(readingOf)));
            fold.take(evaluator.settle());
            done = cut;
          }
          fold.take(evaluator.closeHours(Number.POSITIVE_INFINITY));
          expect(fold.lines()).toEqual(inOrder(items));
        },
      ),
      { numRuns: 60 },
    );
  });
});
