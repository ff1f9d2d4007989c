import { dirname, resolve } from 'node:path';
import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import { citiesOf } from '../../domain/agreement/jurisdiction.ts';
import { readAgreement } from '../../domain/agreement/read-agreement.ts';
import { CalibrationBook } from '../../domain/air/calibration/calibration-book.ts';
import type { Station } from '../../domain/air/station.ts';
import { parseIso } from '../../domain/time.ts';
import { readAgreementPath } from '../config/agreement-path.ts';
import { ConfigError, type Fault, isError } from '../config/fault.ts';
import { YamlFile } from '../config/yaml-file.ts';
import { type RuleTest, RuleTestFile } from './rule-test-file.ts';
import { NotationError, parseSeries } from './series-notation.ts';

export interface LoadedTests {
  readonly agreement: AgreementFile;
  readonly stations: readonly Station[];
  readonly calibration: CalibrationBook;
  readonly tests: readonly RuleTest[];
}

/** Reads a file of rule tests and the agreement that it names. Throws `ConfigError` with every fault of both. */
export function loadRuleTests(path: string): LoadedTests {
  const yaml = new YamlFile(path);
  const faults: Fault[] = [];
  const file = yaml.parse(RuleTestFile, faults);
  if (file === undefined) throw new ConfigError(faults);
  const stations = stationsOf(file);
  const agreement =
    file.agreement === undefined ? inlineAgreement(yaml, file, faults) : namedAgreement(yaml, file.agreement, faults);
  if (agreement !== undefined) checkTests(yaml, { file, agreement }, faults);
  if (agreement === undefined || faults.some(isError)) throw new ConfigError(faults);
  return { agreement, stations, calibration: new CalibrationBook([]), tests: file.tests };
}

/** Stations without a position stand some kilometres apart. */
function stationsOf({ stations }: RuleTestFile): Station[] {
  return Object.entries(stations).map(([id, given], place) => ({
    name: id,
    lon: 116 + place / 10,
    lat: 39,
    background: false,
    periodLabel: 'end' as const,
    ...given,
    id,
  }));
}

function namedAgreement(yaml: YamlFile, name: string, faults: Fault[]): AgreementFile | undefined {
  const ofAgreement: Fault[] = [];
  const versions = readAgreementPath(resolve(dirname(yaml.file), name), { faults: ofAgreement });
  faults.push(...ofAgreement.filter(isError));
  return versions?.versions.at(-1)?.agreement;
}

const ACTS = ['propose', 'consult', 'sign', 'issue', 'lift', 'acknowledge', 'report'];
const RULES_OWN = ['rules', 'grades', 'lateness'];

/** Rules that stand alone get a region of the cities that are named, and a post that may do everything. */
function inlineAgreement(yaml: YamlFile, file: RuleTestFile, faults: Fault[]): AgreementFile | undefined {
  const cities = new Set([...Object.values(file.stations).map(({ city }) => city), ...Object.keys(file.cities)]);
  const everything = Object.fromEntries(ACTS.map((act) => [act, 'all']));
  const name = (id: string) => ({ zh: id, en: id });
  const { agreement, faults: found } = readAgreement({
    version: 'test',
    effective: { from: '1990-01-01' },
    region: { id: 'region', name: name('region'), coordinator: 'nation' },
    jurisdictions: [
      { id: 'nation', level: 'nation', name: name('nation') },
      ...[...cities].map((id) => ({
        ...{ id, level: 'city', superior: 'nation', name: name(id) },
        neighbours: neighboursOf(file, id),
      })),
    ],
    roles: [{ id: 'anyone', name: name('anyone'), at: ['nation', 'city'], may: everything }],
    rules: file.rules,
    ...(file.grades === undefined ? {} : { grades: file.grades }),
    ...(file.lateness === undefined ? {} : { lateness: file.lateness }),
  });
  for (const { path, message, severity, code } of found) {
    if (severity === 'warning') continue;
    const own = RULES_OWN.includes(String(path[0])) ? path.map(String) : ['cities'];
    faults.push({ ...yaml.fault(own, message.en), zh: message.zh, code });
  }
  return agreement;
}

/** Said by one side is enough here. */
function neighboursOf({ cities }: RuleTestFile, id: string): string[] {
  const others = Object.entries(cities).flatMap(([other, neighbours]) => (neighbours.includes(id) ? [other] : []));
  return [...new Set([...(cities[id] ?? []), ...others])];
}

function checkTests(
  yaml: YamlFile,
  { file, agreement }: { readonly file: RuleTestFile; readonly agreement: AgreementFile },
  faults: Fault[],
): void {
  const rules = new Set(agreement.rules.map(({ id }) => id));
  const cities = new Set(citiesOf(agreement.jurisdictions).map(({ id }) => id));
  const fault = (path: readonly (string | number)[], message: string) =>
    faults.push(yaml.fault(path.map(String), message));
  for (const [id, { city }] of Object.entries(file.stations)) {
    if (!cities.has(city)) fault(['stations', id], `"${city}" is no member city`);
  }
  for (const [place, test] of file.tests.entries()) {
    const at = (...path: (string | number)[]) => ['tests', place, ...path];
    if (test.start !== undefined && parseIso(test.start) === null) {
      fault(at('start'), 'write a time like 2026-01-01T00:00:00+08:00');
    }
    for (const rule of test.only ?? []) {
      if (rule !== 'grades' && !rules.has(rule)) fault(at('only'), `there is no rule "${rule}"`);
    }
    for (const [index, { raised, returned, corrected, withdrawn }] of test.expect.entries()) {
      const rule = raised ?? returned ?? corrected ?? withdrawn;
      if (rule !== undefined && !rules.has(rule)) fault(at('expect', index), `there is no rule "${rule}"`);
    }
    for (const [index, { on }] of test.forecasts.entries()) {
      if (!cities.has(on)) fault(at('forecasts', index, 'on'), `"${on}" is no member city`);
    }
    const series = [
      { path: at('series'), series: test.series },
      ...test.then.map((block, index) => ({ path: at('then', index, 'series'), series: block.series })),
    ];
    for (const { path, series: given } of series) {
      for (const [station, parameters] of Object.entries(given)) {
        if (file.stations[station] === undefined) fault([...path, station], `there is no station "${station}"`);
        for (const [parameter, text] of Object.entries(parameters)) {
          const message = notationFault(text);
          if (message !== undefined) fault([...path, station, parameter], message);
        }
      }
    }
  }
}

function notationFault(text: string): string | undefined {
  try {
    parseSeries(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof NotationError)) throw error;
    return error.message;
  }
}
