import { describe, expect, it } from 'vitest';
import { Milestones } from '../../../app/demo/milestones.ts';
import { demoAgreement } from './demo-house.ts';

const stream = 'warning/W-2026-001';

describe('what the console says of the story', () => {
  it('counts the cities that have received an issue, and begins anew with the next', () => {
    const milestones = new Milestones(demoAgreement());
    const received = (city: string, issue: number) =>
      milestones.of({ stream, type: 'warning.received', data: { city, issue } });
    expect(received('jia', 1)).toEqual({ zh: '甲市确认收到（第 1 个）', en: 'Jia City has received it (1)' });
    expect(received('yi', 1)?.en).toBe('Yi City has received it (2)');
    expect(received('jia', 2)?.en).toBe('Jia City has received it (1)');
  });

  it('names jurisdictions and grades in both languages', () => {
    const milestones = new Milestones(demoAgreement());
    const data = { grade: 'yellow', cities: ['jia', 'bing'] };
    expect(milestones.of({ stream, type: 'warning.proposed', data })).toEqual({
      zh: 'W-2026-001 引擎提议区域黄色预警（Ⅲ级）：甲市、丙市',
      en: 'W-2026-001 the engine proposes a regional yellow warning (III): Jia City, Bing City',
    });
    const overdue = { jurisdiction: 'xin', duty: 'acknowledge', to: 'dong' };
    expect(milestones.of({ stream, type: 'warning.overdue', data: overdue })?.zh).toBe(
      '辛市逾期（确认收到），已报东省',
    );
    const nobody = { jurisdiction: 'guo', duty: 'decision', to: null };
    expect(milestones.of({ stream, type: 'warning.overdue', data: nobody })?.en).toContain('all sides');
  });

  it('passes over what does not carry the story on', () => {
    expect(new Milestones(demoAgreement()).of({ stream, type: 'warning.air_told', data: {} })).toBeUndefined();
  });
});
