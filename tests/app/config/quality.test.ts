import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, faultText } from '../../../app/config/fault.ts';
import { loadConfig } from '../../../app/config/load.ts';

const STATIONS = 'station,name,city,lon,lat\na1,A 1,a,100,20\nb1,B 1,b,100,20\n';
const AGREEMENT = `
version: "1"
effective: { from: 2020-01-01 }
region: { id: r, name: { zh: 区, en: R } }
jurisdictions:
  - { id: n, level: nation, name: { zh: 国, en: N } }
  - { id: p, level: province, name: { zh: 省, en: P }, superior: n }
  - { id: a, level: city, name: { zh: 甲, en: A }, superior: p, neighbours: [b] }
  - { id: b, level: city, name: { zh: 乙, en: B }, superior: p, neighbours: [a] }
`.trimStart();
const CONFIG = 'agreement: agreement.yaml\nstations: stations.csv\n';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianfang-config-'));
  write({ 'lianfang.yaml': CONFIG, 'agreement.yaml': AGREEMENT, 'stations.csv': STATIONS });
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

function load(env: Record<string, string> = {}) {
  return loadConfig(join(folder, 'lianfang.yaml'), env);
}

/** Every fault, with the folder left out. */
function faults(env: Record<string, string> = {}): string[] {
  try {
    load(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map((fault) => faultText(fault).replaceAll(`${folder}/`, ''));
    throw error;
  }
  return [];
}

describe('quality control in the configuration', () => {
  it('[CAL-2] tells every fault of the calibration file, with line and path, also unknown stations', () => {
    const entry = '{ station: a1, parameter: pm25, valid_from: 2026-01-01T00:00:00+08:00, reason: audit }';
    write({ 'lianfang.yaml': `${CONFIG}calibration: calibration.yaml\n` });
    expect(faults()).toEqual([expect.stringMatching(/^calibration\.yaml: there is no such file/)]);
    write({ 'calibration.yaml': `calibrations:\n  - ${entry}\n` });
    expect(load().calibration.of('a1')?.entries).toHaveLength(1);
    write({
      'calibration.yaml': [
        'calibrations:',
        `  - ${entry}`,
        `  - ${entry.replace('a1', 'zz').replace('reason: audit', 'factor: -1')}`,
        `  - ${entry.replace('01-01', '02-30')}`,
      ].join('\n'),
    });
    expect(faults()).toEqual([
      'calibration.yaml:3: calibrations.1.factor: Too small: expected number to be >0',
      'calibration.yaml:3: calibrations.1.reason: Invalid input: expected string, received undefined',
      'calibration.yaml:4: calibrations.2.valid_from: write a time like 2026-11-22T14:00:00+08:00',
    ]);
    write({ 'calibration.yaml': `calibrations:\n  - ${entry}\n  - ${entry.replace('a1', 'zz')}\n  - ${entry}\n` });
    expect(faults()).toEqual([expect.stringMatching(/^calibration\.yaml:4: calibrations\.2\.valid_from: overlaps/)]);
    write({ 'calibration.yaml': `calibrations:\n  - ${entry.replace('a1', 'zz')}\n` });
    expect(faults()).toEqual(['calibration.yaml:2: calibrations.0.station: there is no station "zz"']);
  });

  it('[QC-14] limits of quality control stand in the agreement, unknown names are refused with their path', () => {
    write({
      'agreement.yaml': `${AGREEMENT}quality:\n  parameters:\n    pm25: { spike: null }\n  exclude: [suspect, fail]\n`,
    });
    const { quality } = load().agreement;
    expect(quality.parameters.pm25.spike).toBeNull();
    expect(quality.parameters.pm10.spike).not.toBeNull();
    expect(quality.exclude).toEqual(['suspect', 'fail']);
    write({ 'agreement.yaml': `${AGREEMENT}quality:\n  parameters:\n    pm2.5: { spike: null }\n` });
    expect(faults()).toEqual([
      expect.stringMatching(/^agreement\.yaml:\d+: quality\.parameters\.pm2\.5: unknown field/),
    ]);
  });

  it('[QC-20] a token of reviewers is long, and given once', () => {
    write({ 'lianfang.yaml': `${CONFIG}http: { operator_token: short }\n` });
    expect(faults()).toEqual([expect.stringMatching(/http\.operator_token: at least 20 characters/)]);
    const hash = `"$sha256$${'A'.repeat(43)}="`;
    write({ 'lianfang.yaml': `${CONFIG}http: { operator_token: ${'x'.repeat(20)}, operator_token_hash: ${hash} }\n` });
    expect(faults()).toEqual([expect.stringMatching(/http\.operator_token_hash: give/)]);
    write({ 'lianfang.yaml': `${CONFIG}http: { operator_token_hash: ${hash} }\n` });
    expect(faults()).toEqual([]);
  });
});
