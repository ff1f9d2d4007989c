import { describe, expect, it } from 'vitest';
import { whatIsWatched } from '../../../domain/agreement/check/what-is-watched.ts';
import { Rule } from '../../../domain/rule/rule.ts';

const MESSAGE = { zh: '热', en: 'hot' };
const A = { kind: 'threshold', quantity: 'aqi', above: 200 } as const;
const B = { kind: 'threshold', quantity: 'pm25', above: 150 } as const;
const hot = { id: 'hot', on: 'city', when: A, priority: 1, message: MESSAGE } as const;

const rule = (input: unknown) => whatIsWatched(Rule.parse(input));

describe('what a rule says', () => {
  it('[AGR-14] is the same whatever it is called, how urgent it is and in which order its parts stand', () => {
    const both = { ...hot, when: { kind: 'all', of: [A, B] }, only: ['a', 'b'] };
    const turned = { id: 'other', only: ['b', 'a'], when: { of: [B, A], kind: 'all' }, on: 'city', message: MESSAGE };
    expect(rule({ ...turned, priority: 3, for_hours: 1 })).toBe(rule(both));
  });

  it.each([
    ['another limit', { when: { ...A, above: 150 } }],
    ['another clearing limit', { when: { ...A, clear: 180 } }],
    ['another duration', { for_hours: 2 }],
    ['other cities', { only: ['a'] }],
    ['a season', { season: { from: '11-15', to: '03-15' } }],
    ['shadow', { shadow: true }],
    ['the ends of a span turned', { when: { kind: 'threshold', quantity: 'temp', outside: [-5, 30] } }],
  ])('[AGR-14] is not the same with %s', (_, change) => {
    expect(rule({ ...hot, ...change })).not.toBe(rule(hot));
  });
});
