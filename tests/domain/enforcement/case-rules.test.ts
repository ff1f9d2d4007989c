import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applyCaseEvent } from '../../../domain/enforcement/apply-case-event.ts';
import { CaseCommand } from '../../../domain/enforcement/case-command.ts';
import { caseDiagram } from '../../../domain/enforcement/case-diagram.ts';
import type { CaseEvent } from '../../../domain/enforcement/case-event.ts';
import type { NewEvent } from '../../../store/ledger.ts';
import {
  agreementOf,
  asked,
  at,
  attachment,
  CasePlay,
  DAY_MS,
  digest,
  HOUR_MS,
  officersOf,
  START,
} from './case-play.ts';

const play = () => new CasePlay();
const sha = 'b'.repeat(64);

describe('opening and referral', () => {
  it('[ENF-1] quotes its ground, begins as the sender’s and owes its referral', () => {
    const one = play().opened();
    expect(one.case).toMatchObject({ owner: 'jia', grounds: { kind: 'alert', id: 'alert-7' }, respondent: null });
    expect(one.case.clocks.open).toMatchObject([{ duty: 'referral', by: 'jia', dueAt: START + 24 * HOUR_MS }]);
    const other = play();
    other.agreement = agreementOf({ enforcement: { referral: { send: { hours: 3 } } } });
    expect(other.opened().case.clocks.open).toMatchObject([{ duty: 'referral', dueAt: START + 3 * HOUR_MS }]);
  });

  it('[ENF-2] is for posts that the agreement gives it to, where they exist', () => {
    const one = play().referred();
    expect(one.tries('bing', { type: 'accept', role: 'officer' })?.rule).toBe('ENF-2');
    expect(one.tries('bing', { type: 'accept', role: 'nobody' })?.rule).toBe('ENF-2');
    expect(one.tries('guo', { type: 'accept', role: 'head' })?.rule).toBe('ENF-2');
    expect(one.tries('mars', { type: 'accept' })?.rule).toBe('ENF-2');
    one.agreement = agreementOf({ roles: [] });
    expect(one.tries('bing', { type: 'accept' })?.reason.zh).toContain('没有“head”岗位');
  });

  it('[ENF-4] refuses who comes second, and says who was first', () => {
    const one = play().referred();
    const expectedVersion = one.case.version;
    one.does('bing', { type: 'accept', expectedVersion });
    const refusal = one.tries('bing', { type: 'decline', reason: 'not ours', expectedVersion });
    expect(refusal?.rule).toBe('ENF-4');
    expect(refusal?.reason.en).toContain("bing's head (bing) was first with case.accepted");
    expect(play().tries('jia', { type: 'amend', account: 'x', reason: 'y', expectedVersion: 3 })?.rule).toBe('ENF-4');
  });

  it('[ENF-5] belongs to one side', () => {
    expect(play().opened().tries('yi', { type: 'refer', to: 'bing', reason: 'x' })?.rule).toBe('ENF-5');
    expect(play().referred().tries('jia', { type: 'accept' })?.rule).toBe('ENF-5');
    expect(play().referred().tries('bing', { type: 'withdraw', reason: 'x' })?.rule).toBe('ENF-5');
    expect(
      play().accepted().inspected().tries('jia', { type: 'find', violation: true, account: 'x', reason: '' })?.rule,
    ).toBe('ENF-5');
    expect(play().closing().tries('jia', { type: 'freeze' })?.rule).toBe('ENF-5');
    expect(play().closing().frozen().tries('yi', { type: 'sign', hash: sha })?.rule).toBe('ENF-5');
  });

  it('[ENF-7] goes to somebody else who can carry it through, with a superior above both', () => {
    const to = (id: string) => play().opened().tries('jia', { type: 'refer', to: id, reason: 'x' });
    expect(to('jia')?.rule).toBe('ENF-7');
    expect(to('mars')?.rule).toBe('ENF-7');
    expect(to('xi')?.reason.en).toContain('inspect, recheck');
    expect(to('dong')).toBeUndefined();
    const two = play();
    const { jurisdictions } = two.agreement;
    two.opened().agreement = agreementOf({
      jurisdictions: [
        ...jurisdictions.filter(({ id }) => id !== 'dong'),
        { id: 'tai', level: 'nation', name: { zh: 't', en: 't' } },
        { id: 'dong', level: 'province', name: { zh: 'd', en: 'd' }, superior: 'tai' },
      ],
    });
    expect(two.tries('jia', { type: 'refer', to: 'bing', reason: 'x' })?.reason.en).toContain('nobody stands above');
  });

  it('[ENF-8] wants its reasons', () => {
    const blank = { reason: '  ' };
    expect(
      play()
        .opened()
        .tries('jia', { type: 'refer', to: 'bing', ...blank })?.rule,
    ).toBe('ENF-8');
    expect(
      play()
        .referred()
        .tries('bing', { type: 'decline', ...blank })?.rule,
    ).toBe('ENF-8');
    expect(
      play()
        .referred()
        .tries('jia', { type: 'withdraw', ...blank })?.rule,
    ).toBe('ENF-8');
    expect(
      play()
        .referred('bing', { borderKm: 1 })
        .tries('jia', { type: 'call_inspection', ...blank })?.rule,
    ).toBe('ENF-8');
    expect(
      play()
        .accepted()
        .inspected()
        .tries('bing', { type: 'find', violation: false, account: 'x', ...blank })?.rule,
    ).toBe('ENF-8');
    expect(
      play()
        .accepted()
        .tries('jia', { type: 'dispute', ...blank })?.rule,
    ).toBe('ENF-8');
    expect(
      play()
        .accepted()
        .tries('jia', { type: 'amend', account: 'x', ...blank })?.rule,
    ).toBe('ENF-8');
    expect(
      play()
        .accepted()
        .tries('dong', { type: 'decide_listing', until: START + DAY_MS, ...blank })?.rule,
    ).toBe('ENF-8');
    const declined = play().referred().does('bing', { type: 'decline', reason: 'not ours' });
    expect(declined.tries('guo', { type: 'decide', owner: 'bing', resume: 'inspection', ...blank })?.rule).toBe(
      'ENF-8',
    );
  });

  it('[ENF-3] is withdrawn only before somebody has it, and then stands still', () => {
    const one = play().referred().does('jia', { type: 'withdraw', reason: 'late data' });
    expect(one.case).toMatchObject({ stage: 'withdrawn', owner: 'jia', clocks: { open: [] } });
    expect(one.tries('jia', { type: 'amend', account: 'x', reason: 'y' })?.rule).toBe('ENF-3');
    expect(play().accepted().tries('jia', { type: 'withdraw', reason: 'x' })?.rule).toBe('ENF-3');
    expect(play().tries('jia', { type: 'refer', to: 'bing', reason: 'x' })?.reason.en).toContain('no such case');
  });
});

describe('arbitration', () => {
  it('[ENF-9] a refusal goes to the common superior; a late acceptance still counts', () => {
    const one = play().referred().does('bing', { type: 'decline', reason: 'wind from Yi' });
    expect(one.case).toMatchObject({
      stage: 'arbitration',
      owner: 'jia',
      dispute: { arbiter: 'guo', cause: 'declined' },
    });
    expect(one.does('bing', { type: 'accept' }).case).toMatchObject({
      stage: 'accepted',
      owner: 'bing',
      dispute: null,
    });
    const late = play().referred();
    late.until(START + 30 * HOUR_MS).does('bing', { type: 'accept' });
    expect(late.case).toMatchObject({ stage: 'accepted', owner: 'bing' });
  });

  it('[ENF-10] the superior gives it to a side, to itself or to one under it; nobody decides his own', () => {
    const declined = () => play().referred().does('bing', { type: 'decline', reason: 'no' });
    const decide = (owner: string) => ({ type: 'decide', owner, resume: 'inspection', reason: 'x' }) as const;
    expect(declined().tries('xi', decide('bing'))?.rule).toBe('ENF-5');
    expect(declined().tries('guo', decide('guo'))?.reason.en).toContain('nobody who may');
    expect(declined().tries('guo', decide('mars'))?.rule).toBe('ENF-10');
    expect(declined().does('guo', decide('jia')).case).toMatchObject({ owner: 'jia', respondent: 'bing' });
    expect(declined().does('guo', decide('yi')).case).toMatchObject({
      owner: 'yi',
      respondent: 'yi',
      stage: 'accepted',
    });
    expect(play().accepted().tries('guo', decide('jia'))?.rule).toBe('ENF-10');
    // Xi refers to its own Yi: not Xi but the nation would decide.
    const own = play().opened({ from: 'xi' }).does('xi', { type: 'refer', to: 'yi', reason: 'x' });
    expect(own.does('yi', { type: 'decline', reason: 'x' }).case.dispute?.arbiter).toBe('guo');
    // Within one province it is the province, whose decision cannot reach beyond it.
    const near = play().referred('yi').does('yi', { type: 'decline', reason: 'x' });
    expect(near.case.dispute?.arbiter).toBe('xi');
    expect(near.tries('xi', decide('bing'))?.reason.en).toContain('does not stand under');
  });

  it('[ENF-10] a new owner begins anew, one who has it goes on where it was', () => {
    const disputed = () =>
      play().accepted().inspected().found().ordered().does('jia', { type: 'dispute', reason: 'too mild' });
    const decide = (owner: string) => ({ type: 'decide', owner, resume: 'where_it_was', reason: 'x' }) as const;
    expect(disputed().does('guo', decide('bing')).case).toMatchObject({ stage: 'ordered', order: { round: 1 } });
    const moved = disputed().does('guo', decide('dong'));
    expect(moved.case).toMatchObject({ stage: 'accepted', owner: 'dong', order: null });
    expect(moved.owed()).toEqual(['inspection by dong']);
  });

  it('[ENF-20] a dispute leaves the clocks of the work alone; one at a time, and nothing is signed', () => {
    const one = play().accepted().does('jia', { type: 'dispute', reason: 'slow' });
    expect(one.owed()).toEqual(['arbitration by guo', 'inspection by bing']);
    expect(one.tries('bing', { type: 'dispute', reason: 'x' })?.rule).toBe('ENF-20');
    const two = play().closing().does('jia', { type: 'dispute', reason: 'not clean' });
    expect(two.owed()).toEqual(['arbitration by guo']);
    two.does('guo', { type: 'decide', owner: 'bing', resume: 'where_it_was', reason: 'it is' });
    expect(two.owed()).toEqual(['signature by bing']);
    expect(two.frozen().owed()).toEqual(['signature by bing', 'signature by jia']);
  });
});

describe('inspection, order and recheck', () => {
  const visit = { type: 'inspect', visitedAt: START, account: 'x' } as const;

  it('[ENF-11] has officers of both sides, two with a certificate of who enforces, and is past', () => {
    const one = play().accepted();
    const [jia = [], bing = []] = [officersOf('jia'), officersOf('bing')];
    expect(one.tries('bing', { ...visit, officers: bing })?.reason.en).toContain('nobody of "jia"');
    expect(one.tries('bing', { ...visit, officers: [...jia, ...bing.slice(1)] })?.rule).toBe('ENF-11');
    const twice = [...jia, ...bing.slice(1), ...bing.slice(1)];
    expect(one.tries('bing', { ...visit, officers: twice })?.rule).toBe('ENF-11');
    const officers = [...jia, ...bing];
    expect(one.tries('bing', { ...visit, officers, visitedAt: START + 1 })?.reason.en).toContain('still to come');
    expect(one.tries('bing', { ...visit, officers, visitedAt: START - 1 })?.rule).toBe('ENF-11');
    expect(one.tries('bing', { ...visit, officers })).toBeUndefined();
  });

  it('[ENF-12] close to the border is called at once, moves no owner and is not done twice', () => {
    const strip = (borderKm: number | null) => play().opened({ borderKm }).case.site.strip;
    expect([0, 2, 2.1, 3, 3.1, null].map(strip)).toEqual([
      'mutual',
      'mutual',
      'listed',
      'listed',
      'outside',
      'outside',
    ]);
    const call = { type: 'call_inspection', reason: 'smell' } as const;
    expect(play().referred('bing', { borderKm: 2.5 }).tries('jia', call)?.rule).toBe('ENF-12');
    const one = play().referred('bing', { borderKm: 1.5 });
    expect(one.tries('jia', { ...visit, officers: officersOf('jia', 'bing') })?.rule).toBe('ENF-12');
    one.does('jia', call);
    expect(one.owed()).toEqual(['answer by bing', 'inspection by bing']);
    expect(one.tries('jia', call)?.rule).toBe('ENF-12');
    one.does('jia', { ...visit, officers: officersOf('jia', 'bing') });
    expect(one.case).toMatchObject({ stage: 'referred', owner: 'jia' });
    expect(one.does('bing', { type: 'accept' }).case).toMatchObject({ stage: 'inspected', owner: 'bing' });
    expect(one.owed()).toEqual(['findings by bing']);
  });

  it('[ENF-13] a violation owes an order, none leads to the signatures', () => {
    expect(play().accepted().inspected().found().owed()).toEqual(['order by bing']);
    const terms = { order: { hours: 7 }, findings: { hours: 9 } };
    const other = play();
    other.agreement = agreementOf({ enforcement: terms });
    other.accepted().inspected().found();
    expect(other.case.clocks.open).toMatchObject([{ duty: 'order', dueAt: START + 7 * HOUR_MS }]);
    other
      .ordered({ days: 1 })
      .until(START + 3 * DAY_MS)
      .rechecked('continuing');
    expect(other.case.clocks.open).toMatchObject([{ duty: 'order', dueAt: START + 3 * DAY_MS + 7 * HOUR_MS }]);
    const none = play().accepted().inspected().found(false);
    expect(none.case).toMatchObject({ stage: 'closing', violation: false });
  });

  it('[ENF-14] the limit runs from the service, usual or given, never beyond the longest', () => {
    const limit = (days: number | null) => play().accepted().inspected().found().ordered({ days }).case.order?.limitAt;
    expect(limit(null)).toBe(at('2026-04-02 00:00'));
    expect(limit(10)).toBe(at('2026-03-13 00:00'));
    const found = play().accepted().inspected().found();
    const order = { type: 'order', account: 'x', receipt: attachment, days: null, dailyFineYuan: null } as const;
    expect(found.tries('bing', { ...order, servedAt: START, days: 183 })?.rule).toBe('ENF-14');
    expect(found.tries('bing', { ...order, servedAt: START + 1 })?.rule).toBe('ENF-14');
    expect(found.tries('bing', { ...order, servedAt: START - 1 })?.rule).toBe('ENF-14');
    const reported = found.ordered().does('bing', { type: 'report_rectified', account: 'x' });
    expect(reported.tries('bing', { type: 'report_rectified', account: 'x' })?.rule).toBe('ENF-14');
  });

  it('[ENF-15] has two officers and finds a violation continuing only after the limit', () => {
    const one = play().accepted().inspected().found().ordered();
    const recheck = { type: 'recheck', visitedAt: START, account: 'x', result: 'continuing' } as const;
    expect(one.tries('bing', { ...recheck, officers: officersOf('jia') })?.rule).toBe('ENF-15');
    expect(one.tries('bing', { ...recheck, officers: officersOf('bing') })?.reason.en).toContain('has not run out');
    one.until('2026-04-07 09:00').rechecked('continuing');
    expect(one.case).toMatchObject({ stage: 'found', fines: [] });
    expect(one.ordered().case.order?.round).toBe(2);
  });

  it('[ENF-16] counts the daily fine from the day after service to the recheck, round by round', () => {
    const one = play().accepted().inspected().found().ordered({ dailyFineYuan: 100_000 });
    expect(one.case.order?.dailyFine).toEqual({ yuanPerDay: 100_000, fromDay: '2026-03-03' });
    expect(one.case.clocks.open.find(({ duty }) => duty === 'recheck')?.dueAt).toBe(at('2026-04-02 00:00'));
    one.until('2026-03-12 16:00').rechecked('continuing').ordered({ dailyFineYuan: 100_000 });
    one.until('2026-03-14 08:00').rechecked('continuing').ordered({ dailyFineYuan: 100_000 });
    expect(one.case.fines).toEqual([
      { fromDay: '2026-03-03', toDay: '2026-03-12', days: 10, yuan: 1_000_000 },
      { fromDay: '2026-03-13', toDay: '2026-03-14', days: 2, yuan: 200_000 },
    ]);
    expect(one.until('2026-03-20 08:00').rechecked('rectified').case.fines).toHaveLength(2);
    const sameDay = play().accepted().inspected().found().ordered({ dailyFineYuan: 5 }).rechecked('continuing');
    expect(sameDay.case.fines).toEqual([]);
  });
});

describe('co-signature', () => {
  it('[ENF-17] freezes the hash of the whole record, with no dispute and no accident open', () => {
    const one = play().closing();
    expect(one.tries('jia', { type: 'sign', hash: sha })?.rule).toBe('ENF-17');
    one.frozen();
    expect(one.hash).toBe(digest({ case: 'c1', exercise: false, entries: one.case.record }));
    expect(one.tries('bing', { type: 'freeze' })?.rule).toBe('ENF-17');
    const disputed = play().closing().does('jia', { type: 'dispute', reason: 'x' });
    expect(disputed.tries('bing', { type: 'freeze' })?.rule).toBe('ENF-17');
    const spilled = play()
      .closing()
      .does('bing', { type: 'report_accident', level: 'IV', knownAt: START, account: 'x' });
    expect(spilled.tries('bing', { type: 'freeze' })?.rule).toBe('ENF-22');
  });

  it('[ENF-18] is on that hash, once each, and the last one closes', () => {
    const one = play().closing().frozen();
    expect(one.tries('jia', { type: 'sign', hash: sha })?.reason.en).toContain(one.hash);
    one.signedBy('jia');
    expect(one.tries('jia', { type: 'sign', hash: one.hash })?.rule).toBe('ENF-18');
    expect(one.case.stage).toBe('closing');
    one.signedBy('bing');
    expect(one.said('case.closed')[0]?.data).toMatchObject({ hash: one.hash, signedBy: ['jia', 'bing'] });
  });

  it('[ENF-17] nobody but the owner owes a signature before there is a version to sign', () => {
    const one = play().closing();
    expect(one.owed()).toEqual(['signature by bing']);
    one.now += 24 * HOUR_MS;
    one.frozen();
    const [bing, jia] = ['bing', 'jia'].map((by) => one.case.clocks.open.find((open) => open.by === by));
    expect(jia?.from).toBe(one.now);
    expect(jia?.dueAt).toBeGreaterThan(bing?.dueAt ?? 0);
  });

  it('[ENF-19] an edit voids the version and its signatures, which are owed again', () => {
    const one = play().closing().frozen().signedBy('jia');
    const { hash } = one;
    one.now += HOUR_MS;
    one.does('bing', { type: 'amend', account: 'the stack is 45 m', reason: 'typing error' });
    expect(one.case).toMatchObject({ frozen: null, signatures: [], stage: 'closing' });
    expect(one.said('case.amended')[0]?.data.voids).toBe(hash);
    expect(one.owed()).toEqual(['signature by bing']);
    expect(one.frozen().owed()).toEqual(['signature by bing', 'signature by jia']);
    expect(one.hash).not.toBe(hash);
    expect(one.tries('jia', { type: 'sign', hash })?.rule).toBe('ENF-18');
    expect(one.signedBy('jia', 'bing').case.stage).toBe('closed');
  });
});

describe('escalation', () => {
  it('[ENF-21] is listed by a superior of the owner, with a limit or a reason against it', () => {
    const list = { type: 'decide_listing', until: START + 30 * DAY_MS, reason: 'grave' } as const;
    expect(play().accepted().tries('xi', list)?.rule).toBe('ENF-5');
    expect(
      play()
        .accepted()
        .tries('dong', { ...list, until: START })?.rule,
    ).toBe('ENF-21');
    expect(
      play()
        .accepted()
        .tries('dong', { ...list, until: null })?.rule,
    ).toBe('ENF-21');
    const one = play().accepted().does('dong', list);
    expect(one.tries('guo', list)?.rule).toBe('ENF-21');
    expect(one.owed()).toEqual(['inspection by bing', 'supervision by bing']);
    const overdue = play().accepted().until('2026-05-25 09:00');
    expect(overdue.case.supervision?.state).toBe('proposed');
    expect(overdue.does('guo', { ...list, until: null }).case.supervision).toBeNull();
    const late = play().closing().frozen().signedBy('jia').does('dong', list);
    expect(late.owed()).toEqual(['signature by bing', 'supervision by bing']);
    expect(late.frozen().owed()).toEqual([
      'signature by bing',
      'signature by dong',
      'signature by jia',
      'supervision by bing',
    ]);
    const moved = one.does('jia', { type: 'dispute', reason: 'x' });
    moved.does('guo', { type: 'decide', owner: 'yi', resume: 'inspection', reason: 'x' });
    expect(moved.owed()).toEqual(['inspection by yi', 'supervision by yi']);
  });

  it('[ENF-22] an accident is told to neighbours, the other side and superiors by the legal clocks', () => {
    const spill = { type: 'report_accident', knownAt: START, account: 'tank burst' } as const;
    const one = play()
      .accepted()
      .does('bing', { ...spill, level: 'III' });
    const notices = one.case.clocks.open.filter(({ duty }) => duty === 'accident_notice');
    expect(notices.map(({ dueAt }) => dueAt)).toEqual(Array(3).fill(START + 4 * HOUR_MS));
    expect(one.case.accidents).toMatchObject([{ id: 'a1', neighbours: ['yi', 'jia'], superiors: ['dong'] }]);
    const major = play()
      .accepted()
      .does('bing', { ...spill, level: 'II' });
    expect(major.case.accidents[0]?.superiors).toEqual(['dong', 'guo']);
    expect(major.case.clocks.open.at(-1)?.dueAt).toBe(START + 2 * HOUR_MS);

    expect(one.tries('bing', { ...spill, level: 'I', knownAt: START + 1 })?.rule).toBe('ENF-22');
    expect(one.tries('bing', { type: 'give_notice', accident: 'a9', to: 'yi' })?.rule).toBe('ENF-22');
    expect(one.tries('jia', { type: 'give_notice', accident: 'a1', to: 'yi' })?.rule).toBe('ENF-5');
    expect(one.tries('yi', { type: 'verify_accident', accident: 'a1', account: 'x' })?.rule).toBe('ENF-5');
    expect(one.tries('yi', { type: 'verify_accident', accident: 'a9', account: 'x' })?.rule).toBe('ENF-22');
    for (const to of ['yi', 'jia', 'dong']) one.does('bing', { type: 'give_notice', accident: 'a1', to });
    expect(one.tries('bing', { type: 'give_notice', accident: 'a1', to: 'yi' })?.rule).toBe('ENF-22');
    expect(one.owed()).toEqual(['accident_check by jia', 'accident_check by yi', 'inspection by bing']);
    one.does('yi', { type: 'verify_accident', accident: 'a1', account: 'nothing in our air' });
    expect(one.owed()).toEqual(['accident_check by jia', 'inspection by bing']);
    const held = play()
      .referred()
      .does('jia', { ...spill, level: 'IV' });
    expect(held.tries('jia', { type: 'withdraw', reason: 'x' })?.rule).toBe('ENF-22');
  });

  it('[ENF-23] tells what was missed once after a crash, marked late', () => {
    const one = play().accepted();
    one.now = at('2026-03-05 12:00');
    expect(one.wakes()).toEqual([]);
    one.now = at('2026-03-09 09:00');
    expect(one.wakes().map(({ data }) => 'late' in data && [data.to, data.step, data.late])).toEqual([
      ['dong', 1, true],
      ['guo', 2, true],
    ]);
    expect(one.wakes()).toEqual([]);
    const punctual = play().accepted().until('2026-03-09 09:00');
    expect(punctual.said('case.deadline_passed').every(({ data }) => 'late' in data && !data.late)).toBe(true);
  });

  it('[ENF-28] lets the clocks speak before a command, and is in time at the very instant', () => {
    const late = play().referred();
    late.now = START + 24 * HOUR_MS + 1;
    expect(late.tries('bing', { type: 'decline', reason: 'x' })?.rule).toBe('ENF-3');
    expect(late.case.stage).toBe('arbitration');
    const punctual = play().referred();
    punctual.now = START + 24 * HOUR_MS;
    punctual.does('bing', { type: 'accept' });
    expect(punctual.case.clocks.closed.at(-1)).toMatchObject({ duty: 'answer', outcome: 'kept' });
  });

  it('[ENF-25] pauses for a named reason only, by the superior, and not what is overdue or the law’s', () => {
    const one = play().accepted().does('bing', { type: 'report_accident', level: 'IV', knownAt: START, account: 'x' });
    const idOf = (duty: string) => one.case.clocks.open.find((each) => each.duty === duty)?.id ?? '';
    const obligation = idOf('inspection');
    const pause = { type: 'pause', obligation, reason: 'force_majeure' } as const;
    expect(one.tries('dong', pause)?.rule).toBe('ENF-5');
    expect(one.tries('guo', { ...pause, reason: 'busy' })?.rule).toBe('ENF-25');
    expect(one.tries('guo', { ...pause, obligation: 'none' })?.rule).toBe('ENF-25');
    expect(one.tries('guo', { ...pause, obligation: idOf('accident_notice') })?.rule).toBe('ENF-25');
    expect(one.tries('guo', { type: 'resume', obligation })?.rule).toBe('ENF-25');
    one.does('guo', pause);
    expect(one.tries('guo', pause)?.rule).toBe('ENF-25');
    one.until('2026-03-16 09:00').does('guo', { type: 'resume', obligation });
    expect(one.case.clocks.open.find(({ id }) => id === obligation)?.dueAt).toBe(at('2026-03-19 17:30'));
    one.until('2026-06-15 09:00');
    expect(one.tries('guo', pause)?.reason.en).toContain('overdue');
    expect(one.case.supervision?.state).toBe('proposed');
  });
});

describe('the record', () => {
  it('[ENF-24] an open case owes something, a closed one nothing', () => {
    expect(play().closing().frozen().signedBy('jia').owed()).toEqual(['signature by bing']);
    expect(play().closing().frozen().signedBy('jia', 'bing').owed()).toEqual([]);
  });

  it('[ENF-26] takes digests, not files', () => {
    const amend = (file: object) =>
      CaseCommand.safeParse({ ...asked('jia', { type: 'amend', account: 'x', reason: 'y' }), attachments: [file] });
    expect(amend(attachment).success).toBe(true);
    expect(amend({ ...attachment, content: 'AAAA' }).success).toBe(false);
    expect(amend({ ...attachment, sha256: 'photo' }).success).toBe(false);
  });

  it('[ENF-27] folds again from JSON, and throws at what cannot be', () => {
    const one = play().closing().frozen().signedBy('jia', 'bing');
    const events: readonly NewEvent[] = one.events.map(
      ({ type, at, data }) => ({ type, at, data: { ...data } }) as unknown as NewEvent,
    );
    const read = JSON.parse(JSON.stringify(events)) as CaseEvent[];
    expect(read.reduce(applyCaseEvent, undefined as typeof one.state)).toEqual(one.case);
    const fold = (list: readonly CaseEvent[]) => () => list.reduce(applyCaseEvent, undefined as typeof one.state);
    expect(fold(one.events.slice(1))).toThrow('never opened');
    expect(fold([...one.events.slice(0, 1), ...one.events.slice(0, 1)])).toThrow('a second time');
    expect(fold(one.events.filter(({ data }) => !('jurisdiction' in data && data.jurisdiction === 'jia')))).toThrow(
      'without all signatures',
    );
  });

  it('[ENF-3] the diagram in the spec is that of the table', () => {
    const spec = readFileSync(new URL('../../../docs/spec/enforcement.md', import.meta.url), 'utf8');
    expect(spec).toContain(`\`\`\`mermaid\n${caseDiagram()}\`\`\``);
  });
});
