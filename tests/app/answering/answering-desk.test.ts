import { describe, expect, it } from 'vitest';
import { timelinessOf } from '../../../domain/warning/timeliness.ts';
import { agreementWith, CITIES, engine, instant, proposal } from '../../domain/warning/scenario.ts';
import { AnsweredProtocol } from './answered-protocol.ts';

const DAY_MS = 86_400_000;
const START = instant('2026-11-23 08:00');
/** The defaults of the agreement, whatever terms the demonstration has. */
const AGREEMENT = agreementWith({}, ['duties', 'enforcement', 'clocks']);

function proposed(answers: object): AnsweredProtocol {
  const protocol = new AnsweredProtocol(AGREEMENT, answers, START);
  protocol.warn({ by: engine, ...proposal() });
  return protocol;
}

/** Up to the review: clean three days after. */
function wholeEpisode(answers: object): AnsweredProtocol {
  const protocol = proposed(answers).until(instant('2026-11-26 20:00'));
  protocol.warn({ by: engine, type: 'tell_air', grade: 'none', basis: 'both', reason: 'clean' });
  return protocol.until(instant('2026-12-20 00:00'));
}

describe('modelled answers', () => {
  it('prompt: from the proposal to the review nobody is late and nothing is refused', () => {
    const protocol = wholeEpisode({});
    expect(protocol.course).toEqual([
      'warning.proposed',
      'warning.consultation_opened',
      'warning.position_taken',
      'warning.consulted',
      'warning.issued',
      'warning.received',
      'warning.own_issued',
      'warning.response_started',
      'warning.measures_reported',
      'warning.day_reported',
      'warning.air_told',
      'warning.lifted',
      'warning.own_lifted',
      'warning.stopped',
      'warning.summary_submitted',
      'warning.reviewed',
    ]);
    expect(protocol.given.filter(({ refusal }) => refusal !== undefined)).toEqual([]);
    expect(protocol.warning?.standing).toBe('reviewed');
    expect(
      timelinessOf(protocol.warning ?? never(), protocol.now).map(({ missed, keptLate }) => missed + keptLate),
    ).toEqual([0, 0, 0, 0]);
  });

  it('slow: every duty is kept, some only after the reminder', () => {
    const protocol = wholeEpisode({ default: 'slow' });
    expect(protocol.warning?.standing).toBe('reviewed');
    const figures = timelinessOf(protocol.warning ?? never(), protocol.now);
    expect(figures.every(({ missed }) => missed === 0)).toBe(true);
    expect(figures.some(({ keptLate }) => keptLate > 0)).toBe(true);
    expect(figures.some(({ kept }) => kept > 0)).toBe(true);
  });

  it('silent: one city keeps nothing, its superiors hear of it, and the others go on', () => {
    const protocol = wholeEpisode({ jurisdictions: { ji: 'silent' } });
    const figures = timelinessOf(protocol.warning ?? never(), protocol.now);
    const ji = figures.find(({ city }) => city === 'ji');
    expect(ji).toMatchObject({ kept: 0, keptLate: 0 });
    expect(ji?.escalations ?? 0).toBeGreaterThan(5);
    expect(figures.filter(({ city }) => city !== 'ji').every(({ missed }) => missed === 0)).toBe(true);
    expect(protocol.warning?.standing).toBe('reviewed');
    const heard = protocol.events.flatMap(({ data }) => ('duty' in data ? [data.to] : []));
    expect(new Set(heard)).toEqual(new Set(['xi', 'guo']));
  });

  it('nobody at all: the proposal stays where it is, and the clock tells the cities of the coordinator', () => {
    const protocol = proposed({ default: 'silent' }).until(START + 2 * DAY_MS);
    expect(protocol.course).toEqual(['warning.proposed', 'warning.overdue']);
  });

  it('the same seed gives the same minutes, another one others; asking twice changes nothing', () => {
    const times = (seed: number) => wholeEpisode({ seed }).events.map(({ at, type }) => `${at} ${type}`);
    expect(times(3)).toEqual(times(3));
    expect(times(3)).not.toEqual(times(4));
    const { desk, now, warning } = proposed({});
    const situation = { warnings: warning === undefined ? [] : [warning], cases: [] };
    expect(desk.next(now, situation)).toEqual(desk.next(now, situation));
  });

  it('positions: who objects and who wants more is in the manner; without a quorum the coordinator withdraws', () => {
    const higher = { position: 'agree_higher', grade: 'red' };
    const up = proposed({ jurisdictions: { jia: higher, yi: higher } }).until(START + DAY_MS / 4);
    expect(up.warning?.issues[0]).toMatchObject({ grade: 'red' });
    const object = { position: 'object' };
    const down = proposed({ jurisdictions: { jia: object, yi: object, bing: object } }).until(START + DAY_MS / 4);
    expect(down.warning?.standing).toBe('withdrawn');
  });

  it('at once where it is measured and the coordinator is of that manner', () => {
    const protocol = proposed({ jurisdictions: { guo: { at_once: true } } });
    protocol.warn({ by: engine, type: 'tell_air', grade: 'orange', basis: 'observed', reason: 'x' });
    protocol.until(START + DAY_MS / 4);
    expect(protocol.warning?.issues[0]).toMatchObject({ atOnce: true, grade: 'orange' });
  });

  it('better air: the coordinator steps down after a new consultation, once; what the members refuse is not asked again', () => {
    const told = (answers: object) => {
      const protocol = proposed(answers).until(instant('2026-11-24 06:00'));
      protocol.warn({ by: engine, type: 'tell_air', grade: 'yellow', basis: 'observed', reason: 'x' });
      return protocol.until(instant('2026-11-25 06:00'));
    };
    const down = told({});
    expect(down.warning?.issues.map(({ change, grade }) => `${change} ${grade}`)).toEqual([
      'start orange',
      'down yellow',
    ]);
    const agreed = { position: 'agree_higher', grade: 'red' };
    const kept = told({ default: agreed, jurisdictions: { guo: 'prompt' } });
    expect(kept.events.filter(({ type }) => type === 'warning.proposed')).toHaveLength(2);
    expect(kept.warning?.standing).toBe('in_force');
  });

  it('a script says its lines once, at their time, also those that are refused', () => {
    const line = (step: object) => ({ at: '2026-11-23T08:15:00+08:00', by: 'ji', step });
    const script = [line({ type: 'take_position', position: 'object' }), line({ type: 'acknowledge' })];
    const protocol = proposed({ jurisdictions: { ji: 'silent' }, script }).until(START + DAY_MS / 4);
    const said = protocol.given.filter(({ answer }) => answer.order.key.startsWith('model/script'));
    expect(said.map(({ answer, refusal }) => [answer.at, refusal])).toEqual([
      [instant('2026-11-23 08:15'), undefined],
      [instant('2026-11-23 08:15'), 'WRN-7'],
    ]);
  });

  it('taken over by a person a city is silent, handed back it goes on', () => {
    const protocol = proposed({});
    protocol.desk.takeOver('jia');
    protocol.until(START + DAY_MS / 2);
    expect(protocol.warning?.cities['jia']?.acknowledgedAt).toBeNull();
    expect(protocol.warning?.cities['yi']?.firstReportAt).not.toBeNull();
    protocol.desk.handBack('jia');
    protocol.until(START + DAY_MS);
    expect(protocol.warning?.cities['jia']?.firstReportAt).not.toBeNull();
  });

  it.each([
    ['accept', {}, ['case.accepted']],
    ['decline', { bing: { referral: 'decline' } }, ['case.declined', 'case.decided']],
    ['silence', { bing: 'silent' }, ['case.unanswered', 'case.decided']],
  ] as const)('a case from an upwind alert, answered by %s', (_, jurisdictions, milestones) => {
    const protocol = new AnsweredProtocol(AGREEMENT, { jurisdictions }, START);
    protocol.alerts = [
      { id: 'plume:pair:bing>yi:x', subject: { kind: 'pair', id: 'bing>yi' }, raisedAt: START, shadow: false },
    ];
    protocol.until(START + 120 * DAY_MS);
    expect(protocol.course).toEqual(expect.arrayContaining(['case.opened', 'case.referred', ...milestones]));
    expect(protocol.case).toMatchObject({ sender: 'yi', respondent: 'bing' });
    if (jurisdictions !== undefined && 'bing' in jurisdictions && jurisdictions.bing === 'silent') {
      // The work stays undone, and in the end it is listed.
      expect(protocol.case?.supervision?.state).toBe('listed');
    } else expect(protocol.case?.stage).toBe('closed');
    expect(protocol.given.filter(({ refusal }) => refusal !== undefined)).toEqual([]);
  });

  it('names every city in the agreement by its own post', () => {
    const { given } = wholeEpisode({});
    const roles = new Map(given.map(({ answer: { order } }) => [order.command.type, order.command.by]));
    expect(roles.get('take_position')).toMatchObject({ role: 'bureau-head' });
    expect(roles.get('acknowledge')).toMatchObject({ role: 'duty-officer' });
    expect(roles.get('issue')).toMatchObject({ role: 'coordinator', jurisdiction: 'guo' });
    expect(
      new Set(given.flatMap(({ answer: { order } }) => ('city' in order.command ? order.command.city : []))),
    ).toEqual(new Set(CITIES));
  });
});

function never(): never {
  throw new Error('no warning');
}
