import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readAgreementPath } from '../../../app/config/agreement-path.ts';
import type { Fault } from '../../../app/config/fault.ts';
import { gradeSetFor } from '../../../domain/agreement/grade-sets.ts';
import { Hierarchy } from '../../../domain/agreement/hierarchy.ts';
import { citiesOf } from '../../../domain/agreement/jurisdiction.ts';
import { readAgreement } from '../../../domain/agreement/read-agreement.ts';

const root = new URL('../../../', import.meta.url).pathname;

describe('the shipped "2+26" agreement', () => {
  const faults: Fault[] = [];
  const versions = readAgreementPath(`${root}config/agreements/jjj-2plus26`, { faults });
  const at = (time: string) => versions?.inForceAt(Date.parse(time))?.agreement;

  it('has no fault, and 28 cities of four provinces and two municipalities in either version', () => {
    expect(faults).toEqual([]);
    for (const { agreement } of versions?.versions ?? []) {
      const cities = citiesOf(agreement.jurisdictions);
      expect(cities).toHaveLength(28);
      expect(new Set(cities.map(({ superior }) => superior))).toEqual(new Set(['cn', '河北', '山西', '山东', '河南']));
      // GB/T 2260: the province's code is the first two digits of its cities'.
      const hierarchy = new Hierarchy(agreement.jurisdictions);
      for (const { code, superior } of cities) {
        const province = hierarchy.jurisdiction(superior)?.code;
        if (province !== undefined) expect(code?.slice(0, 2)).toBe(province.slice(0, 2));
      }
    }
  });

  it('grades by the conditions of 2018 until 2024-01-24 and by those of 2024 from the next day', () => {
    const setAt = (time: string) => {
      const grades = at(time)?.grades;
      return grades === undefined ? undefined : gradeSetFor(grades, '北京', time.slice(0, 10))?.id;
    };
    expect(setAt('2016-12-20T12:00:00+08:00')).toBe('cn-2018');
    expect(setAt('2024-01-24T23:59:00+08:00')).toBe('cn-2018');
    expect(setAt('2024-01-25T00:00:00+08:00')).toBe('cn-2024');
  });

  it('settles a dispute of two cities of one province there, of two provinces at the ministry', () => {
    const hierarchy = new Hierarchy(at('2026-11-22T00:00:00+08:00')?.jurisdictions ?? []);
    expect(hierarchy.commonSuperior(['石家庄', '邢台'])).toBe('河北');
    expect(hierarchy.commonSuperior(['邯郸', '安阳'])).toBe('cn');
  });
});

describe('the guide', () => {
  it.each(['agreement.md', 'agreement.zh-CN.md'])('shows an agreement without faults: %s', (page) => {
    const text = readFileSync(`${root}docs/guide/${page}`, 'utf8');
    const example = /```yaml\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
    expect(example).toContain('jurisdictions');
    expect(readAgreement(parse(example)).faults).toEqual([]);
  });
});
