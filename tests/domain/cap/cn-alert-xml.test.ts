import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cnAlertXml } from '../../../domain/cap/cn-alert-xml.ts';
import { cnIdentifier } from '../../../domain/cap/cn-identifier.ts';
import type { PublicWarning } from '../../../domain/cap/public-warning.ts';
import { parseIso } from '../../../domain/time.ts';
import { anyWarning } from './any-warning.ts';
import { childrenOf, readXml, textsOf } from './read-xml.ts';
import { SAMPLE, SAMPLE_DRILL, SAMPLE_KEY, sampleFollowing } from './sample-warning.ts';

function read(warning: PublicWarning) {
  const result = cnAlertXml(warning);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  const root = readXml(result.value);
  const [info] = childrenOf(root, 'info');
  const [area] = childrenOf(info ?? root, 'area');
  return {
    root,
    text: (name: string) => textsOf(root, name)[0],
    info: (name: string) => textsOf(info ?? root, name)[0],
    area: (name: string) => textsOf(area ?? root, name)[0],
  };
}

const refused = (warning: PublicWarning) => {
  const result = cnAlertXml(warning);
  return result.ok ? [] : result.faults.map(({ rule, path }) => `${rule} ${path}`);
};

describe('the Chinese profile', () => {
  it('[CAP-20] has identifiers of 31 characters: unit, Beijing time, serial', () => {
    expect(cnIdentifier({ ...SAMPLE_KEY, serial: 3 })).toBe('41000041600000_20261122140000_3');
    expect(cnIdentifier({ ...SAMPLE_KEY, utcOffset: '+05:30' })).toBe('41000041600000_20261122140000_0');
    fc.assert(
      fc.property(anyWarning, ({ key }) => {
        const identifier = cnIdentifier(key);
        expect(identifier).toMatch(/^\d{14}_\d{14}_\d$/);
        expect(identifier).toHaveLength(31);
        const [, y, mo, d, h, m, s] = /_(....)(..)(..)(..)(..)(..)_/.exec(identifier ?? '') ?? [];
        expect(parseIso(`${y}-${mo}-${d}T${h}:${m}:${s}+08:00`)).toBe(key.sentAt - (key.sentAt % 1000));
      }),
    );
  });

  it.each([
    ['red', 'Red'],
    ['orange', 'Orange'],
    ['yellow', 'Yellow'],
    ['blue', 'Blue'],
    ['none', 'Unknown'],
  ] as const)('[CAP-21] writes grade %s as severity %s, of a lift too', (grade, severity) => {
    expect(read({ ...SAMPLE, grade }).info('severity')).toBe(severity);
    expect(read({ ...sampleFollowing('Cancel'), grade }).info('severity')).toBe(severity);
  });

  it('[CAP-21] writes times as Beijing has them, with a space', () => {
    const abroad = read({ ...SAMPLE, key: { ...SAMPLE_KEY, utcOffset: '+05:30' } });
    expect(abroad.text('sendTime')).toBe('2026-11-22 14:00:00+08:00');
    expect(abroad.info('effective')).toBe('2026-11-22 14:00:00+08:00');
    expect(abroad.info('onset')).toBe('2026-11-23 00:00:00+08:00');
    expect(abroad.info('expires')).toBe('2026-11-26 00:00:00+08:00');
  });

  it.each([
    ['no unit', { ...SAMPLE, key: { ...SAMPLE_KEY, unitCode: '410000' } }, 'CAP-22 key.unitCode'],
    ['a serial of two digits', { ...SAMPLE, key: { ...SAMPLE_KEY, serial: 10 } }, 'CAP-22 key.serial'],
    ['a city without code', { ...SAMPLE, cities: [{ name: { zh: '甲', en: 'A' } }] }, 'CAP-22 cities.0.code'],
    [
      'a comma in a list',
      { ...SAMPLE, cities: [{ name: { zh: '甲,乙', en: 'A' }, code: '410100' }] },
      'CAP-22 cities.0.name.zh',
    ],
    [
      'a reference without unit',
      { ...sampleFollowing('Update'), references: [{ ...SAMPLE_KEY, unitCode: '' }] },
      'CAP-22 references.0.unitCode',
    ],
  ])('[CAP-22] refuses %s', (_, warning, expected) => {
    expect(refused(warning)).toContain(expected);
  });

  it('[CAP-22] refuses what has no code of its event', () => {
    const { eventType: _, ...bare } = SAMPLE;
    expect(refused(bare)).toEqual(['CAP-22 eventType']);
  });

  it('[CAP-23] has the elements of the national system in their order, empty ones kept', () => {
    const { root, text, info, area } = read(SAMPLE);
    expect(root.attributes).toEqual({});
    expect(root.elements.map(({ name }) => name).join(' ')).toBe(
      'identifier sender senderCode sendTime status msgType scope code secClassification note references info',
    );
    expect(
      childrenOf(root, 'info')[0]
        ?.elements.map(({ name }) => name)
        .join(' '),
    ).toBe(
      'language eventType urgency severity certainty effective onset expires senderName headline description instruction web area',
    );
    expect([text('senderCode'), text('code'), text('references')]).toEqual(['41000041600000', '', '']);
    expect([info('language'), info('eventType')]).toEqual(['zh-CN', '11B25']);
    expect([area('areaDesc'), area('geocode')]).toEqual(['澜州,河阳', '410100000000,410200000000']);
  });

  it('[CAP-23] refers by identifiers of the profile', () => {
    const references = [SAMPLE_KEY, { ...SAMPLE_KEY, identifier: 'other', serial: 1 }];
    expect(read({ ...sampleFollowing('Cancel'), references }).text('references')).toBe(
      '41000041600000_20261122140000_0,41000041600000_20261122140000_1',
    );
  });

  it('[CAP-4] marks a drill in the profile too', () => {
    const drill = read(SAMPLE_DRILL);
    expect([drill.text('status'), drill.text('scope')]).toEqual(['Exercise', 'Private']);
    expect(drill.text('note')).toMatch(/演练/);
    for (const field of ['headline', 'description', 'instruction']) expect(drill.info(field)).toMatch(/^【演练】/);
  });

  it('[CAP-13] reads back as it was', () => {
    fc.assert(
      fc.property(anyWarning, (warning) => {
        const { info, area } = read(warning);
        expect(info('headline')?.endsWith(warning.headline.zh)).toBe(true);
        expect(info('description')?.endsWith(warning.description.zh)).toBe(true);
        expect(area('areaDesc')?.split(',')).toEqual(warning.cities.map(({ name }) => name.zh));
      }),
    );
  });
});
