import { describe, expect, it } from 'vitest';
import type { CaseCommandType } from '../../../domain/enforcement/case-command.ts';
import { CASE_STAGES, type CaseStage } from '../../../domain/enforcement/case-stage.ts';
import { CASE_TABLE } from '../../../domain/enforcement/case-table.ts';
import { attachment, CasePlay, officersOf, START } from './case-play.ts';

const play = () => new CasePlay();
const AT: Readonly<Record<CaseStage, () => CasePlay>> = {
  opened: () => play().opened(),
  referred: () => play().referred(),
  arbitration: () => play().referred().does('bing', { type: 'decline', reason: 'x' }),
  accepted: () => play().accepted(),
  inspected: () => play().accepted().inspected(),
  found: () => play().accepted().inspected().found(),
  ordered: () => play().accepted().inspected().found().ordered(),
  closing: () => play().closing(),
  closed: () => play().closing().frozen().signedBy('jia', 'bing'),
  withdrawn: () => play().opened().does('jia', { type: 'withdraw', reason: 'x' }),
};

type Try = Parameters<CasePlay['tries']>[1];
const visit = { visitedAt: START, officers: officersOf('jia', 'bing'), account: 'x' };
const grounds = { kind: 'complaint', id: '12345' } as const;
/** One of each, by whoever has the post; whether it is his is not asked here. */
const ONE: Readonly<Record<CaseCommandType, readonly [string, Try]>> = {
  open: ['jia', { type: 'open', case: 'c1', grounds, site: { name: 'x', borderKm: 1 }, account: 'x' }],
  refer: ['jia', { type: 'refer', to: 'bing', reason: 'x' }],
  accept: ['bing', { type: 'accept' }],
  decline: ['bing', { type: 'decline', reason: 'x' }],
  withdraw: ['jia', { type: 'withdraw', reason: 'x' }],
  decide: ['guo', { type: 'decide', owner: 'bing', resume: 'inspection', reason: 'x' }],
  call_inspection: ['jia', { type: 'call_inspection', reason: 'x' }],
  inspect: ['bing', { type: 'inspect', ...visit }],
  find: ['bing', { type: 'find', violation: true, account: 'x', reason: '' }],
  order: [
    'bing',
    { type: 'order', account: 'x', servedAt: START, receipt: attachment, days: null, dailyFineYuan: null },
  ],
  report_rectified: ['bing', { type: 'report_rectified', account: 'x' }],
  recheck: ['bing', { type: 'recheck', ...visit, result: 'rectified' }],
  freeze: ['bing', { type: 'freeze' }],
  sign: ['bing', { type: 'sign', hash: 'a'.repeat(64) }],
  amend: ['jia', { type: 'amend', account: 'x', reason: 'x' }],
  dispute: ['jia', { type: 'dispute', reason: 'x' }],
  decide_listing: ['guo', { type: 'decide_listing', until: START + 1, reason: 'x' }],
  report_accident: ['jia', { type: 'report_accident', level: 'IV', knownAt: START, account: 'x' }],
  give_notice: ['jia', { type: 'give_notice', accident: 'a1', to: 'yi' }],
  verify_accident: ['yi', { type: 'verify_accident', accident: 'a1', account: 'x' }],
  pause: ['guo', { type: 'pause', obligation: 'x', reason: 'x' }],
  resume: ['guo', { type: 'resume', obligation: 'x' }],
};
const commands = Object.entries(ONE) as [CaseCommandType, (typeof ONE)[CaseCommandType]][];

describe('the table of a case', () => {
  it.each(CASE_STAGES)('[ENF-3] at "%s" refuses what has no place there and nothing else for that', (stage) => {
    for (const [type, [who, what]] of commands) {
      const one = AT[stage]();
      expect(one.case.stage).toBe(stage);
      const before = one.case;
      const rule = one.tries(who, what)?.rule;
      expect(rule === 'ENF-3', `${type} at ${stage}: ${rule}`).toBe(CASE_TABLE[type][stage] === false);
      if (rule === 'ENF-3') expect(one.case).toEqual(before);
    }
  });

  it('[ENF-3] without a case only its opening has a place', () => {
    for (const [type, [who, what]] of commands) expect(play().tries(who, what)?.rule === 'ENF-3').toBe(type !== 'open');
  });

  it.each(['accepted', 'inspected', 'found', 'ordered', 'closing'] as const)(
    '[ENF-10] a dispute at "%s" is decided to begin anew or to go on',
    (stage) => {
      for (const resume of ['inspection', 'where_it_was'] as const) {
        const one = AT[stage]().does('jia', { type: 'dispute', reason: 'x' });
        one.does('guo', { type: 'decide', owner: 'bing', resume, reason: 'x' });
        expect(one.case).toMatchObject({
          stage: resume === 'inspection' ? 'accepted' : stage,
          dispute: null,
          owner: 'bing',
        });
        expect(one.owed().length).toBeGreaterThan(0);
      }
      const none = AT[stage]();
      expect(none.tries('guo', { type: 'decide', owner: 'bing', resume: 'inspection', reason: 'x' })?.rule).toBe(
        'ENF-10',
      );
    },
  );
});
