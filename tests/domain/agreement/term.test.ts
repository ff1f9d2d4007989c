import { describe, expect, it } from 'vitest';
import { endsAfter, Term, type TermInput, termText } from '../../../domain/agreement/term.ts';

const term = (input: TermInput) => Term.parse(input);

describe('a term', () => {
  const contradictions: readonly (readonly [string, TermInput, TermInput, boolean])[] = [
    ['longer on the same clock', { hours: 3 }, { minutes: 120 }, true],
    ['as long', { hours: 24 }, { days: 1 }, false],
    ['more working days', { working_days: 6 }, { working_days: 5 }, true],
    // Five working days last at least five days, whatever the calendar.
    ['working days before fewer days', { working_days: 5 }, { days: 4 }, true],
    ['working days before as many days', { working_days: 5 }, { days: 5 }, false],
    // With a holiday between them four working days may end after seven days: nothing is wrong for sure.
    ['days before fewer working days', { days: 7 }, { working_days: 4 }, false],
    ['working hours before fewer hours', { hours: 8, clock: 'working' }, { hours: 6 }, true],
  ];
  it.each(contradictions)('[AGR-9] cannot come first when it is %s: ', (_, earlier, later, wrong) => {
    expect(endsAfter(term(earlier), term(later))).toBe(wrong);
  });

  it('[AGR-1] has exactly one amount', () => {
    expect(Term.safeParse({}).success).toBe(false);
    expect(Term.safeParse({ hours: 1, days: 1 }).success).toBe(false);
    expect(Term.safeParse({ days: 1, clock: 'working' }).success).toBe(false);
    expect(Term.safeParse({ hours: 0 }).success).toBe(false);
    expect(Term.safeParse({ hours: 2, clock: 'working' }).success).toBe(true);
  });

  it('is said in both languages', () => {
    expect(termText(term({ working_days: 5 }))).toEqual({ zh: '5 个工作日', en: '5 working days' });
    expect(termText(term({ hours: 2, clock: 'working' }))).toEqual({
      zh: '2 小时（工作时间）',
      en: '2 h of working time',
    });
    expect(termText(term({ minutes: 30 })).en).toBe('30 min');
    expect(termText(term({ days: 1 })).en).toBe('1 day');
  });
});
