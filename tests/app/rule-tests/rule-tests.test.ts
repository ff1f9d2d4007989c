import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ConfigError } from '../../../app/config/fault.ts';
import { loadRuleTests } from '../../../app/rule-tests/load-rule-tests.ts';
import { outcomeText } from '../../../app/rule-tests/outcome-text.ts';
import { runRuleTest } from '../../../app/rule-tests/run-rule-test.ts';
import { agreementText } from '../agreement-text.ts';

const message = { zh: '{subject}', en: '{subject}' };
const RULE = {
  id: 'pm',
  on: 'city',
  when: { kind: 'threshold', quantity: 'pm25', above: 150 },
  for_hours: 2,
  priority: 2,
  message,
};

function fileOf(content: object | string, others: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'lianfang-rule-tests-'));
  for (const [name, text] of Object.entries(others)) writeFileSync(join(folder, name), text);
  const path = join(folder, 'tests.yaml');
  writeFileSync(path, typeof content === 'string' ? content : stringify(content));
  return path;
}

/** Runs one test with this rule, unless `file` says otherwise. */
function outcomeOf(test: object, file: object = {}) {
  const path = fileOf({ rules: [RULE], stations: { a1: 'a' }, tests: [{ name: 'one', ...test }], ...file });
  const { tests, ...loaded } = loadRuleTests(path);
  const [only] = tests;
  if (only === undefined) throw new Error('one test');
  return runRuleTest(loaded, only);
}

/** Written so that no object here has a method-like `then` of its own. */
const then = (blocks: readonly object[]) => Object.fromEntries([['then', blocks]]);

const GOOD = { missing: [], unexpected: [] };
const series = { a1: { pm25: '10x3 160x2 _ 80..200x5' } };
const expected = [
  { hour: 5, raised: 'pm', on: 'a' },
  { hour: 7, returned: 'pm', on: 'a' },
  { hour: 11, raised: 'pm', on: 'a' },
];

function faultsOf(content: object | string): readonly string[] {
  try {
    loadRuleTests(fileOf(content));
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map(({ line, path, message: said }) => `${line} ${path}: ${said}`);
  }
}

describe('tests of rules', () => {
  it('[TST-10] pass when the time line is told exactly', () => {
    expect(outcomeOf({ series, expect: expected })).toMatchObject({ ...GOOD, matched: [{}, {}, {}] });
  });

  it('[TST-10] fail for an event too few and an event too many', () => {
    const wrong = [...expected.slice(0, 2), { hour: 10, raised: 'pm', on: 'a' }];
    const outcome = outcomeOf({ series, expect: wrong });
    expect(outcome.missing).toEqual([wrong[2]]);
    expect(outcome.unexpected).toMatchObject([{ hour: 11, raised: 'pm', on: 'a' }]);
  });

  it('[TST-10] are about the rules that `only` names', () => {
    const rules = [RULE, { ...RULE, id: 'other', for_hours: 1 }];
    expect(outcomeOf({ series, expect: expected, only: ['pm'] }, { rules })).toMatchObject(GOOD);
    expect(outcomeOf({ series, expect: expected }, { rules }).unexpected).not.toEqual([]);
  });

  it('[TST-11] compare value and reason when they are given', () => {
    const at5 = { hour: 5, raised: 'pm', on: 'a', value: 160, reason: 'above' };
    const short = { a1: { pm25: '10x3 160x2' } };
    expect(outcomeOf({ series: short, expect: [at5] })).toMatchObject(GOOD);
    expect(outcomeOf({ series: short, expect: [{ ...at5, value: 161 }] }).missing).toHaveLength(1);
    expect(outcomeOf({ series: short, expect: [{ ...at5, reason: 'clear' }] }).missing).toHaveLength(1);
  });

  it('[TST-5] a silent end is part of the test', () => {
    const silent = { ...RULE, on: 'station', when: { kind: 'absent', hours: 3 }, for_hours: 1 };
    expect(
      outcomeOf(
        { series: { a1: { pm25: '10 _x3' } }, expect: [{ hour: 4, raised: 'pm', on: 'a1' }] },
        { rules: [silent] },
      ),
    ).toMatchObject(GOOD);
  });

  it('[TST-6] late values correct what was said', () => {
    const late = (words: string, after?: number) => [
      { ...(after === undefined ? {} : { after }), series: { a1: { pm25: words } } },
    ];
    const told = { series: { a1: { pm25: '10x3 160x3 10x2' } }, only: ['pm'] };
    const said = [
      { hour: 5, raised: 'pm', on: 'a' },
      { hour: 7, returned: 'pm', on: 'a' },
    ];
    expect(
      outcomeOf({ ...told, expect: [...said, { hour: 8, withdrawn: 'pm', on: 'a' }], ...then(late('@5 20')) }),
    ).toMatchObject(GOOD);
    // `after` brings it before the alert would have returned.
    expect(
      outcomeOf({ ...told, expect: [said[0], { hour: 6, withdrawn: 'pm', on: 'a' }], ...then(late('@5 20', 6)) }),
    ).toMatchObject(GOOD);
  });

  it('[TST-6] a value that comes again leaves the others of its hour', () => {
    const pm10 = { ...RULE, id: 'pm10', when: { ...RULE.when, quantity: 'pm10' }, for_hours: 1 };
    const outcome = outcomeOf(
      {
        series: { a1: { pm25: '10x2', pm10: '200x2' } },
        expect: [{ hour: 1, raised: 'pm10', on: 'a' }],
        ...then([{ series: { a1: { pm25: '@2 20' } } }]),
      },
      { rules: [pm10] },
    );
    expect(outcome).toMatchObject(GOOD);
  });

  it('[TST-7] quality control takes out only when it is asked for', () => {
    const flat = { series: { a1: { pm25: '200x30' } }, expect: [{ hour: 2, raised: 'pm', on: 'a' }] };
    expect(outcomeOf(flat)).toMatchObject(GOOD);
    const above = { ...RULE, when: { ...RULE.when, above: 5 }, for_hours: 1 };
    const negative = {
      series: { a1: { pm25: '-50x2 10' } },
      quality: true,
      expect: [{ hour: 3, raised: 'pm', on: 'a' }],
    };
    expect(outcomeOf(negative, { rules: [above] })).toMatchObject(GOOD);
    const impossible = { series: { a1: { pm25: '99999' } }, expect: [] };
    expect(outcomeOf({ ...impossible, quality: true }, { rules: [above] })).toMatchObject(GOOD);
    expect(outcomeOf(impossible, { rules: [above] }).unexpected).toHaveLength(1);
  });

  it('[TST-8] a forecast is known from its issue on', () => {
    const rule = { ...RULE, when: { kind: 'forecast', quantity: 'aqi', above: 200, day: 1 }, for_hours: 1 };
    const test = { series: { a1: { pm25: '10..20x8' } }, forecasts: [{ on: 'a', hour: 5, days: { aqi: [100, 250] } }] };
    expect(
      outcomeOf({ ...test, expect: [{ hour: 5, raised: 'pm', on: 'a', value: 250 }] }, { rules: [rule] }),
    ).toMatchObject(GOOD);
  });

  it('[TST-9] rules of the file stand in a region of its cities and their neighbours', () => {
    const rule = {
      ...RULE,
      on: 'region',
      when: { kind: 'quorum', of: 'city', contiguous: 2, when: RULE.when },
      for_hours: 1,
    };
    const stations = { a1: 'a', b1: 'b', c1: 'c' };
    const high = { pm25: '10 200' };
    const test = { series: { a1: high, b1: { pm25: '10 10 200' }, c1: high } };
    const apart = { rules: [rule], stations, cities: { a: ['b'], b: ['c'] } };
    expect(outcomeOf({ ...test, expect: [] }, apart)).toMatchObject(GOOD);
    const together = { ...apart, cities: { a: ['b', 'c'] } };
    expect(outcomeOf({ ...test, expect: [{ hour: 2, raised: 'pm', on: 'region' }] }, { ...together })).toMatchObject({
      missing: [],
    });
  });

  it('[TST-9] takes the agreement that lies beside it', () => {
    const text = agreementText(['a'], { rules: [RULE] });
    const path = fileOf(
      { agreement: './agreement.yaml', stations: { a1: 'a' }, tests: [{ name: 'x', series, expect: expected }] },
      { 'agreement.yaml': text },
    );
    const { tests, ...loaded } = loadRuleTests(path);
    expect(tests.map((test) => runRuleTest(loaded, test))).toMatchObject([GOOD]);
  });

  it('[TST-11] grades are on the time line where the rules have them', () => {
    const heavy = { a1: { pm25: '250x70' } };
    const outcome = outcomeOf(
      {
        series: heavy,
        only: ['grades'],
        expect: [
          { hour: 44, grade: 'yellow', on: 'a', reason: 'conditions_met' },
          { hour: 44, grade: 'yellow', on: 'region' },
          { hour: 68, grade: 'orange', on: 'a' },
          { hour: 68, grade: 'orange', on: 'region' },
        ],
      },
      { grades: { set: 'cn-2018', regional: { at_least: 1 } } },
    );
    expect(outcome).toMatchObject({ unexpected: [], missing: [] });
  });

  it('[TST-12] shows what differs', () => {
    const outcome = outcomeOf({ series, expect: [expected[0], { hour: 8, returned: 'pm', on: 'a' }, expected[2]] });
    expect(outcomeText(outcome).split('\n')).toEqual([
      'FAIL one',
      expect.stringContaining('应有而无'),
      '     { hour: 5, raised: pm, on: a, value: 160, reason: above }',
      '   + { hour: 7, returned: pm, on: a, value: 80, reason: clear }',
      '   - { hour: 8, returned: pm, on: a }',
      '     { hour: 11, raised: pm, on: a, value: 200, reason: above }',
    ]);
  });

  it('[TST-13] tells every fault at once, with its line', () => {
    const text = [
      'rules:',
      '  - { id: pm, on: city, when: { kind: threshold, quantity: pm25 }, priority: 2, message: { zh: a, en: a } }',
      'stations: { a1: a }',
      'tests:',
      '  - name: one',
      '    series:',
      '      a1: { pm25: "10z3" }',
      '      b1: { pm25: "10" }',
      '    expect:',
      '      - { hour: 1, raised: nothing, on: a }',
    ].join('\n');
    expect(faultsOf(text)).toEqual([expect.stringMatching(/^2 rules\.0\.when.*needs exactly one of above/)]);
    expect(faultsOf(text.replace('quantity: pm25 ', 'quantity: pm25, above: 5 '))).toEqual([
      expect.stringMatching(/^10 tests\.0\.expect\.0: there is no rule "nothing"/),
      expect.stringMatching(/^7 tests\.0\.series\.a1\.pm25: "10z3"/),
      expect.stringMatching(/^8 tests\.0\.series\.b1: there is no station/),
    ]);
    expect(faultsOf({ stations: {}, tests: [{ name: 'x', series: {}, expect: [], extra: 1 }] })).toHaveLength(2);
  });
});
