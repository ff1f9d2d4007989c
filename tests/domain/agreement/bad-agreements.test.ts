import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAgreementPath } from '../../../app/config/agreement-path.ts';
import type { Fault } from '../../../app/config/fault.ts';
import { readStationsFile } from '../../../app/config/stations-file.ts';

const fixtures = new URL('fixtures/', import.meta.url).pathname;

/** Every fault that must be told of each bad fixture, `line path: message`; of a folder of versions with the file first. */
const BAD: readonly (readonly [title: string, fixture: string, faults: readonly string[]])[] = [
  ['[AGR-1] a version that ends before it begins', 'ends-before-it-begins.yaml', ['2 effective.to: is before `from`']],
  ['[AGR-1] a date that does not exist', 'not-a-day.yaml', ['2 effective.from: a date such as 2024-01-23']],
  [
    '[AGR-1] a field that is not known',
    'unknown-field.yaml',
    ['7 jurisdictions.2.neighbors: unknown field: remove it or correct its name'],
  ],
  [
    '[AGR-1] values of the wrong type and terms with two amounts',
    'wrong-value.yaml',
    [
      '1 version: Invalid input: expected string, received number',
      '23 duties.acknowledge: needs exactly one of minutes, hours, days, working_days',
    ],
  ],
  [
    '[AGR-1] terms of a case that cannot run',
    'wrong-case-terms.yaml',
    [
      '23 enforcement.referral.send: calendar days do not run on working time: use working_days',
      '23 enforcement.order.hours: Too small: expected number to be >=1',
      '23 enforcement.sent: unknown field: remove it or correct its name',
    ],
  ],
  ['[AGR-2] an id of two jurisdictions', 'doubled-jurisdiction.yaml', ['9 jurisdictions.4.id: "b" is there twice']],
  ['[AGR-2] an id of two roles', 'doubled-role.yaml', ['12 roles.1.id: "chief" is there twice']],
  ['[AGR-2] an id of two rules', 'doubled-rule.yaml', ['22 rules.1.id: "hot" is there twice']],
  [
    '[AGR-3] a pair of cities that are not neighbours',
    'no-such-pair.yaml',
    ['25 rules.1.only.0: there is no pair "a>c"'],
  ],
  [
    '[AGR-3] a rule on a city that is not there',
    'unknown-city-of-rule.yaml',
    ['25 rules.1.only.1: there is no city "d"'],
  ],
  [
    '[AGR-3] a coordinator that is not there',
    'unknown-coordinator.yaml',
    ['3 region.coordinator: there is no jurisdiction "m"'],
  ],
  [
    '[AGR-3] a set of grades that is not there',
    'unknown-grade-set.yaml',
    ['22 grades.set: there is no set "cn-2042"; there are cn-2017, cn-2018, cn-2024, shaanxi-2023'],
  ],
  [
    '[AGR-3] a set for a city that is not there',
    'unknown-graded-city.yaml',
    ['22 grades.cities.0.city: there is no city "d"'],
  ],
  [
    '[AGR-3] a forecast of an issuer that is not listed',
    'unknown-issuer.yaml',
    ['24 rules.1.when.issuer: "oracle" is not among forecasts.issuers'],
  ],
  [
    '[AGR-3] a neighbour that is not there',
    'unknown-neighbour.yaml',
    ['8 jurisdictions.3.neighbours.2: there is no city "d"'],
  ],
  [
    '[AGR-3] a role at a level that is not there',
    'unknown-place-of-role.yaml',
    ['14 roles.1.at.1: there is no level or jurisdiction "town"'],
  ],
  [
    '[AGR-3] data for somebody who is not there',
    'unknown-receiver-of-data.yaml',
    ['24 sharing.0.with.1: there is no jurisdiction "x"'],
  ],
  [
    '[AGR-3] a superior that is not there',
    'unknown-superior.yaml',
    ['9 jurisdictions.4.superior: there is no jurisdiction "q"'],
  ],
  [
    '[AGR-4] a superior that is below',
    'superior-below.yaml',
    ['6 jurisdictions.1.superior: "a" (city) is not above "p" (province)'],
  ],
  [
    '[AGR-5] superiors in a circle',
    'superiors-in-a-circle.yaml',
    ['6 jurisdictions.1.superior: superiors go round in a circle: p → q → p'],
  ],
  [
    '[AGR-6] cities without a common superior',
    'no-common-superior.yaml',
    ['4 jurisdictions: the cities have no common superior: nobody could settle their disputes'],
  ],
  [
    '[AGR-7] a city that is its own neighbour',
    'its-own-neighbour.yaml',
    ['8 jurisdictions.3.neighbours.1: a city is not its own neighbour'],
  ],
  [
    '[AGR-7] a neighbour that does not say so',
    'one-sided-neighbour.yaml',
    ['8 jurisdictions.3.neighbours.1: "c" does not name "b" as its neighbour'],
  ],
  [
    '[AGR-8] grades without a coordinator',
    'no-coordinator.yaml',
    ['3 region: there are grades but no coordinator who may issue them'],
  ],
  ['[AGR-8] a grade that nobody may issue', 'nobody-issues-red.yaml', ['10 roles: nobody may issue red in any city']],
  [
    '[AGR-9] deadlines that end in the wrong order',
    'deadlines-out-of-order.yaml',
    [
      '23 duties.own_warning: own_warning (2 h) ends before acknowledge (3 h), which must come first',
      '23 duties.region_review: region_review (10 working days) ends before summary (12 working days), which must come first',
    ],
  ],
  [
    '[AGR-10] a consultation that more must agree to than there are',
    'quorum-of-too-many.yaml',
    ['23 duties.consultation.quorum.at_least: 4 can never agree: there are 3 cities'],
  ],
  [
    '[AGR-10] a regional grade that can never be',
    'region-never-graded.yaml',
    ['22 grades.regional: no count can ever be reached: there are 3 cities, at most 3 border on each other'],
  ],
  [
    '[AGR-12] a limit that no AQI can pass',
    'above-the-scale.yaml',
    ['24 rules.1.when.above: can never be true: aqi is within 0..500'],
  ],
  [
    '[AGR-12] a limit that every value passes',
    'always-true.yaml',
    ['24 rules.1.when.below: is always true: rh is within 0..100'],
  ],
  [
    '[AGR-12] an IAQI above what the AQI of the same hour may be',
    'contradicting-index.yaml',
    ['26 rules.1.when.of: can never all be true: iaqi.pm25 above 200, not aqi above 150'],
  ],
  [
    '[AGR-12] limits that exclude each other',
    'contradiction.yaml',
    ['26 rules.1.when.of: can never all be true: aqi above 150, aqi below 151'],
  ],
  [
    '[AGR-12] a group larger than borders allow',
    'group-beyond-borders.yaml',
    ['24 rules.1.when.contiguous: can never be true: at most 2 cities border on each other'],
  ],
  [
    '[AGR-12] a quorum that the operators cannot make',
    'operators-count-too-little.yaml',
    ['29 rules.1.when.max_per_operator: can never be true: at most 2 stations count'],
  ],
  [
    '[AGR-12] a comparison with more days than are looked at',
    'past-too-short.yaml',
    ['24 rules.1.when.min_days: can never be true: only 7 days are looked at'],
  ],
  [
    '[AGR-12] a quorum of more cities than there are',
    'quorum-beyond-members.yaml',
    ['24 rules.1.when.at_least: can never be true: there are 3 cities'],
  ],
  [
    '[AGR-12] a rise as large as the scale',
    'rise-beyond-the-scale.yaml',
    ['24 rules.1.when.by: can never be true: aqi is within 0..500'],
  ],
  [
    '[AGR-13] a duration longer than the hours watched',
    'hours-too-few.yaml',
    ['26 rules.1.for_hours: can never be raised: only 6 hours in a row are watched'],
  ],
  [
    '[AGR-13] a season of days that do not exist',
    'season-without-a-day.yaml',
    [
      '25 rules.1.season.from: there is no day 02-30 in any year',
      '25 rules.1.season.to: there is no day 02-31 in any year',
    ],
  ],
  [
    '[AGR-14] a rule that says what another says',
    'same-rule-again.yaml',
    ['22 rules.1: says the same as rule "hot", which comes first'],
  ],
  [
    '[AGR-15] neighbours from a geometry that is not there',
    'geometry-missing.yaml',
    ['8 jurisdictions.3.neighbours: `from_geometry` needs `geometry`'],
  ],
  [
    '[AGR-15] a GeoJSON that cannot be read',
    'no-geojson.yaml',
    ['23 geometry.file: cannot be used: there is no such file'],
  ],
  [
    '[AGR-15] a GeoJSON without the city',
    'no-polygon.yaml',
    ['8 jurisdictions.3.neighbours: no polygon of squares.geojson has name = b'],
  ],
  [
    '[AGR-16] versions that overlap',
    'overlapping-versions',
    ['b.yaml:2 effective: overlaps version "1" (2018-08-23 to 2024-01-25): end one the day before the other'],
  ],
  [
    '[AGR-16] two agreements in one folder',
    'two-agreements',
    ['b.yaml:3 region.id: version "1" is of region "r": one folder, one agreement'],
  ],
  ['[AGR-16] a version that stands twice', 'version-twice', ['b.yaml:1 version: "1" is there twice']],
  [
    '[AGR-17] an agreement of no city',
    'no-city.yaml',
    [
      '4 jurisdictions: no city is a member',
      '4 jurisdictions: city "a" of the stations file is no member',
      '4 jurisdictions: city "b" of the stations file is no member',
      '4 jurisdictions: city "c" of the stations file is no member',
    ],
  ],
  [
    '[AGR-19] everything at once',
    'everything-at-once.yaml',
    [
      '1 version: Invalid input: expected string, received number',
      '8 jurisdictions.3.neighbours.1: "c" does not name "b" as its neighbour',
      '9 jurisdictions.4.colour: unknown field: remove it or correct its name',
      '9 jurisdictions.4.superior: there is no jurisdiction "q"',
      '14 roles.1.at.0: there is no level or jurisdiction "town"',
      '19 rules.0.when.colour: unknown field: remove it or correct its name',
      '19 rules.0.when.above: can never be true: aqi is within 0..500',
      '22 grades.set: there is no set "cn-2042"; there are cn-2017, cn-2018, cn-2024, shaanxi-2023',
      '23 duties.own_warning: own_warning (5 min) ends before acknowledge (30 min), which must come first',
      '25 sharing.0.with.0: there is no jurisdiction "x"',
    ],
  ],
];

function faultsOf(fixture: string, stations = 'stations.csv'): Fault[] {
  const faults: Fault[] = [];
  const versions = readAgreementPath(`${fixtures}${fixture}`, {
    faults,
    stations: readStationsFile(`${fixtures}${stations}`),
  });
  expect(versions === undefined).toBe(faults.some(({ severity }) => severity !== 'warning'));
  return faults;
}

function textOf(fixture: string, { file, line, path, message }: Fault): string {
  const name = fixture.endsWith('.yaml') ? '' : `${basename(file)}:`;
  return `${name}${line ?? '-'} ${path}: ${message.replace(fixtures, '')}`;
}

describe('a bad agreement is refused with file, line and path:', () => {
  it.each(BAD)('%s', (title, fixture, expected) => {
    const faults = faultsOf(`bad/${fixture}`);
    expect(faults.map((fault) => textOf(fixture, fault))).toEqual(expected);
    for (const { file, code, zh } of faults) {
      expect(file.startsWith(`${fixtures}bad/${fixture}`)).toBe(true);
      expect(zh).toMatch(/\p{Script=Han}/u);
      if (!title.startsWith('[AGR-17]') && !title.startsWith('[AGR-19]')) expect(title).toContain(`[${code}]`);
    }
  });

  it('and every bad fixture is among these', () => {
    const there = globSync('bad/*', { cwd: fixtures }).map((path) => basename(path));
    expect(there.filter((name) => !name.endsWith('.geojson')).sort()).toEqual(BAD.map(([, name]) => name).sort());
  });

  it('[AGR-1] a file that is no YAML', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lianfang-broken-'));
    const file = join(folder, 'broken.yaml');
    writeFileSync(file, 'version: "1"\nregion: { id: r, name: [ }\n');
    const faults: Fault[] = [];
    expect(readAgreementPath(file, { faults })).toBeUndefined();
    expect(faults[0]).toMatchObject({
      file,
      line: 2,
      message: expect.stringContaining('must be sufficiently indented'),
    });
    rmSync(folder, { recursive: true });
  });

  it('[AGR-3] stations in a city that is no member', () => {
    expect(faultsOf('good/small.yaml', 'strange-stations.csv').map((fault) => textOf('small.yaml', fault))).toEqual([
      '4 jurisdictions: city "d" of the stations file is no member',
    ]);
  });
});

describe('an agreement without errors', () => {
  it.each(['small.yaml', 'by-geometry.yaml', 'versions', 'watches-only.yaml'])('%s', (fixture) => {
    const faults: Fault[] = [];
    expect(readAgreementPath(`${fixtures}good/${fixture}`, { faults })).toBeDefined();
    expect(faults).toEqual([]);
  });

  it('[AGR-11] [AGR-20] is loaded with a warning when a city has no station', () => {
    const faults = faultsOf('good/small.yaml', 'few-stations.csv');
    expect(faults).toMatchObject([
      {
        severity: 'warning',
        code: 'AGR-11',
        line: 9,
        path: 'jurisdictions.4.id',
        message: 'no station is in city "c"',
      },
    ]);
  });
});
