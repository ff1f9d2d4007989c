import { describe, expect, it } from 'vitest';
import { Hierarchy } from '../../../domain/agreement/hierarchy.ts';
import type { Jurisdiction } from '../../../domain/agreement/jurisdiction.ts';

const name = { zh: '某', en: 'Some' };
const city = (id: string, superior: string): Jurisdiction => ({ id, level: 'city', name, superior, neighbours: [] });
const province = (id: string, superior: string): Jurisdiction => ({ id, level: 'province', name, superior });

describe('hierarchy of jurisdictions', () => {
  const hierarchy = new Hierarchy([
    { id: 'cn', level: 'nation', name },
    province('hebei', 'cn'),
    province('henan', 'cn'),
    city('baoding', 'hebei'),
    city('langfang', 'hebei'),
    city('anyang', 'henan'),
    city('beijing', 'cn'),
  ]);

  it('tells superiors, the nearest first', () => {
    expect(hierarchy.superiorsOf('baoding')).toEqual(['hebei', 'cn']);
    expect(hierarchy.superiorsOf('beijing')).toEqual(['cn']);
    expect(hierarchy.superiorsOf('cn')).toEqual([]);
    expect(hierarchy.superiorsOf('nowhere')).toEqual([]);
  });

  it('finds the lowest that is above all of them', () => {
    expect(hierarchy.commonSuperior(['baoding', 'langfang'])).toBe('hebei');
    expect(hierarchy.commonSuperior(['baoding', 'anyang'])).toBe('cn');
    expect(hierarchy.commonSuperior(['baoding', 'beijing'])).toBe('cn');
    expect(hierarchy.commonSuperior(['baoding', 'hebei'])).toBe('hebei');
    expect(hierarchy.commonSuperior(['baoding', 'nowhere'])).toBeUndefined();
    expect(hierarchy.commonSuperior([])).toBeUndefined();
  });

  it('comes to an end where superiors go round in a circle', () => {
    const circle = new Hierarchy([province('a', 'b'), province('b', 'c'), province('c', 'b'), city('x', 'a')]);
    expect(circle.superiorsOf('x')).toEqual(['a', 'b', 'c']);
  });
});
