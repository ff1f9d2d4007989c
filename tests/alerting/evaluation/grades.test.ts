import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../../alerting/evaluation/evaluation.ts';
import { Evaluator } from '../../../alerting/evaluation/evaluator.ts';
import type { GradeTerms } from '../../../alerting/evaluation/grade-watch.ts';
import type { Reading } from '../../../domain/air/reading.ts';
import type { Grade } from '../../../domain/grade/grade.ts';
import type { GradeEvent } from '../../../domain/grade/grade-event.ts';
import { RegionalRule } from '../../../domain/grade/regional-rule.ts';
import { SHIPPED_GRADE_SETS } from '../../../domain/grade/shipped-grade-sets.ts';
import { HOUR, hourly, MIDNIGHT, options, STATIONS } from '../region.ts';

const terms: GradeTerms = {
  setFor: () => SHIPPED_GRADE_SETS.get('cn-2024'),
  regional: RegionalRule.parse({ at_least: 2, lift_hours: 12 }),
};
const OPTIONS = options([], { grades: terms, neighbours: [['a', 'b']], windowHours: 48 });

/** All six pollutants, so that there is an AQI in the 2026 edition. */
function air(id: string, hour: number, pm25: number): Reading {
  return hourly(id, hour, { pm25, pm10: pm25 * 1.4, so2: 10, no2: 40, co: 1, o3: 20 });
}

/** Hours from..to (inclusive) of the stations with one level. */
function level(from: number, to: number, pm25: number, ids = STATIONS.map(({ id }) => id)): Reading[] {
  const hours = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  return hours.flatMap((hour) => ids.map((id) => air(id, hour, pm25)));
}

/** What the ledger would hold: the newest grade of each subject and the notes. */
class Told {
  readonly lines: string[] = [];
  readonly grades = new Map<string, Grade>();
  readonly notes: { at: number; states: string }[] = [];

  take({ grades }: Evaluation): this {
    for (const event of grades) this.#apply(event);
    return this;
  }

  #apply(event: GradeEvent): void {
    const hour = (event.at - MIDNIGHT) / HOUR;
    if (event.type === 'grade.noted') {
      this.notes.push({ at: event.at, states: event.data.states });
      return;
    }
    const { kind, id } = event.data.subject;
    if (event.type === 'grade.changed') {
      expect(event.data.previous).toBe(this.grades.get(`${kind} ${id}`) ?? 'none');
      this.grades.set(`${kind} ${id}`, event.data.grade);
      this.lines.push(`${hour} ${kind} ${id} ${event.data.grade}`);
    } else this.lines.push(`${hour} ${kind} ${id} ${event.type}`);
  }
}

describe('grades in operation', () => {
  it('[GRW-1] a city has a grade as soon as its air has met it, the region when enough cities have', () => {
    const evaluator = new Evaluator(OPTIONS);
    const told = new Told();
    told.take(evaluator.judge([...level(1, 24, 160), ...level(25, 26, 160)]));
    told.take(evaluator.closeHours(Number.POSITIVE_INFINITY));
    // 20 of 24 hours make a mean; 160 is AQI 210 and above 200 for 24 h is yellow at once.
    expect(told.lines).toEqual(['20 city a yellow', '20 city b yellow', '20 region test yellow']);
    const [first] = new Evaluator(OPTIONS).judge(level(1, 24, 160)).grades;
    expect(first).toMatchObject({ data: { reason: 'conditions_met', basis: 'observed', set: 'cn-2024' } });
  });

  it('[GRW-2] it is stepped up with the episode and over after the gap; the region is lowered late', () => {
    const evaluator = new Evaluator(OPTIONS);
    const told = new Told();
    told.take(evaluator.judge([...level(1, 72, 160), ...level(73, 180, 20)]));
    told.take(evaluator.closeHours(Number.POSITIVE_INFINITY));
    const ofCity = told.lines.filter((line) => line.includes('city a'));
    expect(ofCity.map((line) => line.split(' ').at(-1))).toEqual(['yellow', 'orange', 'none']);
    const end = Number(ofCity.at(-1)?.split(' ')[0]);
    const region = told.lines.filter((line) => line.includes('region'));
    expect(region.map((line) => line.split(' ').at(-1))).toEqual(['yellow', 'orange', 'none']);
    expect(Number(region.at(-1)?.split(' ')[0])).toBe(end + 12);
  });

  it('[GRW-3] late data changes the grade that holds, or corrects the hours that are past', () => {
    const evaluator = new Evaluator(OPTIONS);
    const told = new Told();
    const ids = ['a1', 'a2'];
    told.take(evaluator.judge([...level(1, 40, 160, ids), ...level(1, 40, 30, ['b1'])]));
    told.take(evaluator.closeHours(Number.POSITIVE_INFINITY));
    expect(told.grades.get('city a')).toBe('yellow');
    const late = evaluator.judge(level(10, 35, 20, ids));
    expect(late.grades).toMatchObject([
      {
        type: 'grade.changed',
        data: { subject: { id: 'a' }, grade: 'none', previous: 'yellow', changedFrom: MIDNIGHT + 10 * HOUR },
      },
    ]);
    told.take(late);
    const back = evaluator.judge(level(10, 35, 160, ids));
    expect(told.take(back).grades.get('city a')).toBe('yellow');
    const [corrected, ...more] = evaluator.judge(level(1, 12, 20, ids)).grades;
    expect(more).toEqual([]);
    expect(corrected).toMatchObject({
      type: 'grade.corrected',
      at: MIDNIGHT + 40 * HOUR,
      data: { subject: { kind: 'city', id: 'a' }, changedFrom: MIDNIGHT + HOUR },
    });
    const spans = corrected?.type === 'grade.corrected' ? corrected.data.spans : [];
    expect(spans.map(({ grade }) => grade)).toEqual(['none', 'yellow']);
    expect(spans[1]?.to).toBe(MIDNIGHT + 40 * HOUR);
  });

  it('[GRW-4] the set in force on the day counts; another set counts the hours that are there anew', () => {
    const changing: GradeTerms = {
      ...terms,
      setFor: (_, day) => SHIPPED_GRADE_SETS.get(day < '2026-11-23' ? 'cn-2018' : 'cn-2024'),
    };
    const evaluator = new Evaluator({ ...OPTIONS, grades: changing });
    const told = new Told().take(evaluator.judge(level(1, 27, 160)));
    told.take(evaluator.closeHours(Number.POSITIVE_INFINITY));
    // By 2018 one day above 200 is nothing; by 2024, from the first hour of the 23rd, it is yellow.
    expect(told.lines.filter((line) => line.includes('city'))).toEqual(['25 city a yellow', '25 city b yellow']);
  });

  it('[GRW-5] restarts at any hour lead to the grades of an undisturbed run', () => {
    const levels = fc.array(
      fc.record({ hours: fc.integer({ min: 6, max: 40 }), pm25: fc.constantFrom(20, 110, 130, 160, 260) }),
      {
        minLength: 3,
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(levels, fc.array(fc.nat(300), { maxLength: 4 }), (parts, cuts) => {
        const readings: Reading[] = [];
        let hour = 0;
        for (const { hours, pm25 } of parts) {
          readings.push(...level(hour + 1, hour + hours, pm25));
          hour += hours;
        }
        const once = new Evaluator(OPTIONS);
        const expected = new Told().take(once.judge(readings)).take(once.closeHours(Number.POSITIVE_INFINITY));
        const told = new Told();
        let evaluator = new Evaluator(OPTIONS);
        let done = 0;
        for (const cut of [...cuts.map((n) => (n % hour) * STATIONS.length), readings.length].sort((a, b) => a - b)) {
          told.take(evaluator.judge(readings.slice(done, cut)));
          done = cut;
          const { closedThrough } = evaluator;
          evaluator = new Evaluator(OPTIONS);
          const note = told.notes.findLast(({ at }) => at <= closedThrough - 48 * HOUR);
          const gradeOf = (kind: string, id: string) => told.grades.get(`${kind} ${id}`) ?? 'none';
          evaluator.restore({
            judgedThrough: closedThrough,
            evaluateFrom: Number.NEGATIVE_INFINITY,
            alerts: [],
            grades: { ...(note === undefined ? {} : { note }), gradeOf },
          });
          const kept = closedThrough - evaluator.memoryHours * HOUR;
          told.take(evaluator.judge(readings.slice(0, done).filter(({ at }) => at > kept)));
          told.take(evaluator.settle());
        }
        told.take(evaluator.closeHours(Number.POSITIVE_INFINITY));
        expect(told.lines).toEqual(expected.lines);
      }),
      { numRuns: 40 },
    );
  });
});
