import { describe, expect, it } from 'vitest';
import { answerFrame } from '../../../ingest/hj212/answer.ts';
import { LinkBook } from '../../../ingest/hj212/link-book.ts';
import {
  type Effect,
  newSession,
  SESSION_DEFAULTS,
  type SessionEvent,
  type SessionRules,
  transition,
} from '../../../ingest/hj212/session.ts';
import { StationRegistry } from '../../../ingest/registry.ts';
import { NOW, station } from '../samples.ts';
import { ACKS, DATA_TIME, FRAMES, segment, segmentIn } from './frames.ts';

const links = new LinkBook([
  { mn: 'MN1', station: 'S1', password: '123456' },
  { mn: 'MN2', station: 'S2' },
  { mn: '010000A8900016F000169DC0', station: 'S1' },
  { mn: 'GONE', station: 'S9' },
]);
const rules: SessionRules = {
  ...SESSION_DEFAULTS,
  links,
  stations: new StationRegistry([station(), station({ id: 'S2' })]),
};

/** A session and its clock; each step shows its outcome and effects in short. */
class Talk {
  state = newSession(NOW);
  now = NOW;
  outcome = '';

  step(event: SessionEvent): readonly Effect[] {
    const { state, outcome, effects } = transition(this.state, event, this.now, rules);
    this.state = state;
    this.outcome = outcome;
    return effects;
  }
  hear(text: string): readonly Effect[] {
    return this.step({ kind: 'segment', segment: Buffer.from(text) });
  }
  later(ms: number): readonly Effect[] {
    this.now += ms;
    return this.step({ kind: 'tick' });
  }
  /** As the pipeline does when everything good is stored. */
  settle(effects: readonly Effect[]): string[] {
    return effects.flatMap((effect) => {
      if (effect.kind !== 'submit') return [];
      const { acks, decoded } = effect;
      const { readings, refusals } = decoded;
      return frames(this.step({ kind: 'settled', acks, stored: readings.length, refusals }));
    });
  }
}
const frames = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.kind === 'send' ? [effect.frame] : []));
const submits = (effects: readonly Effect[]) => effects.flatMap((effect) => (effect.kind === 'submit' ? [effect] : []));
const readings = (effects: readonly Effect[]) => submits(effects).flatMap(({ decoded }) => decoded.readings);
const codes = (effects: readonly Effect[]) =>
  submits(effects).flatMap(({ decoded }) => decoded.refusals.map(({ code }) => code));

describe('data', () => {
  it('[HJ-16] is answered with 9014 once it is settled, and not before', () => {
    const talk = new Talk();
    const effects = talk.hear(segment({ qn: '20160801085857223', mn: '010000A8900016F000169DC0' }));
    expect(frames(effects)).toEqual([]);
    expect(readings(effects)).toMatchObject([{ station: 'S1', values: { pm25: 62, o3: 21 }, flags: { o3: 'C' } }]);
    expect(talk.settle(effects)).toEqual([ACKS['9014']]);
  });

  it('[HJ-16] is byte for byte what the standard’s pattern says', () => {
    const to = { qn: '20160801085857223', pw: '123456', mn: '010000A8900016F000169DC0', flag: 5 };
    expect(answerFrame(to, '9011', 'QnRtn=1')).toBe(ACKS['9011']);
    expect(answerFrame(to, '9012', 'ExeRtn=1')).toBe(ACKS['9012']);
    expect(answerFrame(to, '9013')).toBe(ACKS['9013']);
  });

  it.each([4, ''] as const)('[HJ-16] with Flag %j is stored and not answered', (flag) => {
    const talk = new Talk();
    const effects = talk.hear(segment({ flag }));
    expect(readings(effects)).toHaveLength(1);
    expect(talk.settle(effects)).toEqual([]);
  });

  it.each([
    [1, 0],
    [5, 4],
    [7, 4],
    [9, 8],
  ])('[HJ-23] with Flag %i is answered with Flag %i', (flag, answered) => {
    const talk = new Talk();
    const [answer] = talk.settle(talk.hear(segment({ flag })));
    expect(answer).toContain(`;Flag=${answered};CP=&&&&`);
  });

  it('[HJ-16] without a QN is answered without one', () => {
    const talk = new Talk();
    const [answer] = talk.settle(talk.hear(segment({ qn: '' })));
    expect(answer).toMatch(/^##\d{4}ST=91;CN=9014;/);
  });

  it('[HJ-17] that is refused as a whole is answered with QnRtn=2', () => {
    const talk = new Talk();
    const effects = talk.hear(segment({ content: 'a34004-Avg=1' }));
    expect(codes(effects)).toEqual(['bad_data_time']);
    expect(talk.settle(effects)[0]).toContain('CN=9014;PW=123456;MN=MN1;Flag=4;CP=&&QnRtn=2&&');
  });

  it('[HJ-17] that is refused in part is answered like any other', () => {
    const talk = new Talk();
    const effects = talk.hear(segment({ content: `DataTime=${DATA_TIME};a34004-Avg=1;a34002-Avg=x` }));
    expect(talk.settle(effects)[0]).toContain('CP=&&&&');
  });

  it('[HJ-11] that we do not keep is acknowledged, a restart of the logger too', () => {
    for (const text of [segmentIn(FRAMES.D), segmentIn(FRAMES.E), segment({ st: '31' })]) {
      const talk = new Talk();
      const effects = talk.hear(text);
      expect(readings(effects)).toEqual([]);
      expect(codes(effects)).toEqual(['nothing_kept']);
      expect(talk.settle(effects)[0]).toContain('CN=9014;PW=123456;');
      expect(talk.settle(effects)[0]).toContain('CP=&&&&');
    }
  });
});

describe('a stranger', () => {
  it.each([
    ['an unknown MN', { mn: 'X' }, 'unknown_mn', 'QnRtn=4'],
    ['a wrong password', { pw: 'secret9' }, 'wrong_password', 'QnRtn=3'],
    ['an MN of no registered station', { mn: 'GONE' }, 'unknown_station', 'QnRtn=4'],
  ])('[HJ-18] with %s hears why, and nothing is stored', (_, packet, code, qnRtn) => {
    for (const [cn, answered] of [
      ['2061', '9014'],
      ['1013', '9013'],
      ['1062', '9011'],
    ] as const) {
      const effects = new Talk().hear(segment({ ...packet, cn }));
      expect(readings(effects)).toEqual([]);
      expect(codes(effects)).toEqual([code]);
      expect(frames(effects)).toEqual([expect.stringContaining(`CN=${answered};`)]);
      expect(frames(effects)[0]).toContain(qnRtn);
      expect(submits(effects)[0]?.decoded.refusals[0]?.reason).not.toContain('secret9');
    }
    expect(frames(new Talk().hear(segment({ ...packet, flag: 4 })))).toEqual([]);
    expect(frames(new Talk().hear(segment({ ...packet, cn: '9014' })))).toEqual([]);
  });
});

describe('notices and requests', () => {
  it.each(['9015', '1001', '1014'])('[HJ-19] %s is answered with 9013', (cn) => {
    const talk = new Talk();
    const sent = frames(talk.hear(segment({ cn, flag: 9, content: '' })));
    expect(sent).toEqual([
      expect.stringContaining('QN=20261122140001000;ST=91;CN=9013;PW=123456;MN=MN1;Flag=8;CP=&&&&'),
    ]);
    expect(frames(talk.hear(segment({ cn, flag: 8, content: '' })))).toEqual([]);
  });

  it('[HJ-19] 1013 is answered with 9013 and then with the time, once', () => {
    const talk = new Talk();
    const asked = segment({ cn: '1013', content: 'PolId=w01018' });
    const [ack, setting, ...more] = frames(talk.hear(asked));
    expect(ack).toContain('CN=9013;');
    expect(setting).toContain(
      'QN=20261122140500000;ST=22;CN=1012;PW=123456;MN=MN1;Flag=5;CP=&&SystemTime=20261122140500&&',
    );
    expect(more).toEqual([]);
    expect(frames(talk.hear(asked))).toHaveLength(1);
  });

  it('[HJ-20] what only a platform may ask is answered with 9011 and QnRtn=8', () => {
    const talk = new Talk();
    const effects = talk.hear(segmentIn(FRAMES.S));
    expect(talk.outcome).toBe('request_refused');
    expect(codes(effects)).toEqual(['unsupported_command']);
    expect(frames(effects)[0]).toContain('ST=91;CN=9011;PW=100000;MN=010000A8900016F000169DC0;Flag=4;CP=&&QnRtn=8&&');
  });
});

describe('a request of ours', () => {
  const ask = { mn: 'MN1', st: '22', cn: '1012', pw: '123456', content: 'SystemTime=20261122140500', version: 4 };
  const answer = (cn: string, content: string, qn = '20261122140500000') =>
    segment({ qn, st: '91', cn, flag: 4, content });
  const asked = () => {
    const talk = new Talk();
    const sent = frames(talk.step({ kind: 'ask', ask }));
    return { talk, sent };
  };

  it('[HJ-21] is accepted by 9011 and ended by 9012', () => {
    const { talk } = asked();
    expect(talk.hear(answer('9011', 'QnRtn=1'))).toEqual([]);
    expect(talk.later(30_000)).toEqual([]);
    expect(talk.hear(answer('9012', 'ExeRtn=1'))).toMatchObject([
      { kind: 'finished', finished: { request: { cn: '1012' }, answer: { kind: 'done', exeRtn: 1 } } },
    ]);
    expect(talk.state.requests).toEqual([]);
  });

  it('[HJ-21] is refused by 9011', () => {
    const { talk } = asked();
    expect(talk.hear(answer('9011', 'QnRtn=2'))).toMatchObject([
      { finished: { answer: { kind: 'refused', qnRtn: 2 } } },
    ]);
  });

  it('[HJ-21] is sent again every 10 s, three times, and then given up', () => {
    const { talk, sent } = asked();
    expect(talk.later(9_999)).toEqual([]);
    expect(frames(talk.later(1))).toEqual(sent);
    expect(frames(talk.later(10_000))).toEqual(sent);
    expect(frames(talk.later(10_000))).toEqual(sent);
    expect(talk.later(10_000)).toMatchObject([{ finished: { answer: { kind: 'timed_out' } } }]);
    expect(talk.later(10_000)).toEqual([]);
  });

  it('[HJ-21] is not sent again once accepted, and given up after a minute', () => {
    const { talk } = asked();
    talk.hear(answer('9011', 'QnRtn=1'));
    expect(talk.later(59_999)).toEqual([]);
    expect(talk.later(1)).toMatchObject([{ finished: { answer: { kind: 'timed_out' } } }]);
  });

  it('[HJ-21] is not touched by the answer to another one, nor by another device', () => {
    const { talk } = asked();
    talk.hear(answer('9012', 'ExeRtn=1', '20261122140500001'));
    expect(talk.outcome).toBe('answer_unexpected');
    talk.hear(segment({ qn: '20261122140500000', st: '91', cn: '9012', mn: 'MN2', flag: 4, content: 'ExeRtn=1' }));
    expect(talk.state.requests).toHaveLength(1);
  });

  it('[HJ-21] may be answered under its own number, and hours that were asked for are stored like any others', () => {
    const talk = new Talk();
    talk.step({ kind: 'ask', ask: { ...ask, cn: '1011', content: '' } });
    expect(talk.hear(answer('1011', 'SystemTime=20261122140501'))).toEqual([]);
    expect(talk.outcome).toBe('answer_taken');
    const history = new Talk();
    history.step({ kind: 'ask', ask: { ...ask, cn: '2061', content: `BeginTime=${DATA_TIME},EndTime=${DATA_TIME}` } });
    expect(readings(history.hear(segment({ qn: '20261122140500000' })))).toHaveLength(1);
  });

  it('[HJ-21] has a QN of its own when two are sent at the same moment', () => {
    const { talk, sent } = asked();
    expect(frames(talk.step({ kind: 'ask', ask }))[0]?.slice(6, 26)).not.toBe(sent[0]?.slice(6, 26));
  });

  it('[HJ-21] ends when the device goes', () => {
    const { talk } = asked();
    expect(talk.step({ kind: 'ended' })).toMatchObject([{ finished: { answer: { kind: 'timed_out' } } }]);
  });
});

describe('a split message', () => {
  const one = `DataTime=${DATA_TIME};a34004-Avg=62;a34002-Avg=101,a34002-Flag=D`;
  const two = `DataTime=${DATA_TIME};a05024-Avg=21`;
  const part = (number: number, content: string, changes: object = {}) =>
    segment({ part: [number, 2], flag: 7, content, ...changes });
  const both = { pm25: 62, pm10: 101, o3: 21 };

  it.each([
    ['in order', [part(1, one), part(2, two)]],
    ['the other way round', [part(2, two), part(1, one)]],
    ['each with its own QN', [part(1, one, { qn: '1' }), part(2, two, { qn: '2' })]],
    ['with DataTime in the first only', [part(1, one), part(2, 'a05024-Avg=21')]],
    ['with the first sent twice', [part(1, one), part(1, one), part(2, two)]],
  ])('[HJ-13] is one reading: %s', (_, parts) => {
    const talk = new Talk();
    const effects = parts.map((text) => talk.hear(text));
    expect(effects.slice(0, -1).flat()).toEqual([]);
    expect(readings(effects.at(-1) ?? [])).toMatchObject([{ periodS: 3600, values: both, flags: { pm10: 'D' } }]);
    expect(talk.settle(effects.at(-1) ?? [])).toHaveLength(parts.length);
  });

  it('[HJ-13] does not mix hours, commands or devices', () => {
    const talk = new Talk();
    talk.hear(part(1, one));
    expect(talk.hear(part(2, two.replace(DATA_TIME, '20261122120000')))).toEqual([]);
    expect(talk.hear(part(2, two, { cn: '2031', content: two.replace('22', '20') }))).toEqual([]);
    expect(talk.hear(part(2, two, { mn: 'MN2' }))).toEqual([]);
    expect(talk.state.sets.size).toBe(4);
  });

  it('[HJ-14] is let go after 3 seconds, and a later part adds', () => {
    const talk = new Talk();
    expect(talk.hear(part(1, one))).toEqual([]);
    expect(talk.later(2_999)).toEqual([]);
    const first = talk.later(1);
    expect(readings(first)).toMatchObject([{ values: { pm25: 62, pm10: 101 } }]);
    expect(talk.settle(first)).toHaveLength(1);
    talk.now += 20_000;
    const second = talk.hear(part(2, two));
    expect(readings(second)).toMatchObject([{ values: both, flags: { pm10: 'D' } }]);
    expect(talk.settle(second)).toHaveLength(1);
  });

  it('[HJ-14] does not make a part wait that holds nothing of ours, and that part completes it', () => {
    const talk = new Talk();
    talk.hear(part(1, one));
    const effects = talk.hear(part(2, `DataTime=${DATA_TIME};a24088-Avg=5`));
    expect(readings(effects)).toMatchObject([{ values: { pm25: 62, pm10: 101 } }]);
    expect(talk.settle(effects)).toHaveLength(2);

    const other = new Talk();
    expect(other.settle(other.hear(part(1, `DataTime=${DATA_TIME};a24088-Avg=5`)))).toHaveLength(1);
  });

  it('[HJ-15] is forgotten a minute after its last part', () => {
    const talk = new Talk();
    talk.hear(part(1, one));
    talk.later(3_000);
    talk.later(56_999);
    expect(talk.state.sets.size).toBe(1);
    talk.later(1);
    expect(talk.state.sets.size).toBe(0);
  });

  it('[HJ-15] gives way, committed, when too many are open', () => {
    const talk = new Talk();
    const seen = Array.from({ length: 9 }, (_, hour) =>
      talk.hear(part(1, one.replace(DATA_TIME, `202611220${hour}0000`))),
    ).flat();
    expect(readings(seen)).toHaveLength(1);
    expect(talk.state.sets.size).toBe(8);
  });

  it('[HJ-15] of very many parts is let go in between', () => {
    const talk = new Talk();
    const effects = Array.from({ length: 100 }, (_, n) =>
      talk.hear(segment({ part: [n + 1, 9999], flag: 7, content: one })),
    ).flat();
    expect(submits(effects)).toHaveLength(3);
    expect(talk.settle(effects)).toHaveLength(96);
  });

  it('[HJ-15] is committed when the device goes', () => {
    const talk = new Talk();
    talk.hear(part(1, one));
    expect(readings(talk.step({ kind: 'ended' }))).toHaveLength(1);
    expect(talk.step({ kind: 'ended' })).toEqual([]);
  });
});

describe('a connection', () => {
  const closing = (effects: readonly Effect[]) => effects.filter(({ kind }) => kind === 'close');

  it('[HJ-22] is closed when nobody known has spoken for ten minutes', () => {
    const talk = new Talk();
    talk.hear(segment({ mn: 'X' }));
    expect(talk.later(599_999)).toEqual([]);
    expect(talk.later(1)).toEqual([{ kind: 'close', reason: 'never_known' }]);
  });

  it('[HJ-22] is closed when a known device is silent for two hours', () => {
    const talk = new Talk();
    talk.now += 500_000;
    talk.hear(segment());
    expect(talk.later(7_199_999)).toEqual([]);
    expect(talk.later(1)).toEqual([{ kind: 'close', reason: 'idle' }]);
  });

  it('[HJ-22] is closed after a hundred refusals in a row, not after a hundred in all', () => {
    const talk = new Talk();
    for (let i = 0; i < 99; i++) expect(closing(talk.hear('rubbish'))).toEqual([]);
    talk.hear(segment());
    for (let i = 0; i < 99; i++) expect(closing(talk.hear(segment({ pw: 'x' })))).toEqual([]);
    expect(closing(talk.hear(segment({ mn: 'X' })))).toEqual([{ kind: 'close', reason: 'too_many_refusals' }]);
  });

  it('[HJ-22] is not closed for sending only what we do not keep', () => {
    const talk = new Talk();
    for (let i = 0; i < 300; i++)
      expect(closing(talk.hear(segment({ st: '39', content: 'a34001-Avg=9' })))).toEqual([]);
  });

  it('[HJ-22] is closed after 64 KiB of rubbish', () => {
    const talk = new Talk();
    const rubbish = (bytes: number) => talk.step({ kind: 'wasted', bytes });
    expect(closing(rubbish(65_536))).toEqual([]);
    expect(closing(rubbish(65_537))).toEqual([{ kind: 'close', reason: 'rubbish' }]);
  });

  it('gives the same from the same state, and leaves the state it was given alone', () => {
    const before = Object.freeze(newSession(NOW));
    const event = { kind: 'segment', segment: Buffer.from(segment({ part: [1, 2] })) } as const;
    expect(transition(before, event, NOW, rules)).toEqual(transition(before, event, NOW, rules));
    expect(before.sets.size).toBe(0);
  });
});
