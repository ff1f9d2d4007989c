import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CapAlert } from '../../../domain/cap/cap-alert.ts';
import { capXml } from '../../../domain/cap/cap-xml.ts';
import { messageIdentifier } from '../../../domain/cap/message-identifier.ts';
import type { PublicWarning } from '../../../domain/cap/public-warning.ts';
import { markedText } from '../../../domain/cap/status-mark.ts';
import { toCapAlert } from '../../../domain/cap/to-cap-alert.ts';
import { anyText, anyWarning } from './any-warning.ts';
import { childrenOf, readXml, textsOf } from './read-xml.ts';
import { SAMPLE, SAMPLE_DRILL, SAMPLE_KEY, SENT_AT, sampleFollowing } from './sample-warning.ts';

const HOUR_MS = 3_600_000;

function made(warning: PublicWarning): CapAlert {
  const result = toCapAlert(warning);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.value;
}

const words = (over: Partial<PublicWarning>) => {
  const [info] = made({ ...SAMPLE, ...over }).info;
  return [info?.severity, info?.urgency, info?.certainty, info?.responseType[0]];
};

describe('a CAP alert', () => {
  it('[CAP-1] says the whole in Chinese and in English, the same for machines', () => {
    const [zh, en, ...more] = made(SAMPLE).info;
    expect(more).toEqual([]);
    expect(zh).toMatchObject({ language: 'zh-CN', event: '重污染天气', headline: '区域重污染天气橙色预警' });
    expect(en).toMatchObject({
      language: 'en-US',
      event: 'Heavy air pollution',
      senderName: 'Lanhe Joint Prevention Office',
    });
    for (const field of ['category', 'severity', 'urgency', 'eventCode', 'onset', 'expires', 'parameter'] as const) {
      expect(zh?.[field]).toEqual(en?.[field]);
    }
    expect(made(SAMPLE)).toMatchObject({ incidents: 'lanhe-2026-0007', msgType: 'Alert', scope: 'Public' });
  });

  it('[CAP-3] has times with the offset of the region, never Z, never parts of a second; UTC is -00:00', () => {
    const at = (utcOffset: string) =>
      made({ ...SAMPLE, key: { ...SAMPLE_KEY, utcOffset, sentAt: SENT_AT + 999 } }).sent;
    expect(at('+08:00')).toBe('2026-11-22T14:00:00+08:00');
    expect(at('+05:30')).toBe('2026-11-22T11:30:00+05:30');
    expect(at('+00:00')).toBe('2026-11-22T06:00:00-00:00');
    expect(at('-03:30')).toBe('2026-11-22T02:30:00-03:30');
    expect(made(SAMPLE).info[0]).toMatchObject({
      effective: '2026-11-22T14:00:00+08:00',
      onset: '2026-11-23T00:00:00+08:00',
      expires: '2026-11-26T00:00:00+08:00',
    });
    const { expiresAt: _, ...openEnded } = SAMPLE;
    expect(made(openEnded).info[0]).not.toHaveProperty('expires');
  });

  it('[CAP-4] of a drill is an Exercise and says so in every text of both languages', () => {
    const alert = made(SAMPLE_DRILL);
    expect(alert.status).toBe('Exercise');
    expect(alert.note).toMatch(/演练.*EXERCISE/);
    const [zh, en] = alert.info;
    for (const field of ['event', 'headline', 'description', 'instruction'] as const) {
      expect(zh?.[field]).toMatch(/^【演练】/);
      expect(en?.[field]).toMatch(/^EXERCISE: /);
    }
    expect(JSON.stringify(made(SAMPLE))).not.toMatch(/演练|EXERCISE/);
  });

  it('[CAP-4] is marked once, however often', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('Actual', 'Exercise', 'Test', 'Draft'), (text, status) => {
        const once = markedText(status, text, 'en');
        expect(markedText(status, once, 'en')).toBe(once);
        expect(once.endsWith(text)).toBe(true);
      }),
    );
  });

  it.each([
    ['red', 'Extreme'],
    ['orange', 'Severe'],
    ['yellow', 'Moderate'],
    ['blue', 'Minor'],
    ['none', 'Unknown'],
  ] as const)('[CAP-6] grade %s is of severity %s', (grade, severity) => {
    expect(words({ grade })[0]).toBe(severity);
  });

  it.each([
    [-HOUR_MS, 'Immediate', 'Execute'],
    [HOUR_MS, 'Immediate', 'Execute'],
    [HOUR_MS + 1, 'Expected', 'Prepare'],
    [24 * HOUR_MS, 'Expected', 'Prepare'],
    [24 * HOUR_MS + 1, 'Future', 'Prepare'],
  ] as const)('[CAP-6] %i ms before the response the urgency is %s: %s', (leadMs, urgency, responseType) => {
    expect(words({ onsetAt: SENT_AT + leadMs })).toEqual(['Severe', urgency, 'Likely', responseType]);
  });

  it('[CAP-6] certainty follows what it rests on; a notice without colour asks for attention', () => {
    expect(words({ basis: 'measured' })[2]).toBe('Observed');
    expect(words({ basis: 'model' })[2]).toBe('Possible');
    expect(words({ event: 'ozone', grade: 'none' })).toEqual(['Unknown', 'Expected', 'Likely', 'Monitor']);
  });

  it('[CAP-7] lifts with Cancel: minor, past, all clear', () => {
    const alert = made(sampleFollowing('Cancel'));
    expect(alert).toMatchObject({ msgType: 'Cancel' });
    expect(alert.info[0]).toMatchObject({ severity: 'Minor', urgency: 'Past', responseType: ['AllClear'] });
  });

  it('[CAP-8] refers to what it replaces by sender, identifier and time as they were written', () => {
    const first = made(SAMPLE);
    expect(first).not.toHaveProperty('references');
    const update = made(sampleFollowing('Update'));
    expect(update.references).toBe(`${first.sender},${first.identifier},${first.sent}`);
    const lift = made({
      ...sampleFollowing('Cancel'),
      references: [SAMPLE_KEY, { ...SAMPLE_KEY, identifier: 'other.3', utcOffset: '+05:30' }],
    });
    expect(lift.references).toBe(
      'office.lanhe.example,lanhe-2026-0007.0,2026-11-22T14:00:00+08:00 office.lanhe.example,other.3,2026-11-22T11:30:00+05:30',
    );
  });

  it('[CAP-9] has an identifier of its own, whatever the name of its warning', () => {
    expect(messageIdentifier('Greater Noida, 7 <&>', 2)).toBe('Greater%20Noida%2C%207%20%3C%26%3E.2');
    fc.assert(
      fc.property(anyText, anyText, fc.nat(20), fc.nat(20), (one, other, n, m) => {
        const identifiers = [messageIdentifier(one, n), messageIdentifier(other, m)];
        expect(identifiers[0]).not.toMatch(/[\s,<&]/);
        expect(identifiers[0] === identifiers[1]).toBe(one === other && n === m);
      }),
    );
  });

  it('[CAP-10] has an area for each city: GB/T 2260 code, polygon with latitude first', () => {
    const [, en] = made(SAMPLE).info;
    expect(en?.area).toEqual([
      {
        areaDesc: 'Lanzhou Bay',
        polygon: ['34.5,113.5 34.5,114 35,114 34.5,113.5'],
        geocode: [{ valueName: 'GB/T2260', value: '410100' }],
      },
      { areaDesc: 'Heyang', polygon: [], geocode: [{ valueName: 'GB/T2260', value: '410200' }] },
    ]);
    const abroad = made({ ...SAMPLE, cities: [{ name: { zh: '大诺伊达', en: 'Greater Noida' } }] });
    expect(abroad.info[0]?.area).toEqual([{ areaDesc: '大诺伊达', polygon: [], geocode: [] }]);
  });

  it('[CAP-10] writes degrees without exponents', () => {
    const ring = [
      [0.0000012, -1e-9],
      [1, 0],
      [1, 1e-7],
      [0.0000012, -1e-9],
    ] as const;
    const [info] = made({ ...SAMPLE, cities: [{ name: { zh: '甲', en: 'A' }, polygons: [ring] }] }).info;
    expect(info?.area[0]?.polygon).toEqual(['0,0.000001 0,1 0,1 0,0.000001']);
  });

  it('[CAP-11] names the level and the kind of event in codes, and carries parameters', () => {
    expect(made(SAMPLE).info[0]).toMatchObject({
      eventCode: [
        { valueName: 'level', value: 'ORANGE' },
        { valueName: 'GB/T35561', value: '11B25' },
      ],
      parameter: [{ valueName: 'primaryPollutant', value: 'pm25' }],
    });
    expect(made({ ...SAMPLE, event: 'dust', grade: 'none' }).info[0]?.eventCode).toEqual([
      { valueName: 'GB/T35561', value: '11B25' },
    ]);
  });

  it('[CAP-12] has a restriction when restricted, addresses when private, and neither when public', () => {
    expect(Object.keys(made(SAMPLE))).not.toEqual(expect.arrayContaining(['restriction']));
    expect(made({ ...SAMPLE, audience: { scope: 'Restricted', restriction: 'member cities' } })).toMatchObject({
      scope: 'Restricted',
      restriction: 'member cities',
    });
    expect(made(SAMPLE_DRILL).addresses).toBe('duty@a.example "Heyang Duty Desk"');
    expect(made({ ...SAMPLE, warning: 'lan he 7' }).incidents).toBe('"lan he 7"');
  });

  it('[CAP-13] reads back from its XML as it was', () => {
    fc.assert(
      fc.property(anyWarning, (warning) => {
        const alert = made(warning);
        const root = readXml(capXml(alert));
        expect(root.attributes).toEqual({ xmlns: 'urn:oasis:names:tc:emergency:cap:1.2' });
        const { info, ...head } = alert;
        expect(
          Object.fromEntries(root.elements.filter(({ text }) => text !== null).map(({ name, text }) => [name, text])),
        ).toEqual(head);
        childrenOf(root, 'info').forEach((read, n) => {
          const one = info[n];
          for (const field of [
            'headline',
            'description',
            'instruction',
            'senderName',
            'web',
            'contact',
            'event',
          ] as const) {
            expect(textsOf(read, field)).toEqual([one?.[field]]);
          }
          const named = (element: typeof read, name: string) =>
            childrenOf(element, name).map((pair) => ({
              valueName: textsOf(pair, 'valueName')[0],
              value: textsOf(pair, 'value')[0],
            }));
          expect(named(read, 'parameter')).toEqual(one?.parameter);
          expect(named(read, 'eventCode')).toEqual(one?.eventCode);
          const areas = childrenOf(read, 'area').map((area) => ({
            areaDesc: textsOf(area, 'areaDesc')[0],
            polygon: textsOf(area, 'polygon'),
            geocode: named(area, 'geocode'),
          }));
          expect(areas).toEqual(one?.area);
        });
        expect(childrenOf(root, 'info')).toHaveLength(2);
      }),
    );
  });
});
