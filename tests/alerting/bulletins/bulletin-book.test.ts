import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bulletin } from '../../../alerting/bulletins/bulletin.ts';
import { BulletinBook } from '../../../alerting/bulletins/bulletin-book.ts';
import { atomFeed } from '../../../domain/cap/atom-feed.ts';
import { cnAlertXml } from '../../../domain/cap/cn-alert-xml.ts';
import { toCapAlert } from '../../../domain/cap/to-cap-alert.ts';
import { readXml, textsOf } from '../../domain/cap/read-xml.ts';
import { schemaFaults } from '../../domain/cap/schema-validity.ts';
import {
  agreementWith,
  allAgree,
  CITIES,
  coordinator,
  engine,
  head,
  inForce,
  instant,
  lifted,
  proposal,
  Scenario,
  summaries,
} from '../../domain/warning/scenario.ts';
import { describeWithService } from '../../services/describe-with-service.ts';
import { air, drill, eventful } from './eventful.ts';
import { bookOf, recordedOf, summaryOf, TERMS, xmlOf } from './told-warning.ts';

function notice(kind: 'ozone' | 'dust', basis: 'forecast' | 'observed' = 'forecast'): Scenario {
  const scenario = new Scenario();
  scenario.does(engine, proposal({ kind, grade: 'none', basis }));
  scenario.does(coordinator, { type: 'issue', grade: 'none' });
  scenario.at('2026-11-24 20:00');
  scenario.does(coordinator, { type: 'lift', reason: 'over' });
  return scenario;
}

const only = (book: BulletinBook, n: number): Bulletin => {
  const bulletin = book.all()[n];
  if (bulletin === undefined) throw new Error(`no document ${n}`);
  return bulletin;
};

describe('documents of a warning', () => {
  it('[BUL-1] [BUL-3] [BUL-4] one for each issue, step and lift, with the chain of its speaker', () => {
    const book = bookOf(eventful());
    const version = (n: number) => only(book, n).identifier.split('.').at(-1);
    const v = (...ns: number[]) => ns.map(version).join(',');
    expect(summaryOf(book)).toEqual([
      'Alert guo orange -',
      'Alert jia orange -',
      `Update guo red ${v(0)}`,
      `Update jia red ${v(1)}`,
      'Alert yi red -',
      `Update guo orange ${v(0, 2)}`,
      `Update guo orange ${v(0, 2, 5)}`,
      `Cancel guo orange ${v(0, 2, 5, 6)}`,
      `Cancel yi red ${v(4)}`,
      'Alert guo yellow -',
      'Alert yi yellow -',
      `Cancel guo yellow ${v(9)}`,
    ]);
    expect(new Set(book.all().map(({ warning }) => warning.warning))).toEqual(new Set(['demo-2026-11-23']));
  });

  it('[BUL-1] none of a proposal, a consultation, the air or its correction', () => {
    const scenario = new Scenario();
    scenario.does(engine, proposal());
    scenario.does(engine, air('orange'));
    scenario.does(engine, { ...air('yellow'), changedFrom: scenario.now });
    scenario.does(coordinator, { type: 'consult' });
    scenario.does(head('jia'), { type: 'take_position', member: 'jia', position: 'object', reason: 'no' });
    expect(summaryOf(bookOf(scenario))).toEqual([]);
  });

  it('[BUL-2] the same ledger gives the same documents, and a longer one leaves the earlier as they are', () => {
    const events = recordedOf(eventful());
    const whole = bookOf(eventful()).all();
    const book = new BulletinBook(TERMS);
    for (const event of events) {
      const bulletin = book.learn(event);
      if (bulletin !== undefined) expect(book.get(bulletin.identifier)).toEqual(bulletin);
      expect(book.all()).toEqual(whole.slice(0, book.all().length));
    }
    expect(book.all().map(({ warning }) => xmlOf(warning))).toEqual(whole.map(({ warning }) => xmlOf(warning)));
    expect(new Set(whole.map(({ identifier }) => identifier)).size).toBe(whole.length);
    expect(only(book, 0).identifier).toMatch(/^demo-2026-11-23\.\d+$/);
  });

  it('[BUL-2] events of several warnings in any interleaving', () => {
    const [one, other] = [recordedOf(eventful()), recordedOf(notice('ozone'))].map((events, n) =>
      events.map((event) => ({ ...event, data: { ...event.data, warning: `W-2026-00${n}` } }) as typeof event),
    );
    const alone = [one, other].map((events = []) => {
      const book = new BulletinBook(TERMS);
      for (const event of events) book.learn(event);
      return book.all();
    });
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }), (choices) => {
        const queues = [[...(one ?? [])], [...(other ?? [])]];
        const book = new BulletinBook(TERMS);
        for (const choice of choices) {
          const event = queues[choice ? 0 : 1]?.shift();
          if (event !== undefined) book.learn(event);
        }
        for (const event of queues.flat()) book.learn(event);
        for (const bulletin of alone.flat()) expect(book.get(bulletin.identifier)).toEqual(bulletin);
      }),
      { numRuns: 30 },
    );
  });

  it('[BUL-5] a city speaks for itself, of its own grade', () => {
    const { issuer, warning } = only(bookOf(eventful()), 1);
    expect(issuer).toBe('jia');
    expect(warning).toMatchObject({
      issuer: { name: { zh: '甲市' } },
      cities: [{ name: { en: 'Jia City' } }],
      headline: {
        zh: '甲市发布重污染天气橙色预警（Ⅱ级）',
        en: 'Jia City: Heavy air pollution, orange warning (II) issued',
      },
      parameters: expect.arrayContaining([{ name: 'regionalIssue', value: '1' }]),
    });
  });

  it('[BUL-5] the region names its cities, what they owe by when, and why', () => {
    const { warning } = only(bookOf(eventful()), 0);
    expect(warning).toMatchObject({
      issuer: { name: { zh: '示例国' } },
      headline: { zh: '示例城市群发布重污染天气橙色预警（Ⅱ级）' },
      onsetAt: instant('2026-11-23 08:00'),
      expiresAt: instant('2026-11-27 00:00'),
      parameters: expect.arrayContaining([
        { name: 'acknowledgeBy', value: '2026-11-23T08:30:00+08:00' },
        { name: 'firstReportBy', value: '2026-11-23T12:00:00+08:00' },
      ]),
    });
    expect(warning.cities).toHaveLength(CITIES.length);
    expect(warning.description.zh).toBe(
      '涉及：丙市、己市、甲市、乙市。污染时段 2026-11-24 00:00 至 2026-11-27 00:00。响应自 2026-11-23 08:00 起。依据预报。' +
        '说明：four neighbours reach orange by the forecast',
    );
  });

  it('[BUL-6] by the version of the agreement that the event quotes', () => {
    const old = agreementWith();
    const renamed = { ...old, region: { ...old.region, name: { zh: '新群', en: 'New cluster' } } };
    const book = new BulletinBook({ ...TERMS, agreementFor: ({ version }) => (version === '2' ? renamed : old) });
    for (const event of recordedOf(eventful())) {
      const agreement = event.at < instant('2026-11-26 00:00') ? '1' : '2';
      book.learn({ ...event, data: { ...event.data, agreement } } as typeof event);
    }
    const headlines = book.all().map(({ warning }) => warning.headline.en.split(':')[0]);
    expect([headlines[0], headlines.at(-1)]).toEqual(['Demonstration cluster', 'New cluster']);
  });

  it('[BUL-7] whatever people write, the document can be written and read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), (text) => {
        const scenario = inForce();
        scenario.does(coordinator, { type: 'lift', reason: `a${text}` });
        for (const { warning } of bookOf(scenario).all()) {
          expect(readXml(xmlOf(warning)).elements.length).toBeGreaterThan(5);
        }
      }),
      { numRuns: 40 },
    );
    const scenario = inForce();
    scenario.does(coordinator, { type: 'lift', reason: 'clean\u0000air \uD800' });
    expect(only(bookOf(scenario), 1).warning.description.en).toContain('clean\uFFFDair \uFFFD');
  });

  it('[BUL-8] no end where the window is over before the response begins', () => {
    const scenario = new Scenario();
    const window = { from: instant('2026-11-23 00:00'), to: instant('2026-11-23 09:00') };
    scenario.does(engine, proposal({ window }));
    scenario.does(coordinator, { type: 'consult' });
    allAgree(scenario);
    scenario.does(coordinator, { type: 'issue', grade: 'orange', responseAt: instant('2026-11-23 18:00') });
    const { warning } = only(bookOf(scenario), 0);
    expect(warning.onsetAt).toBe(instant('2026-11-23 18:00'));
    expect(warning).not.toHaveProperty('expiresAt');
  });

  it('[BUL-9] measured, consulted, or a forecast alone', () => {
    const bases = (scenario: Scenario) =>
      bookOf(scenario)
        .all()
        .map(({ warning }) => warning.basis);
    expect(bases(inForce())).toEqual(['agreed']);
    expect(bases(notice('ozone'))).toEqual(['model', 'model']);
    expect(bases(notice('dust', 'observed'))).toEqual(['measured', 'measured']);
    expect(only(bookOf(notice('ozone')), 0).warning).toMatchObject({
      event: 'ozone',
      grade: 'none',
      headline: { zh: '示例城市群发布臭氧污染健康提示' },
    });
  });

  it('[BUL-10] the region for the public, an office for its members, a city always for the public', () => {
    const scopes = (terms: Parameters<typeof bookOf>[1]) =>
      bookOf(eventful(), terms)
        .all()
        .slice(0, 2)
        .map(({ warning }) => warning.audience.scope);
    const guo = agreementWith();
    const office = guo.jurisdictions.map((one) =>
      one.id === 'guo' ? { ...one, level: 'office' as const, superior: 'guo' } : one,
    );
    const agreementFor = () => ({ ...guo, jurisdictions: office });
    expect(scopes({})).toEqual(['Public', 'Public']);
    expect(scopes({ regionalFor: 'members' })).toEqual(['Restricted', 'Public']);
    expect(scopes({ agreementFor })).toEqual(['Restricted', 'Public']);
    expect(scopes({ agreementFor, regionalFor: 'public' })).toEqual(['Public', 'Public']);
  });

  it('[BUL-11] an exercise says so everywhere and is for nobody else', () => {
    const books = [bookOf(drill()), bookOf(eventful(), { exercise: true })];
    for (const { warning } of books.flatMap((book) => book.all())) {
      const alert = toCapAlert(warning);
      if (!alert.ok) throw new Error(JSON.stringify(alert.faults));
      expect(alert.value).toMatchObject({ status: 'Exercise', scope: 'Restricted' });
      expect(alert.value.info[0]?.headline).toMatch(/^【演练】/);
      expect(alert.value.info[1]?.headline).toMatch(/^EXERCISE: /);
      const feed = { id: 'tag:x', title: 'x', self: 'x', author: 'x', since: '2026-11-23T08:00:00+08:00' };
      const text = atomFeed({ ...feed, readers: 'public', messages: [{ alert: alert.value, href: 'x' }] });
      expect(readXml(text).elements.map(({ name }) => name)).not.toContain('entry');
    }
  });

  it('[BUL-14] what is said of an invented region is a test, for nobody outside', () => {
    const bulletins = bookOf(eventful(), { invented: true }).all();
    expect(bulletins.length).toBeGreaterThan(5);
    for (const { warning } of bulletins) {
      const alert = toCapAlert(warning);
      if (!alert.ok) throw new Error(JSON.stringify(alert.faults));
      expect(alert.value).toMatchObject({ status: 'Test', scope: 'Restricted' });
      expect(alert.value.info[0]?.headline).toMatch(/^【测试】/);
    }
  });

  it('[BUL-13] the Chinese profile numbers what one unit sends in one second', () => {
    const codes = {
      unitCodes: { guo: '41000041600000', jia: '41010041600000' },
      eventTypes: { heavy_pollution: '11B25' },
    };
    const agreement = agreementWith();
    const jurisdictions = agreement.jurisdictions.map((one) => ({ ...one, code: '410100' }));
    const book = bookOf(eventful(), { ...codes, agreementFor: () => ({ ...agreement, jurisdictions }) });
    const texts = [0, 1, 2, 5].map((n) => {
      const result = cnAlertXml(only(book, n).warning);
      if (!result.ok) throw new Error(JSON.stringify(result.faults));
      return textsOf(readXml(result.value), 'identifier')[0];
    });
    expect(texts).toEqual([
      '41000041600000_20261123080000_0',
      '41010041600000_20261123080000_0',
      '41000041600000_20261123080000_1',
      '41000041600000_20261123080000_2',
    ]);
    expect(cnAlertXml(only(bookOf(eventful()), 0).warning).ok).toBe(false);
  });
});

describeWithService('libxml2-utils', 'CAP documents of warnings', () => {
  it('[BUL-7] every document of every kind of warning is valid', () => {
    const ended = lifted();
    summaries(ended);
    const scenarios = [eventful(), ended, notice('ozone'), notice('dust', 'observed'), inForce({}, 'red')];
    const documents = scenarios.flatMap((scenario) =>
      [{}, { exercise: true }, { regionalFor: 'members' as const }].flatMap((terms) =>
        bookOf(scenario, terms)
          .all()
          .map(({ warning }) => xmlOf(warning)),
      ),
    );
    expect(documents.length).toBeGreaterThan(60);
    expect(schemaFaults(documents)).toBe('');
  });
});
