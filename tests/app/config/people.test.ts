import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { peopleCommand } from '../../../app/commands/people.ts';
import { ConfigError, type Fault, faultText } from '../../../app/config/fault.ts';
import { loadConfig } from '../../../app/config/load.ts';

const AGREEMENT = `version: "7"
effective: { from: 2000-01-01 }
region: { id: r, name: { zh: 区, en: R } }
jurisdictions:
  - { id: n, level: nation, name: { zh: 国, en: N } }
  - { id: a, level: city, name: { zh: 甲, en: A }, superior: n }
roles:
  - { id: duty-officer, name: { zh: 值班员, en: Duty }, at: [city], may: { acknowledge: all, report: all } }
`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianfang-people-'));
  writeFileSync(join(folder, 'agreement.yaml'), AGREEMENT);
  writeFileSync(join(folder, 'stations.csv'), 'station,name,city,lon,lat\na1,A 1,a,100,20\n');
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const hashOf = (token: string) => `$sha256$${createHash('sha256').update(token).digest('base64')}`;

function entry(more: Readonly<Record<string, string>> = {}): string {
  const person = {
    id: 'wang',
    name: '王某',
    role: 'duty-officer',
    jurisdiction: 'a',
    token_hash: hashOf('one'),
    ...more,
  };
  const fields = Object.entries(person).map(([key, value]) => `${key}: "${value}"`);
  return `  - { ${fields.join(', ')} }\n`;
}

function load(...entries: string[]) {
  const text = `agreement: agreement.yaml\nstations: stations.csv\npeople:\n${entries.join('')}`;
  writeFileSync(join(folder, 'lianfang.yaml'), text);
  return loadConfig(join(folder, 'lianfang.yaml'), {});
}

function faults(...entries: string[]): readonly Fault[] {
  try {
    load(...entries);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.filter((fault) => fault.severity !== 'warning');
  }
}

describe('people of the configuration', () => {
  it('[PRO-2] stand in a post that the agreement has in their jurisdiction', () => {
    expect(load(entry()).config.people).toMatchObject([{ id: 'wang', role: 'duty-officer', jurisdiction: 'a' }]);
  });

  it.each([
    ['a post that there is not', { role: 'mayor' }, 'people.0.role', 'no post "mayor"', '没有“mayor”岗位'],
    ['a place that there is not', { jurisdiction: 'z' }, 'people.0.jurisdiction', 'no jurisdiction "z"', '没有“z”辖区'],
    ['a post that exists elsewhere', { jurisdiction: 'n' }, 'people.0.role', 'exists at city, not in "n"', '“n”没有'],
  ])('[PRO-2] %s is a fault with its place, in both languages', (_, more, path, en, zh) => {
    const [fault, ...others] = faults(entry(more));
    expect(others).toEqual([]);
    expect(fault).toMatchObject({ path, line: 4, code: 'PRO-2' });
    expect(fault === undefined ? '' : faultText(fault)).toContain(en);
    expect(fault === undefined ? '' : faultText(fault)).toContain(zh);
  });

  it('[PRO-2] all faults are told at once; nobody shares an id or a token, and a token is no hash', () => {
    const found = faults(
      entry(),
      entry({ role: 'mayor' }),
      entry({ id: 'li', token_hash: 'a plain token of 20 letters' }),
    );
    expect(found.map(({ path }) => path).sort()).toEqual(['people.1.id', 'people.1.token_hash', 'people.2.token_hash']);
    expect(faults(entry({ role: 'x' }), entry({ id: 'li', token_hash: hashOf('two'), role: 'y' }))).toHaveLength(2);
  });

  it('[PRO-2] a new token is shown once, with the line that goes into the configuration', async () => {
    const printed: string[] = [];
    vi.spyOn(console, 'log').mockImplementation((line) => printed.push(String(line)));
    vi.spyOn(console, 'error').mockImplementation(() => {});
    await peopleCommand().exitOverride().parseAsync(['token', 'wang'], { from: 'user' });
    const [, token = ''] = (printed[0] ?? '').split('\t');
    expect(token).toMatch(/^[a-z2-7]{32}$/);
    expect(printed[1]).toBe(`token_hash: "${hashOf(token)}"`);
    expect(load(entry({ token_hash: hashOf(token) })).config.people).toHaveLength(1);

    await peopleCommand().exitOverride().parseAsync(['token', 'wang', '--json'], { from: 'user' });
    const again = JSON.parse(printed[2] ?? '');
    expect(again).toEqual({ person: 'wang', token: again.token, token_hash: hashOf(again.token) });
    expect(again.token).not.toBe(token);
  });
});
