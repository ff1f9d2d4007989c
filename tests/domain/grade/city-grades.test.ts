import { describe, expect, it } from 'vitest';
import { dailyGrades } from '../../../domain/grade/daily-grades.ts';
import { type EpisodeState, NO_EPISODE, stepEpisode } from '../../../domain/grade/episode.ts';
import { GRADES, higherGrade } from '../../../domain/grade/grade.ts';
import { gradeOutlook } from '../../../domain/grade/grade-outlook.ts';
import { gradeScale } from '../../../domain/grade/grade-scale.ts';
import { GradeSet } from '../../../domain/grade/grade-set.ts';
import { SHIPPED_GRADE_SETS } from '../../../domain/grade/shipped-grade-sets.ts';
import { DAY_MS, days, HOUR_MS, hours, START, scaleOf } from './series.ts';

const letters = { none: '-', blue: 'B', yellow: 'Y', orange: 'O', red: 'R' } as const;
const perfect = (set: string, ...aqi: number[]) =>
  dailyGrades(scaleOf(set), days(...aqi), 'perfect')
    .map(({ grade }) => letters[grade])
    .join('');
const hindsight = (set: string, ...aqi: number[]) =>
  dailyGrades(scaleOf(set), days(...aqi), 'hindsight')
    .map(({ grade }) => letters[grade])
    .join('');
/** The grade after the last of the spans, nothing known beyond. */
const gradeAfter = (set: string, spans: ReturnType<typeof hours>) => {
  const scale = scaleOf(set);
  return gradeOutlook(
    scale,
    spans.reduce((state, span) => stepEpisode(scale, state, span), NO_EPISODE),
  ).now;
};

describe('conditions of a city grade', () => {
  it.each([
    ['cn-2024', [210], 'yellow'],
    ['cn-2024', [160, 160], 'yellow'],
    ['cn-2024', [155, 155, 155], 'orange'],
    ['cn-2024', [210, 205], 'orange'],
    ['cn-2024', [210, 305, 220], 'red'],
    ['cn-2024', [210, 250, 220], 'orange'],
    ['cn-2024', [190, 205, 140], 'yellow'],
    ['cn-2024', [150, 150, 150], 'none'],
    ['cn-2024', [160], 'none'],
    ['cn-2024', [305, 305], 'orange'],
    ['cn-2018', [210], 'none'],
    ['cn-2018', [210, 210], 'yellow'],
    ['cn-2018', [210, 210, 210], 'orange'],
    ['cn-2018', [310, 310, 310], 'orange'],
    ['cn-2018', [210, 310, 310, 210], 'red'],
    ['cn-2018', [310, 210, 210, 310], 'orange'],
    ['cn-2018', [500], 'red'],
    ['cn-2018', [499], 'none'],
    ['cn-2018', [200, 200, 200], 'none'],
    ['cn-2017', [210], 'blue'],
    ['cn-2017', [210, 210, 210], 'yellow'],
    ['cn-2017', [210, 310, 210], 'orange'],
    ['cn-2017', [310, 310, 210, 210], 'red'],
    ['shaanxi-2023', [155, 155], 'orange'],
    ['shaanxi-2023', [210], 'yellow'],
    ['shaanxi-2023', [210, 210], 'orange'],
    ['shaanxi-2023', [210, 310], 'red'],
  ])('[GRA-1] %s: days of %j are %s at most', (set, aqi, grade) => {
    const found = dailyGrades(scaleOf(set), days(...aqi), 'perfect').map((day) => day.grade);
    expect(found.reduce(higherGrade, 'none')).toBe(grade);
  });

  it('[GRA-1] the shipped sets obey their own schema and only 2017 has blue', () => {
    for (const set of SHIPPED_GRADE_SETS.values()) expect(GradeSet.parse(set)).toEqual(set);
    const withBlue = [...SHIPPED_GRADE_SETS.values()].filter((set) => set.grades.blue !== undefined);
    expect(withBlue.map(({ id }) => id)).toEqual(['cn-2017']);
    expect(GRADES).toEqual(['none', 'blue', 'yellow', 'orange', 'red']);
  });

  it('[GRA-2] above is strictly above, reaching is reaching', () => {
    expect(perfect('cn-2024', 200, 201)).toBe('YY');
    expect(perfect('cn-2024', 150, 151, 150)).toBe('---');
    expect(perfect('cn-2018', 500)).toBe('R');
  });

  it('[GRA-3] H hours need H - 24 + 1 hourly means of 24 hours, across midnight or not', () => {
    expect(gradeAfter('cn-2018', hours([24, 210])).grade).toBe('none');
    expect(gradeAfter('cn-2018', hours([25, 210])).grade).toBe('yellow');
    expect(gradeAfter('cn-2018', hours([7, 90], [25, 210])).grade).toBe('yellow');
    expect(gradeAfter('cn-2018', hours([48, 210])).grade).toBe('yellow');
    expect(gradeAfter('cn-2018', hours([49, 210])).grade).toBe('orange');
    expect(gradeAfter('cn-2024', hours([1, 201])).grade).toBe('yellow');
    expect(gradeAfter('shaanxi-2023', hours([12, 151])).grade).toBe('none');
    expect(gradeAfter('shaanxi-2023', hours([13, 151])).grade).toBe('yellow');
  });

  it('[GRA-3] n days are 24 n hours', () => {
    expect(perfect('cn-2018', 90, 210, 210, 90)).toBe('-YY-');
    expect(perfect('shaanxi-2023', 151, 90, 90)).toBe('---');
  });
});

describe('episodes', () => {
  it('[GRA-4] a gap shorter than 36 hours leaves one episode with the higher grade', () => {
    expect(perfect('cn-2018', 210, 210, 210, 190, 210, 90, 90)).toBe('OOOOO--');
    expect(perfect('cn-2018', 210, 210, 210, 190, 190, 210, 210)).toBe('OOO--YY');
  });

  it('[GRA-4] the gap itself is not counted: two days of heavy air around it are not three', () => {
    expect(perfect('cn-2018', 210, 190, 210)).toBe('---');
    expect(perfect('cn-2024', 155, 140, 155)).toBe('---');
  });

  it('[GRA-4] the statements of one condition may be met on both sides of the gap', () => {
    expect(perfect('cn-2024', 210, 210, 210, 140, 305)).toBe('RRRRR');
    expect(perfect('cn-2024', 210, 210, 210, 140, 140, 305)).toBe('OOO--Y');
  });

  it('[GRA-4] in hours the episode is over with the 36th clean one', () => {
    const raised = hours([25, 210], [35, 90]);
    expect(gradeAfter('cn-2018', raised).grade).toBe('yellow');
    const over = gradeAfter('cn-2018', hours([25, 210], [36, 90]));
    expect(over).toEqual({ grade: 'none', met: [], episode: null, basis: null });
  });

  it('[GRA-5] missing hours break a stretch and are no clean air', () => {
    expect(gradeAfter('cn-2018', hours([24, 210], [1, Number.NaN], [24, 210])).grade).toBe('none');
    expect(gradeAfter('cn-2018', hours([25, 210], [71, Number.NaN])).grade).toBe('yellow');
    expect(gradeAfter('cn-2018', hours([25, 210], [20, 90], [30, Number.NaN], [15, 90])).grade).toBe('yellow');
    expect(gradeAfter('cn-2018', hours([25, 210], [20, 90], [30, Number.NaN], [16, 90])).grade).toBe('none');
  });

  it('[GRA-5] after 72 hours without data the episode is over', () => {
    expect(gradeAfter('cn-2018', hours([25, 210], [72, Number.NaN])).episode).toBeNull();
    expect(gradeAfter('cn-2018', hours([25, 210], [71, Number.NaN], [1, 90], [34, Number.NaN])).grade).toBe('yellow');
  });

  it('[GRA-6] a span again changes nothing, an overlapping one counts with its rest, one left out is unknown', () => {
    const scale = scaleOf('cn-2018');
    const run = (spans: ReturnType<typeof hours>, from: EpisodeState = NO_EPISODE) =>
      spans.reduce((state, span) => stepEpisode(scale, state, span), from);
    const after = run(hours([30, 210]));
    expect(run(hours([30, 300]), after)).toBe(after);
    // The second day of the series ends 18 hours after the 30th hour.
    const rest = run(days(90, 210), after);
    expect(rest.episode?.runs[0]?.longest).toMatchObject({ from: START - 23 * HOUR_MS, to: START + 2 * DAY_MS });
    const hole = run(hours([32, 210]).slice(31), after);
    expect(hole).toEqual(run(hours([30, 210], [1, Number.NaN], [1, 210])));
    expect(run(hours([200, 90]).slice(199), after).episode).toBeNull();
  });
});

describe('what is known beforehand', () => {
  it('[GRA-8] with a perfect forecast the grade of the episode holds on each of its days', () => {
    expect(perfect('cn-2024', 100, 160, 190, 305, 220, 210, 160, 120, 90)).toBe('-RRRRRR--');
    expect(perfect('cn-2018', 100, 160, 210, 305, 310, 210, 160, 120, 90)).toBe('--RRRR---');
  });

  it('[GRA-9] in hindsight the grade grows with the episode and stays until the gap is too long', () => {
    expect(hindsight('cn-2018', 210, 210, 210, 310, 310, 190, 190, 210)).toBe('-YOORR--');
    expect(hindsight('cn-2018', 210, 210, 190, 210, 210, 210)).toBe('-YYYYO');
  });

  it('[GRA-10] the observed past and the days ahead make one episode', () => {
    const scale = scaleOf('cn-2018');
    const state = hours([10, 90], [20, 210]).reduce((before, span) => stepEpisode(scale, before, span), NO_EPISODE);
    expect(gradeOutlook(scale, state).now.grade).toBe('none');
    // 43 hours are over; the rest of the second day adds 18, the third 24: 85.
    const { now, ahead, next } = gradeOutlook(scale, state, days(0, 210, 230, 80, 70).slice(1));
    expect(now).toMatchObject({ grade: 'orange', basis: 'both', episode: { open: false, end: START + 3 * DAY_MS } });
    expect(ahead.map(({ grade }) => grade)).toEqual(['orange', 'orange', 'none', 'none']);
    expect(next).toBeNull();
  });

  it('[GRA-10] an episode that only the forecast shows is announced with its lead time', () => {
    const scale = scaleOf('cn-2018');
    const state = hours([48, 90]).reduce((before, span) => stepEpisode(scale, before, span), NO_EPISODE);
    const { now, ahead, next } = gradeOutlook(scale, state, days(0, 0, 90, 100, 210, 220, 90, 90).slice(2));
    expect(now.grade).toBe('none');
    expect(ahead.map(({ grade }) => grade)).toEqual(['none', 'none', 'yellow', 'yellow', 'none', 'none']);
    expect(next).toMatchObject({ start: START + 4 * DAY_MS, proposeAt: START + 3 * DAY_MS });
    expect(next?.grade).toMatchObject({ grade: 'yellow', basis: 'forecast' });
    const noon = hours([60, 90]).reduce((before, span) => stepEpisode(scale, before, span), NO_EPISODE);
    const soon = gradeOutlook(scale, noon, days(0, 0, 90, 210, 220).slice(2));
    expect(soon.next).toMatchObject({ start: START + 3 * DAY_MS, proposeAt: START + 60 * HOUR_MS });
    const begun = gradeOutlook(scale, state, days(0, 0, 210, 220).slice(2));
    expect(begun).toMatchObject({ now: { grade: 'yellow' }, next: null });
  });

  it('[GRA-10] what the forecast shows to be over is over, without a forecast it is waited for', () => {
    const scale = scaleOf('cn-2018');
    const state = hours([40, 210], [3, 190]).reduce((before, span) => stepEpisode(scale, before, span), NO_EPISODE);
    expect(gradeOutlook(scale, state).now.grade).toBe('yellow');
    expect(gradeOutlook(scale, state, days(0, 100).slice(1)).now.grade).toBe('yellow');
    expect(gradeOutlook(scale, state, days(0, 100, 100).slice(1)).now.grade).toBe('yellow');
    expect(gradeOutlook(scale, state, days(0, 100, 100, 100).slice(1)).now.grade).toBe('none');
    expect(gradeOutlook(scale, state, days(0, 100, 210).slice(1)).now.grade).toBe('yellow');
  });

  it('[GRA-10] a day of heavy air that has begun is in force', () => {
    const scale = scaleOf('cn-2024');
    const state = hours([14, 90]).reduce((before, span) => stepEpisode(scale, before, span), NO_EPISODE);
    expect(gradeOutlook(scale, state, days(210, 100, 90)).now).toMatchObject({
      grade: 'yellow',
      basis: 'both',
      episode: { start: START, end: START + DAY_MS },
    });
  });
});

describe('reasons', () => {
  it('[GRA-7] a grade tells every condition met, the hours and the AQI that met it', () => {
    const [day] = dailyGrades(scaleOf('cn-2018'), days(210, 310, 500, 220), 'perfect');
    const [from, to] = [START, START + 4 * DAY_MS];
    expect(day).toEqual({
      grade: 'red',
      met: [
        [
          { above: 200, forHours: 96, hours: 96, from, to, lowest: 210, highest: 500 },
          {
            above: 300,
            forHours: 48,
            hours: 48,
            from: START + DAY_MS,
            to: START + 3 * DAY_MS,
            lowest: 310,
            highest: 500,
          },
        ],
        [{ reaches: 500, aqi: 500, to: START + 3 * DAY_MS }],
      ],
      episode: { start: from, end: to, open: false, peak: 500, peakAt: START + 3 * DAY_MS },
      basis: 'forecast',
    });
  });

  it('[GRA-7] an episode too short for a colour is told as well', () => {
    const [day] = dailyGrades(scaleOf('cn-2018'), days(210), 'hindsight');
    expect(day).toMatchObject({ grade: 'none', met: [], episode: { peak: 210, open: true }, basis: null });
  });
});

describe('grade sets as data', () => {
  const base = { id: 'x', title: { zh: '试', en: 'try' }, source: 'test', effective: { from: '2020-01-01' } };

  it.each([
    ['no colour', { ...base, episode: { above: 150 }, grades: {} }, /no colour/],
    ['a limit below the episode', { ...base, episode: { above: 200 }, grades: { yellow: [{ above: 150 }] } }, /at or/],
    ['12 hours', { ...base, episode: { above: 1 }, grades: { red: [{ above: 2, for_hours: 12 }] } }, /speaks for 24/],
    ['an unknown key', { ...base, episode: { above: 1 }, grades: { green: [{ above: 2 }] } }, /green/],
    [
      'an end before the beginning',
      {
        ...base,
        effective: { from: '2020-01-02', to: '2020-01-01' },
        episode: { above: 1 },
        grades: { red: [{ above: 2 }] },
      },
      /before/,
    ],
  ])('[GRA-1] refuses %s', (_, input, message) => {
    const parsed = GradeSet.safeParse(input);
    expect(parsed.success).toBe(false);
    expect(JSON.stringify(parsed.error)).toMatch(message);
  });

  it('[GRA-1] a stricter set of one city is data only', () => {
    const set = GradeSet.parse({ ...base, episode: { above: 100 }, grades: { red: [{ above: 100, for_hours: 48 }] } });
    const grades = dailyGrades(gradeScale(set), days(101, 101, 100), 'perfect').map(({ grade }) => grade);
    expect(grades).toEqual(['red', 'red', 'none']);
  });
});
