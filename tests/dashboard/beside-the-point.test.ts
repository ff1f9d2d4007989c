import { describe, expect, it } from 'vitest';
import type { RefusalProblem } from '../../api/protocol-contract.ts';
import { isBesideThePoint } from '../../dashboard/command/beside-the-point.ts';

const overtaken = (type: string, by: NonNullable<RefusalProblem['first']>['by']): RefusalProblem => ({
  type: 'about:blank',
  title: '',
  status: 409,
  code: 'version_conflict',
  rule: 'WRN-6',
  reason: { zh: '', en: '' },
  version: 9,
  first: { type, by, at: '2026-11-23T14:00:00+08:00' },
});
const of = (jurisdiction: string) => ({ person: 'p', role: 'duty-officer', jurisdiction });

describe('a race that a city was not in', () => {
  it('what another city did for itself, and a clock, do not stand in the way of its own step', () => {
    expect(isBesideThePoint('acknowledge', overtaken('warning.received', of('yi')), 'jia')).toBe(true);
    expect(isBesideThePoint('issue_own', overtaken('warning.overdue', { machine: 'clock' }), 'jia')).toBe(true);
    expect(isBesideThePoint('take_position', overtaken('warning.position_taken', of('yi')), 'jia')).toBe(true);
  });

  it('what was done for the same city, or by the coordinator, does', () => {
    expect(isBesideThePoint('acknowledge', overtaken('warning.received', of('jia')), 'jia')).toBe(false);
    expect(isBesideThePoint('issue_own', overtaken('warning.issued', of('guo')), 'jia')).toBe(false);
    expect(isBesideThePoint('take_position', overtaken('warning.proposed', { machine: 'engine' }), 'jia')).toBe(false);
    expect(isBesideThePoint('lift', overtaken('warning.received', of('yi')), 'guo')).toBe(false);
    expect(isBesideThePoint('acknowledge', { ...overtaken('warning.received', of('yi')), rule: 'WRN-2' }, 'jia')).toBe(
      false,
    );
  });
});
