import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FALSE, TRUE, type Tri, UNKNOWN } from '../../../domain/rule/conditions/compiled.ts';
import { decision } from '../../../domain/rule/conditions/threshold.ts';
import { OUTSIDE, type Patience, type Standing, stepLifecycle } from '../../../domain/rule/lifecycle.ts';

const patience: Patience = { for_hours: 2, clear_hours: 1, hold_hours: 0 };
const decide = decision({ above: 150, clear: 100 });

function fresh(): Standing {
  return { open: false, run: 0, raised: -1, last: -1, flapping: false };
}

type Hour = number | null | 'outside';

/** Runs a series of hourly values and returns `hour:decision` of every hour that decided something. */
function run(values: readonly Hour[], changes: Partial<Patience> = {}): string[] {
  const standing = fresh();
  const raises: number[] = [];
  const decisions: string[] = [];
  for (const [hour, value] of values.entries()) {
    const truth = value === 'outside' ? OUTSIDE : decide(value ?? Number.NaN, standing.open);
    const said = stepLifecycle({ ...patience, ...changes }, standing, hour, truth, (since) => {
      return raises.filter((raised) => raised > since).length;
    });
    if (said === 'raised') raises.push(hour);
    if (said !== 'none') decisions.push(`${hour}:${said}`);
  }
  return decisions;
}

describe('life of an alert', () => {
  it('[RUL-1] a value at the limit is not above it', () => {
    expect(run([150, 150, 150])).toEqual([]);
    expect(run([150.1, 150.1])).toEqual(['1:raised']);
  });

  it('[RUL-2] raises at the hour that completes the run', () => {
    expect(run([160, 160, 160])).toEqual(['1:raised']);
    expect(run([160, 140, 160])).toEqual([]);
    expect(run([160], { for_hours: 1 })).toEqual(['0:raised']);
  });

  it('[RUL-3] returns below the clearing limit and stays open between the limits', () => {
    expect(run([160, 160, 120, 100, 99])).toEqual(['1:raised', '4:returned']);
    expect(run([160, 160, 99, 160, 160])).toEqual(['1:raised', '2:returned', '4:raised']);
  });

  it('[RUL-4] a missing hour, or one that never came, breaks a run', () => {
    expect(run([160, null, 160])).toEqual([]);
    const standing = fresh();
    stepLifecycle(patience, standing, 0, TRUE, () => 0);
    expect(stepLifecycle(patience, standing, 2, TRUE, () => 0)).toBe('none');
    expect(standing).toMatchObject({ open: false, run: 1, last: 2 });
  });

  it('[RUL-5] a missing hour never returns an open alert', () => {
    expect(run([160, 160, null, null, null])).toEqual(['1:raised']);
    expect(run([160, 160, 50, null, 50], { clear_hours: 2 })).toEqual(['1:raised']);
  });

  it('[RUL-8] returns only after so many hours clear in a row', () => {
    expect(run([160, 160, 50, 50, 50], { clear_hours: 3 })).toEqual(['1:raised', '4:returned']);
    expect(run([160, 160, 50, 50, 120, 50, 50, 50], { clear_hours: 3 })).toEqual(['1:raised', '7:returned']);
  });

  it('[RUL-9] stays open for the minimum hold', () => {
    expect(run([160, 160, 50, 50, 50, 50, 50], { hold_hours: 4 })).toEqual(['1:raised', '5:returned']);
  });

  it('[RUL-10] an alert that comes and goes too often stays open until a whole span is quiet', () => {
    const flap = { raises: 2, within_hours: 4 };
    const upAndDown = [160, 50, 160, 50, 160, 50, 50, 50, 50, 50];
    expect(run(upAndDown, { for_hours: 1 })).toEqual([
      ...['0:raised', '1:returned', '2:raised', '3:returned', '4:raised', '5:returned'],
    ]);
    expect(run(upAndDown, { for_hours: 1, flap })).toEqual(['0:raised', '1:returned', '2:raised', '8:returned']);
  });

  it('[RUL-11] outside its season or hours nothing is raised, and what is open ends', () => {
    expect(run([160, 'outside', 160])).toEqual([]);
    expect(run([160, 160, 'outside'], { hold_hours: 24, clear_hours: 5 })).toEqual(['1:raised', '2:returned']);
  });

  it('[RUL-2] [RUL-3] raises and returns take turns whatever comes, and a raise needs its run', () => {
    const hours = fc.array(fc.constantFrom<Tri>(TRUE, FALSE, UNKNOWN), { maxLength: 60 });
    fc.assert(
      fc.property(hours, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), (truths, forH, clearH) => {
        const rule = { for_hours: forH, clear_hours: clearH, hold_hours: 0 };
        const standing = fresh();
        let open = false;
        for (const [hour, truth] of truths.entries()) {
          const said = stepLifecycle(rule, standing, hour, truth, () => 0);
          if (said === 'raised') {
            expect(open).toBe(false);
            expect(truths.slice(hour - forH + 1, hour + 1)).toEqual(new Array<Tri>(forH).fill(TRUE));
            open = true;
          } else if (said === 'returned') {
            expect(open).toBe(true);
            expect(truths.slice(hour - clearH + 1, hour + 1)).toEqual(new Array<Tri>(clearH).fill(FALSE));
            open = false;
          }
          expect(standing.open).toBe(open);
        }
      }),
    );
  });
});
