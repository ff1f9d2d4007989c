import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, faultText } from '../../../app/config/fault.ts';
import { loadConfig } from '../../../app/config/load.ts';

const STATIONS = 'station,name,city,lon,lat\na1,A 1,a,100,20\nb1,B 1,b,100,20\n';
const RULE = `
  - id: hot
    on: city
    when:
      kind: threshold
      quantity: aqi
      above: 200
      clear: 150
    priority: 1
    message: { zh: 热, en: hot }
`;
const PARTIES = `version: "1"
effective: { from: 2000-01-01 }
region: { id: r, name: { zh: 区, en: R } }
jurisdictions:
  - { id: n, level: nation, name: { zh: 国, en: N } }
  - { id: a, level: city, name: { zh: 甲, en: A }, superior: n, neighbours: [b] }
  - { id: b, level: city, name: { zh: 乙, en: B }, superior: n, neighbours: [a] }
`;
const AGREEMENT = `${PARTIES}rules:${RULE}`;
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

describe('configuration', () => {
  it('warns of devices that belong to no station, and starts all the same', () => {
    const hj212 =
      'hj212:\n  port: 0\n  links:\n    - { mn: "1", station: a1, password: "123456" }\n    - { mn: "2", station: gone, password: "123456" }\n';
    const push =
      'push:\n  devices:\n    tasmota: { plug: a1, other: lost }\n  datastreams:\n    "7": { station: away, parameter: pm25, unit: ug/m3 }\n';
    write({ 'lianfang.yaml': `${CONFIG}${hj212}${push}` });
    const warnings = load().warnings.map(({ path, message }) => `${path} ${/"(\w+)"/.exec(message)?.[1]}`);
    expect(warnings).toEqual([
      'hj212.links.1.station gone',
      'push.devices.tasmota.other lost',
      'push.datastreams.7.station away',
    ]);
  });

  it('fills in defaults', () => {
    const { config, agreement, stations } = load();
    expect(config.http).toEqual({ host: '127.0.0.1', port: 8080 });
    expect(agreement.lateness).toEqual({ late_hours: 1, close_after_minutes: 20, quiet_seconds: 60, window_hours: 72 });
    expect(agreement.rules[0]).toMatchObject({ id: 'hot', for_hours: 1 });
    expect(stations.map(({ id }) => id)).toEqual(['a1', 'b1']);
  });

  it('tells every fault of all three files at once, with file, line and path', () => {
    write({
      'lianfang.yaml': `${CONFIG}http:\n  port: 99999\ncolour: red\nmqtt:\n  url: ftp://x\n`,
      'agreement.yaml': AGREEMENT.replace('above: 200', 'above: 100').replace('on: city', 'on: town'),
      'stations.csv': `${STATIONS}a1,again,a,100,20\n`,
    });
    expect(faults()).toEqual([
      'lianfang.yaml:4: http.port: Too big: expected number to be <=65535',
      'lianfang.yaml:7: mqtt.url: Invalid URL',
      'lianfang.yaml:5: colour: unknown field: remove it or correct its name',
      expect.stringMatching(/^agreement\.yaml:10: rules\.0\.on: Invalid option: .* 无效选项/),
      'agreement.yaml:15: rules.0.when.clear: must not be greater than `above`: it would end before it begins',
      expect.stringMatching(/^stations\.csv:4: station: .*a1/),
    ]);
  });

  it('refuses limits that contradict each other, doubled ids and unknown subjects', () => {
    write({ 'agreement.yaml': `${AGREEMENT.replace('clear: 150', 'clear: 250')}${RULE}    only: [c]\n` });
    expect(faults()).toEqual([
      'agreement.yaml:15: rules.0.when.clear: must not be greater than `above`: it would end before it begins',
      'agreement.yaml:28: rules.1.only.0: there is no city "c" 没有 city“c”',
    ]);
    write({ 'agreement.yaml': `${AGREEMENT}${RULE}    only: [c]\n` });
    expect(faults()).toEqual([
      'agreement.yaml:19: rules.1.id: "hot" is there twice “hot”重复',
      'agreement.yaml:28: rules.1.only.0: there is no city "c" 没有 city“c”',
    ]);
    write({ 'agreement.yaml': `${AGREEMENT}    only: [a, c]\n` });
    expect(faults()).toEqual(['agreement.yaml:18: rules.0.only.1: there is no city "c" 没有 city“c”']);
  });

  it('[AGR-18] takes the version of the agreement that is in force now, and none outside of all', () => {
    write({ 'agreement.yaml': AGREEMENT.replace('from: 2000-01-01', 'from: 2000-01-01, to: 2000-12-31') });
    expect(faults()).toEqual([
      'lianfang.yaml:1: agreement: no version of the agreement is in force now 目前没有生效的协议版本',
    ]);
    mkdirSync(join(folder, 'versions'));
    write({
      'lianfang.yaml': CONFIG.replace('agreement.yaml', 'versions'),
      'versions/1.yaml': AGREEMENT.replace('from: 2000-01-01', 'from: 2000-01-01, to: 2000-12-31'),
      'versions/2.yaml': AGREEMENT.replace('"1"', '"2"').replace('from: 2000-01-01', 'from: 2001-01-01'),
    });
    const { agreement, versions } = load();
    expect(agreement.version).toBe('2');
    expect(versions.inForceAt(Date.parse('2000-06-01T00:00:00+08:00'))?.agreement.version).toBe('1');
  });

  it('[AGR-20] starts with a warning when a city has no station', () => {
    write({ 'stations.csv': STATIONS.replace('b1,B 1,b,100,20\n', '') });
    expect(load().warnings).toMatchObject([{ code: 'AGR-11', line: 7, severity: 'warning' }]);
  });

  it('says where YAML itself is broken', () => {
    write({ 'lianfang.yaml': 'agreement: [1\nstations: x' });
    expect(faults()[0]).toMatch(/^lianfang\.yaml:\d+: /);
  });

  it('names a file that is not there', () => {
    write({ 'lianfang.yaml': 'agreement: nowhere.yaml\nstations: stations.csv' });
    expect(faults()).toEqual([expect.stringMatching(/^nowhere\.yaml: there is no such file 没有这个文件/)]);
  });

  it('lets the environment win, also over what is not in the file', () => {
    const { config } = load({
      LIANFANG_HTTP_PORT: '9000',
      LIANFANG_INFLUXDB_URL: 'http://127.0.0.1:8086',
      LIANFANG_INFLUXDB_DATABASE: '2026',
    });
    expect(config.http.port).toBe(9000);
    expect(config.influxdb).toMatchObject({ url: 'http://127.0.0.1:8086', database: '2026' });
  });

  it('refuses a LIANFANG_ variable that is no setting', () => {
    expect(faults({ LIANFANG_HTTP_PROT: '1' })).toEqual([
      'environment: LIANFANG_HTTP_PROT: no such setting: see docs/reference/config.md',
    ]);
  });

  it('reads secrets from files, named in the file or in the environment', () => {
    write({
      'secret.txt': 'öffne dich\n',
      'hook.txt': 'hook',
      'lianfang.yaml': `${CONFIG}mqtt: { url: "mqtt://h", password_file: secret.txt }\nwebhooks: [{ id: w, url: "http://h/", token_file: hook.txt }]\n`,
    });
    const { config } = load({
      LIANFANG_INFLUXDB_URL: 'http://h:1',
      LIANFANG_INFLUXDB_TOKEN_FILE: join(folder, 'secret.txt'),
    });
    expect(config.mqtt?.password).toBe('öffne dich');
    expect(config.webhooks[0]?.token).toBe('hook');
    expect(config.influxdb?.token).toBe('öffne dich');
    write({ 'lianfang.yaml': `${CONFIG}mqtt: { url: "mqtt://h", password_file: gone.txt }\n` });
    expect(faults()).toEqual([expect.stringContaining('mqtt.password_file: cannot be read')]);
  });

  it('ships a demonstration without faults', () => {
    const demo = new URL('../../../config/demo/lianfang.yaml', import.meta.url).pathname;
    expect(loadConfig(demo, {}).stations).toHaveLength(64);
    expect(readFileSync(demo, 'utf8')).toContain('agreement.yaml');
  });
});
