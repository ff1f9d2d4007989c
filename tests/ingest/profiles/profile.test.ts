import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARAMETERS, UNITS } from '../../../domain/air/parameter.ts';
import { mapMessage } from '../../../ingest/profiles/map-message.ts';
import { BadProfile, parseProfile } from '../../../ingest/profiles/parse-profile.ts';
import { topicPattern } from '../../../ingest/profiles/topic-pattern.ts';
import { convert, unitConversion } from '../../../ingest/profiles/unit-conversion.ts';
import { bytes, NOW } from '../samples.ts';
import { SHIPPED, shipped } from './shipped.ts';

const INVENTED = `
profile: invented
topic: net/{device}/+/up
time: { rule: epoch, path: [meta, ts], unit: s }
stamps: start
period: 600
fields:
  - { parameter: no2, unit: ppb, from: [[gas, 0, v]] }
  - { parameter: co, unit: ppm, from: [[gas, 1, v]] }
  - { parameter: pressure, unit: kPa, from: [[p]], scale: 0.1 }
  - { parameter: wind_speed, unit: km/h, from: [[wind, speed], [ws]] }
`;

function faultsOf(text: string): string[] {
  try {
    parseProfile(text, 'p.yaml');
    return [];
  } catch (error) {
    if (!(error instanceof BadProfile)) throw error;
    return error.message.split('\n');
  }
}

describe('a profile', () => {
  it('[PSH-20] [PSH-22] is all that a new kind of device needs', () => {
    const payload = { meta: { ts: 1795327200.5 }, gas: [{ v: 20 }, { v: 1 }], p: 1013.25, ws: 36 };
    const { candidates, refusals } = mapMessage(parseProfile(INVENTED, 'p.yaml'), {
      topic: 'net/n-7/a/up',
      payload: bytes(payload),
      arrivedAt: NOW,
    });
    expect(refusals).toEqual([]);
    expect(candidates).toHaveLength(1);
    const [candidate] = candidates;
    expect(candidate).toMatchObject({
      device: 'n-7',
      item: { period: 600, values: { pressure: 1013.25, wind_speed: 10 } },
    });
    expect(Date.parse(candidate?.item.at ?? '')).toBe(1_795_327_200_500);
    // 1 ppb of NO2 is 1.88 µg/m³ and 1 ppm of CO 1.145 mg/m³ at 25 °C and 1013.25 hPa.
    expect(candidate?.item.values.no2).toBeCloseTo(37.61, 2);
    expect(candidate?.item.values.co).toBeCloseTo(1.145, 3);
  });

  it('[PSH-21] is refused with every fault at once', () => {
    const faults = faultsOf(`
profile: Bad Name
topic: a/b
time: { rule: local, path: [t] }
period: -1
colour: red
fields:
  - { parameter: co, unit: hPa, from: [[a]] }
`);
    const all = faults.join('\n');
    for (const part of ['profile:', 'topic:', 'time.zone:', 'period:', 'colour', 'co has the units mg/m3']) {
      expect(all).toContain(part);
    }
  });

  it.each([
    [INVENTED.replace('topic: net/{device}/+/up\n', ''), 'must name its device'],
    [INVENTED.replace('parameter: co, unit: ppm', 'parameter: no2, unit: ppb'), 'no2 is there twice'],
    [INVENTED.replace('{ rule: epoch, path: [meta, ts], unit: s }', '{ rule: arrival }'), 'an arrival time is an end'],
    [INVENTED.replace('[[p]]', "[['{sensor}p']]"), 'need each other'],
    ['profile: [', 'p.yaml: '],
  ])('[PSH-21] is refused when it cannot work (%#)', (text, part) => {
    expect(faultsOf(text).join('\n')).toContain(part);
  });

  it('[PSH-31] never throws, whatever comes', () => {
    const profiles = [...SHIPPED.map(shipped), parseProfile(INVENTED, 'p.yaml')];
    const near = fc.record(
      {
        Time: fc.oneof(fc.constant('2026-11-22T14:00:00'), fc.jsonValue()),
        SDS0X1: fc.oneof(fc.record({ PM10: fc.jsonValue() }), fc.jsonValue()),
        esp8266id: fc.jsonValue(),
        sensordatavalues: fc.oneof(
          fc.array(fc.record({ value_type: fc.constantFrom('P1', 'P2', '__proto__'), value: fc.jsonValue() })),
          fc.jsonValue(),
        ),
        meta: fc.record({ ts: fc.oneof(fc.double(), fc.jsonValue()) }),
        p: fc.jsonValue(),
        pm02: fc.jsonValue(),
        TempUnit: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const payload = fc.oneof(
      near.map((value) => bytes(JSON.stringify(value))),
      fc.jsonValue().map((value) => bytes(JSON.stringify(value))),
      fc.uint8Array(),
    );
    const topic = fc.option(fc.constantFrom('tele/x/SENSOR', 'net/a/b/up', 'zigbee2mqtt/a', 'x', ''), {
      nil: undefined,
    });
    fc.assert(
      fc.property(fc.constantFrom(...profiles), payload, topic, fc.boolean(), (profile, sent, on, retained) => {
        const message = { payload: sent, arrivedAt: NOW, retained, ...(on === undefined ? {} : { topic: on }) };
        const { candidates, refusals } = mapMessage(profile, message);
        // Something always comes of a message.
        expect(candidates.length + refusals.length).toBeGreaterThan(0);
        for (const { item } of candidates) {
          expect(Date.parse(item.at)).not.toBeNaN();
          for (const value of Object.values(item.values)) expect(value).toBeTypeOf('number');
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('topicPattern', () => {
  it.each([
    ['tele/{device}/SENSOR', 'tele/+/SENSOR', 'tele/a/SENSOR', 'a'],
    ['tele/{device}/SENSOR', 'tele/+/SENSOR', 'tele/a/STATE', undefined],
    ['tele/{device}/SENSOR', 'tele/+/SENSOR', 'tele/a/b/SENSOR', undefined],
    ['tele/{device}/SENSOR', 'tele/+/SENSOR', 'tele//SENSOR', undefined],
    ['z/{device}', 'z/+', 'z/a/availability', undefined],
    ['+/{device}/#', '+/+/#', 'x/a/b/c', 'a'],
    ['+/{device}/#', '+/+/#', 'x/a', 'a'],
  ])('[PSH-26] %s subscribes to %s and finds in %s the device %s', (pattern, filter, topic, device) => {
    const subject = topicPattern(pattern);
    expect(subject.filter).toBe(filter);
    expect(subject.deviceOf(topic)).toBe(device);
  });

  it.each(['a/b', '{device}/{device}', '#/{device}', 'a+/{device}', 'x{device}'])('[PSH-21] refuses %s', (pattern) => {
    expect(() => topicPattern(pattern)).toThrow();
  });
});

describe('unitConversion', () => {
  it('[PSH-22] knows our own unit of every parameter as it is', () => {
    for (const parameter of PARAMETERS) {
      expect(unitConversion(parameter, UNITS[parameter]), parameter).toEqual({ scale: 1, offset: 0 });
    }
  });

  it.each([
    ['pressure', 'Pa', 101_325, 1013.25],
    ['pressure', 'kPa', 101.325, 1013.25],
    ['co', 'µg/m³', 1300, 1.3],
    ['pm25', 'mg/m3', 0.062, 62],
    ['o3', 'ppb', 50, 98.0953],
    ['temp', 'F', -40, -40],
    ['temp', 'K', 273.15, 0],
    ['wind_speed', 'kn', 10, 5.14444],
  ] as const)('[PSH-22] converts %s in %s', (parameter, unit, theirs, ours) => {
    const conversion = unitConversion(parameter, unit);
    if (conversion === undefined) throw new Error('unknown');
    expect(convert(theirs, conversion)).toBeCloseTo(ours, 3);
  });

  it.each([
    ['pm25', 'ppb'],
    ['co', 'hPa'],
    ['temp', 'constructor'],
  ] as const)('[PSH-22] does not guess what %s in %s would be', (parameter, unit) => {
    expect(unitConversion(parameter, unit)).toBeUndefined();
  });
});
