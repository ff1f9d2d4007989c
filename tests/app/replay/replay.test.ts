import { describe, expect, it } from 'vitest';
import { compareRecords } from '../../../app/replay/compare.ts';
import type { ReplayEvent } from '../../../app/replay/replay-event.ts';
import { differenceJson, eventJson } from '../../../app/replay/replay-lines.ts';
import { type ReplayFiles, runReplay } from '../../../app/replay/run-replay.ts';
import { ABOVE_150, daysCsv, filesOf, gradedAgreement, hoursCsv, STATIONS } from './replay-files.ts';

const at = (day: number, hour = 0) =>
  `2017-01-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00+08:00`;

async function replayed(files: ReplayFiles) {
  const events: ReplayEvent[] = [];
  const outcome = await runReplay(files, { event: (event) => events.push(event) });
  return { ...outcome, events, lines: events.map((event) => JSON.parse(eventJson(event))) };
}

const times = (value: number, count: number) => Array.from({ length: count }, () => value);

/** A value that does not move is taken out by quality control. */
const uneven = (value: number, count: number) => Array.from({ length: count }, (_, hour) => value + (hour % 5));

describe('replay of hours', () => {
  const series = { a1: [...times(10, 3), 160, 170, 20], b1: times(10, 6), c1: times(10, 6) };
  const files = () =>
    filesOf({ 'agreement.yaml': gradedAgreement(), 'stations.csv': STATIONS, 'hours.csv': hoursCsv(series) });
  const run = (named = files()) =>
    replayed({ agreements: [named['agreement.yaml']], stations: named['stations.csv'], readings: named['hours.csv'] });

  it('[RPL-1] tells each event with at, type and subject first', async () => {
    const { lines } = await run();
    expect(lines.map(({ at, type, subject, rule, reason }) => [at, type, subject, rule, reason])).toEqual([
      [at(1, 4), 'alert.raised', { kind: 'city', id: 'a' }, 'above-150', 'above'],
      [at(1, 6), 'alert.returned', { kind: 'city', id: 'a' }, 'above-150', 'clear'],
    ]);
    expect(Object.keys(lines[0]).slice(0, 5)).toEqual(['at', 'type', 'subject', 'rule', 'reason']);
  });

  it('[RPL-2] says the same twice', async () => {
    const named = files();
    expect((await run(named)).events).toEqual((await run(named)).events);
  });

  it('[RPL-7] counts alerts and their hours', async () => {
    const outcome = await run();
    const [session] = outcome.sessions;
    expect(session?.summary(outcome).alerts).toEqual({
      'above-150': { raised: 1, withdrawn: 0, corrected: 0, open: 0, hours: 2 },
    });
    expect(outcome).toMatchObject({ rows: 18, unknown: 0, problems: 0 });
  });

  it('[RPL-6] counts the posts that would have been told, and nobody for a rule in shadow', async () => {
    const [session] = (await run()).sessions;
    expect(session?.told).toEqual({ notices: 2, posts: 1, byRole: { duty: 2 }, byJurisdiction: { a: 2 } });
    const shadow = gradedAgreement({ rules: [{ ...ABOVE_150, shadow: true }] });
    const [silent] = (await run({ ...files(), ...filesOf({ 'agreement.yaml': shadow }) })).sessions;
    expect(silent?.told.notices).toBe(0);
    expect(silent?.record.events).toBe(2);
  });

  it('[RPL-1] tells grades on running means: yellow after 48 hours above 200', async () => {
    const named = filesOf({
      'agreement.yaml': gradedAgreement(),
      'stations.csv': STATIONS,
      'hours.csv': hoursCsv({ a1: uneven(200, 80), b1: uneven(200, 80), c1: uneven(10, 80) }),
    });
    const { lines } = await run(named);
    const grades = lines.filter(({ type }) => type === 'grade.changed');
    expect(grades[0]).toMatchObject({ subject: { kind: 'city', id: 'a' }, grade: 'yellow', previous: 'none' });
    expect(grades.map(({ subject, grade }) => `${subject.id} ${grade}`)).toEqual([
      ...['a yellow', 'b yellow', 'r yellow'],
      ...['a orange', 'b orange', 'r orange'],
    ]);
    expect(Object.keys(grades[0]).slice(0, 5)).toEqual(['at', 'type', 'subject', 'grade', 'reason']);
    expect(grades[0].met[0][0].from).toBeLessThan(Date.parse(grades[0].at));
  });
});

describe('replay of city-days', () => {
  const run = async (series: Parameters<typeof daysCsv>[0], agreement = gradedAgreement()) => {
    const named = filesOf({ 'agreement.yaml': agreement, 'days.csv': daysCsv(series) });
    const { lines, ...rest } = await replayed({ agreements: [named['agreement.yaml']], daily: named['days.csv'] });
    return { ...rest, told: lines.map(({ at, subject, grade }) => `${at} ${subject.id} ${grade}`), lines };
  };

  it('[RPL-3] an episode has its colour from its first day, proposed a day before', async () => {
    const { told, lines } = await run({ a: [100, 210, 220, 230, 100, 100], b: [100, 210, 220, 100, 100, 100] });
    expect(told).toEqual([
      `${at(2)} a orange`,
      `${at(2)} b yellow`,
      `${at(2)} r yellow`,
      `${at(4)} b none`,
      `${at(4)} r none`,
      `${at(5)} a none`,
    ]);
    expect(lines[0]).toMatchObject({ reason: 'conditions_met', set: 'cn-2018', proposeAt: Date.parse(at(1)) });
    expect(lines[2]).toMatchObject({ cities: ['a', 'b'], group: ['a', 'b'], reason: 'at_least' });
  });

  it('[RPL-3] a day that is not in the file is not known: neither clean nor heavy', async () => {
    expect((await run({ a: [210, null, 210, 210, 100, 100] })).told).toEqual([`${at(1)} a yellow`, `${at(5)} a none`]);
  });

  it('[RPL-4] a set that takes over on a day judges from it on', async () => {
    const choice = {
      set: 'cn-2018',
      regional: { at_least: 2 },
      cities: [{ city: 'a', set: 'cn-2024', effective: { from: '2017-01-04' } }],
    };
    // 160 is nothing by the set of 2018; by that of 2024 two days above 150 are yellow.
    const { told, lines } = await run({ a: [160, 160, 160, 160, 160, 100, 100] }, gradedAgreement({ grades: choice }));
    expect(told).toEqual([`${at(4)} a yellow`, `${at(6)} a none`]);
    expect(lines[0].set).toBe('cn-2024');
  });

  it('names what cannot be used: a faulty row, a city that is no member, an agreement without grades', async () => {
    const text = `${daysCsv({ a: [100], z: [100] })}2017-01-02,a,many,x\n`;
    const named = filesOf({ 'agreement.yaml': gradedAgreement(), 'days.csv': text });
    const told: string[] = [];
    const files = { agreements: [named['agreement.yaml']], daily: named['days.csv'] };
    const outcome = await runReplay(files, { problem: (problem) => told.push(problem) });
    expect(outcome).toMatchObject({ problems: 1, unknown: 1 });
    expect(told[0]).toContain('"many" is not a number');
    await expect(run({ a: [100] }, gradedAgreement({ grades: undefined }))).rejects.toThrow('has no grades');
  });
});

describe('replay of two agreements', () => {
  const later = { ...ABOVE_150, for_hours: 2 };
  const compared = async (rules: readonly object[]) => {
    const series = { a1: [10, 160, 170, 180, 20, 20], b1: [10, 10, 160, 10, 10, 10], c1: times(10, 6) };
    const named = filesOf({
      'a.yaml': gradedAgreement(),
      'b.yaml': gradedAgreement({ rules }),
      'stations.csv': STATIONS,
      'hours.csv': hoursCsv(series),
    });
    const { sessions, to } = await runReplay({
      agreements: [named['a.yaml'], named['b.yaml']],
      stations: named['stations.csv'],
      readings: named['hours.csv'],
    });
    const [a, b] = sessions;
    if (a === undefined || b === undefined) throw new Error('two sessions');
    return compareRecords(a.record, b.record, to).map((difference) => JSON.parse(differenceJson(difference)));
  };

  it('[RPL-5] tells alerts of one alone and alerts that moved', async () => {
    const found = await compared([later, { ...ABOVE_150, id: 'above-170', when: { ...ABOVE_150.when, above: 170 } }]);
    expect(found.map(({ at, type, rule, hours }) => [at, type, rule, hours])).toEqual([
      [at(1, 2), 'compare.later', 'above-150', 1],
      [at(1, 3), 'compare.only_a', 'above-150', undefined],
      [at(1, 4), 'compare.only_b', 'above-170', undefined],
    ]);
    expect(found[1].subject).toEqual({ kind: 'city', id: 'b' });
  });

  it('[RPL-5] an agreement differs from itself in nothing', async () => {
    expect(await compared([ABOVE_150])).toEqual([]);
  });

  it('[RPL-5] tells the times in which a grade is another one', async () => {
    const named = filesOf({
      'a.yaml': gradedAgreement(),
      'b.yaml': gradedAgreement({ grades: { set: 'cn-2024', regional: { at_least: 2 } } }),
      'days.csv': daysCsv({ a: [100, 160, 210, 220, 100, 100] }),
    });
    const { sessions, to } = await runReplay({
      agreements: [named['a.yaml'], named['b.yaml']],
      daily: named['days.csv'],
    });
    const [a, b] = sessions;
    if (a === undefined || b === undefined) throw new Error('two sessions');
    const found = compareRecords(a.record, b.record, to).map((difference) => JSON.parse(differenceJson(difference)));
    expect(found).toEqual([
      {
        at: at(2),
        type: 'compare.grade',
        subject: { kind: 'city', id: 'a' },
        until: Date.parse(at(3)),
        a: 'none',
        b: 'orange',
      },
      {
        at: at(3),
        type: 'compare.grade',
        subject: { kind: 'city', id: 'a' },
        until: Date.parse(at(5)),
        a: 'yellow',
        b: 'orange',
      },
    ]);
  });
});
