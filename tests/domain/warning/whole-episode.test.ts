import { describe, expect, it } from 'vitest';
import { coordinator, duty, engine, fulfil, head, inForce, MEASURES, mayor, proposal, Scenario } from './scenario.ts';

const HOUR_MS = 3_600_000;

describe('a whole episode', () => {
  it('[WRN-31] from the forecast to the review, with one city that wants more and one that is silent', () => {
    const episode = new Scenario();

    // 23 November, 08:00: four neighbours reach orange by the forecast.
    expect(episode.does(engine, proposal())).toEqual(['warning.proposed']);
    episode.at('2026-11-23 08:10');
    expect(episode.does(coordinator, { type: 'consult' })).toEqual(['warning.consultation_opened']);

    // Two agree, Yi wants red, Ji says nothing for an hour: that is agreement under this agreement.
    episode.at('2026-11-23 08:20');
    episode.does(head('jia'), { type: 'take_position', member: 'jia', position: 'agree' });
    episode.does(head('yi'), { type: 'take_position', member: 'yi', position: 'agree_higher', grade: 'red' });
    episode.does(head('bing'), { type: 'take_position', member: 'bing', position: 'agree' });
    expect(episode.refused(coordinator, { type: 'issue', grade: 'orange' })).toBe('WRN-7');
    episode.at('2026-11-23 09:10');
    expect(episode.known.round?.recommendation).toEqual({
      grade: 'orange',
      supporters: ['bing', 'ji', 'jia', 'yi'],
      needed: 2,
    });
    expect(episode.told()).toEqual(['09:10 warning.silence_noted position/ji -> -']);
    expect(episode.events.find(({ type }) => type === 'warning.silence_noted')?.data).toMatchObject({
      meaning: 'agrees',
      told: ['ji', 'xi', 'guo'],
    });

    // The recommendation issued nothing; the coordinator does, with a common start at midnight.
    expect(episode.known.standing).toBe('pending');
    episode.at('2026-11-23 09:30');
    const responseAt = Date.parse('2026-11-24T00:00:00+08:00');
    episode.does(coordinator, { type: 'issue', grade: 'orange', responseAt });
    expect(episode.known.standing).toBe('in_force');

    // Three cities answer at once, Yi with red; Ji stays silent, and its province hears at 10:00, the nation at 10:30.
    episode.at('2026-11-23 09:45');
    fulfil(episode, 'jia');
    fulfil(episode, 'yi', 'red');
    fulfil(episode, 'bing');
    episode.at('2026-11-23 10:40');
    expect(episode.told().slice(1)).toEqual([
      '10:00 warning.overdue acknowledge/ji -> xi',
      '10:30 warning.overdue acknowledge/ji -> guo',
    ]);
    episode.at('2026-11-23 10:50');
    episode.does(duty('ji'), { type: 'acknowledge', city: 'ji' });
    episode.at('2026-11-23 11:00');
    expect(episode.refused(mayor('ji'), { type: 'issue_own', city: 'ji', grade: 'yellow' })).toBe('WRN-23');
    episode.does(mayor('ji'), { type: 'issue_own', city: 'ji', grade: 'orange' });
    episode.does(duty('ji'), { type: 'start_response', city: 'ji', grade: 'orange' });
    episode.does(duty('ji'), { ...MEASURES, city: 'ji' });

    // 24 November: daily reports by 10:00; the air is worse than forecast, and the coordinator steps up at once.
    episode.at('2026-11-24 09:00');
    for (const city of ['jia', 'yi', 'bing', 'ji']) {
      episode.does(duty(city), { type: 'report_day', city, day: '2026-11-24', text: 'as planned' });
    }
    episode.does(engine, { type: 'tell_air', grade: 'red', basis: 'observed', reason: '24 h mean above 300' });
    episode.does(coordinator, { type: 'issue_at_once', grade: 'red', reason: 'red is measured in four cities' });
    expect(episode.known.issues.at(-1)).toMatchObject({ number: 2, change: 'up', grade: 'red', atOnce: true });
    // Yi has its red warning already, and owes receipt, response and report of it.
    const owedBy = (city: string) =>
      episode.known.clocks.open
        .filter(({ by }) => by === city)
        .map(({ duty: what }) => what)
        .sort();
    expect(owedBy('yi')).toEqual(['acknowledge', 'daily_report', 'first_report']);
    expect(owedBy('jia')).toEqual(['acknowledge', 'daily_report', 'first_report', 'own_warning', 'start_response']);
    episode.at('2026-11-24 09:20');
    for (const city of ['jia', 'bing', 'ji']) fulfil(episode, city, 'red');
    episode.does(duty('yi'), { type: 'acknowledge', city: 'yi' });
    episode.does(duty('yi'), { ...MEASURES, city: 'yi' });
    for (const day of ['2026-11-25', '2026-11-26']) {
      episode.at(`${day} 08:00`);
      for (const city of ['jia', 'yi', 'bing', 'ji'])
        episode.does(duty(city), { type: 'report_day', city, day, text: 'as planned' });
    }

    // 26 November: clean. Lifted, stopped, summed up.
    episode.at('2026-11-26 20:00');
    episode.does(engine, { type: 'tell_air', grade: 'none', basis: 'both', reason: 'below for 36 h' });
    episode.does(coordinator, { type: 'lift', reason: 'below the conditions and forecast to stay so' });
    expect([...new Set(episode.known.clocks.open.map(({ duty: what }) => what))].sort()).toEqual([
      'confirm_stop',
      'region_review',
      'summary',
    ]);
    episode.at('2026-11-26 21:00');
    for (const city of ['jia', 'yi', 'bing', 'ji']) {
      expect(episode.refused(duty(city), { type: 'confirm_stop', city })).toBe('WRN-26');
      episode.does(mayor(city), { type: 'lift_own', city });
      episode.does(duty(city), { type: 'confirm_stop', city });
    }
    episode.at('2026-12-01 10:00');
    for (const city of ['jia', 'yi', 'bing', 'ji'])
      episode.does(duty(city), { type: 'submit_summary', city, text: 'effect of the measures' });

    // Ten working days at most: the region's review closes it and nothing is owed any more.
    episode.at('2026-12-03 10:00');
    episode.does(coordinator, { type: 'review', text: 'one silent city; the forecast was one grade low' });
    expect(episode.known.standing).toBe('reviewed');
    expect(episode.known.clocks.open).toEqual([]);
    const last = episode.events.at(-1);
    if (last?.type !== 'warning.reviewed') throw new Error('no review');
    expect(last.data.forecast).toEqual({ issued: 'red', measured: 'red', verdict: 'met', leadMs: 14.5 * HOUR_MS });
    const ji = last.data.timeliness.find(({ city }) => city === 'ji');
    expect(ji).toMatchObject({ keptLate: 1, missed: 1, escalations: 3, worstDelayMs: 50 * 60_000 });
    expect(last.data.timeliness.find(({ city }) => city === 'jia')).toMatchObject({
      keptLate: 0,
      missed: 0,
      escalations: 0,
    });
  });

  it('[WRN-31] everyone prompt: no clock ever speaks', () => {
    const episode = inForce();
    for (const city of ['jia', 'yi', 'bing', 'ji']) fulfil(episode, city);
    episode.at('2026-11-24 09:59');
    expect(episode.told()).toEqual([]);
  });
});
