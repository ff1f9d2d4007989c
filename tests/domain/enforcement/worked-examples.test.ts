import { describe, expect, it } from 'vitest';
import { formatIso } from '../../../domain/time.ts';
import { at, CasePlay, HOUR_MS, officersOf } from './case-play.ts';

const time = (instant: number | undefined) => (instant === undefined ? '' : formatIso(instant).slice(0, 16));
const dueOf = (play: CasePlay, duty: string) => time(play.case.clocks.open.find((one) => one.duty === duty)?.dueAt);

describe('a case from the alert to the last signature', () => {
  it('[ENF-6] is accepted, inspected, ordered, rechecked and signed by both sides', () => {
    const play = new CasePlay();
    play.until('2026-03-02 09:00').opened({ borderKm: 2.6 });
    expect(play.case).toMatchObject({ stage: 'opened', owner: 'jia', site: { strip: 'listed' } });

    play.until('2026-03-02 10:00').does('jia', { type: 'refer', to: 'bing', reason: 'upwind for 6 h, lag 3 h' });
    expect(play.case).toMatchObject({ stage: 'referred', owner: 'jia', respondent: 'bing' });
    expect(dueOf(play, 'answer')).toBe('2026-03-03T10:00');

    play.until('2026-03-03 08:00').does('bing', { type: 'accept' });
    expect(play.case).toMatchObject({ stage: 'accepted', owner: 'bing' });
    expect(dueOf(play, 'inspection')).toBe('2026-03-06T17:30');

    play.until('2026-03-05 11:00').does('bing', {
      type: 'inspect',
      visitedAt: at('2026-03-05 09:30'),
      officers: officersOf('jia', 'bing'),
      account: 'the scrubber was switched off',
    });
    play
      .until('2026-03-06 15:00')
      .does('bing', { type: 'find', violation: true, account: 'SO2 at 3 times', reason: '' });
    play.until('2026-03-09 10:00').ordered({ days: 20 });
    // 29 March is a Sunday: the last day is the Monday after it (Civil Code, art. 203).
    expect(time(play.case.order?.limitAt)).toBe('2026-03-31T00:00');

    play.until('2026-03-27 16:00').does('bing', { type: 'report_rectified', account: 'runs day and night' });
    play.until('2026-04-02 10:00').rechecked('rectified');
    expect(play.owed()).toEqual(['signature by bing']);

    play.until('2026-04-02 15:00').frozen().signedBy('bing');
    expect(play.case.stage).toBe('closing');
    play.until('2026-04-03 09:00').signedBy('jia');
    expect(play.case).toMatchObject({ stage: 'closed', owner: 'bing' });
    expect(play.owed()).toEqual([]);
    expect(play.case.clocks.closed.map(({ outcome }) => outcome)).toEqual(Array(9).fill('kept'));
    expect(play.said('case.deadline_passed')).toEqual([]);
  });

  it('[ENF-9] goes on silence to the common superior, then under listed supervision, and is closed by three', () => {
    const play = new CasePlay();
    play.referred();
    play.until('2026-03-03 09:00');
    expect(play.events.map(({ type }) => type)).toEqual([
      'case.opened',
      'case.referred',
      'case.deadline_passed',
      'case.unanswered',
    ]);
    expect(play.case).toMatchObject({
      stage: 'arbitration',
      owner: 'jia',
      dispute: { arbiter: 'guo', cause: 'silent' },
    });
    expect(play.said('case.deadline_passed')[0]?.data.tell).toEqual(['jia', 'bing', 'dong']);
    expect(play.said('case.unanswered')[0]?.data.tell).toEqual(['jia', 'bing', 'guo']);

    play.until('2026-03-06 14:00').does('guo', {
      type: 'decide',
      owner: 'bing',
      resume: 'inspection',
      reason: 'the site lies in Bing',
    });
    expect(play.case).toMatchObject({ stage: 'accepted', owner: 'bing', dispute: null });
    expect(dueOf(play, 'inspection')).toBe('2026-03-11T17:30');

    // Bing stays silent: its province hears at once, the nation half an hour later, and after 60 days a listing is proposed.
    play.until('2026-05-20 09:00');
    const told = play.said('case.deadline_passed').filter(({ data }) => 'duty' in data && data.duty === 'inspection');
    expect(told.map((event) => [time(event.at), 'to' in event.data && event.data.to])).toEqual([
      ['2026-03-11T17:30', 'dong'],
      ['2026-03-11T18:00', 'guo'],
      ['2026-05-12T00:00', 'guo'],
    ]);
    expect(play.case.supervision).toMatchObject({ state: 'proposed', to: 'guo' });

    play.does('guo', { type: 'decide_listing', until: at('2026-07-20 18:00'), reason: '69 days overdue' });
    expect(play.case.supervision).toMatchObject({ state: 'listed', by: 'guo' });

    play.until('2026-05-21 09:00').inspected().found().ordered();
    play.until('2026-06-25 09:00').does('bing', { type: 'report_rectified', account: 'new scrubber' }).rechecked();
    play.frozen().signedBy('bing', 'jia');
    expect(play.case.stage).toBe('closing');
    play.does('guo', { type: 'sign', role: 'superior', hash: play.hash });
    expect(play.case).toMatchObject({ stage: 'closed', owner: 'bing' });
    expect(play.case.clocks.closed.at(-1)).toMatchObject({ duty: 'supervision', outcome: 'kept' });
    play.now += 24 * HOUR_MS;
    expect(play.wakes()).toEqual([]);
  });
});
