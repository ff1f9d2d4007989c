import fc from 'fast-check';
import { PARAMETERS } from '../../domain/air/parameter.ts';
import { FLAGS } from '../../domain/air/reading.ts';
import { frameOf } from '../../ingest/hj212/frame.ts';
import { encryptContent } from '../../ingest/hj212/sm4.ts';
import { GARBAGE_STATIONS, SM4_BASE64, SM4_HEX } from './fuzz-stations.ts';

/** Mostly the first, now and then something odd. */
function mostly<Good, Odd>(good: fc.Arbitrary<Good>, odd: fc.Arbitrary<Odd>): fc.Arbitrary<Good | Odd> {
  return fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: odd });
}

const anything = fc.oneof(
  fc.constantFrom(null, true, '', 'NaN', '1e999', -0, -1, 1.5, 1e6 + 1, 1e308, 2 ** 53, [], {}, '__proto__', '\ud800'),
  fc.jsonValue({ maxDepth: 2 }),
);
const instant = fc.date({ min: new Date(0), max: new Date('2026-06-01'), noInvalidDate: true });
const at = mostly(
  fc.oneof(
    instant.map((date) => date.toISOString()),
    instant.map((date) => `${date.toISOString().slice(0, 19)}+08:00`),
    fc.constantFrom('2026-02-28T24:00:00Z', '2026-01-01T00:00Z', '2020-02-29T23:59:59.999999999-12:00'),
  ),
  fc.oneof(
    fc.constantFrom('2026-02-30T00:00:00Z', '2026-01-01T00:00:00', '9999-12-31T23:59:59Z', '1969-12-31T23:59:59Z', ''),
    anything,
  ),
);
const period = mostly(fc.constantFrom(0, 60, 300, 3600, 86_400), anything);
const value = mostly(
  fc.oneof(
    fc.nat(500),
    fc.double({ min: -100, max: 500, noNaN: true }),
    fc.integer({ min: -4e4, max: 4e4 }).map((n) => n / 100),
  ),
  anything,
);
const values = mostly(
  fc.dictionary(mostly(fc.constantFrom(...PARAMETERS), fc.string()), value, { minKeys: 1, maxKeys: 6 }),
  anything,
);
const flags = mostly(
  fc.dictionary(mostly(fc.constantFrom(...PARAMETERS), fc.string()), mostly(fc.constantFrom(...FLAGS), anything), {
    maxKeys: 3,
  }),
  anything,
);
const seq = mostly(fc.nat(1e6), anything);

/** A reading of the public contract that may have faults of JSON's own making: keys twice, numbers out of range. */
const reading = fc
  .record({ at, period, seq, values, flags }, { requiredKeys: ['at', 'period', 'values'] })
  .chain((good) => mostly(fc.constant<object>(good), fc.dictionary(fc.string(), anything, { maxKeys: 2 })));
const scars: readonly ((text: string) => string)[] = [
  (text) => text.replace('{', '{"at":"2026-01-01T00:00:00Z",'),
  (text) => text.replace(/:\d+/, ':1e999'),
  (text) => text.replace(/:(\d)/, ':0$1'),
  (text) => text.replace(/:\d+/, ':NaN'),
  (text) => `\ufeff${text}`,
  (text) => text.replaceAll(',', ', \n\t'),
  (text) => text.replace('}', ',}'),
  (text) => `${'['.repeat(3_000)}${text}`,
];
const scarred = (text: fc.Arbitrary<string>) =>
  fc
    .tuple(
      text,
      mostly(
        fc.constant((same: string) => same),
        fc.constantFrom(...scars),
      ),
    )
    .map(([t, scar]) => scar(t));
const batch = (item: fc.Arbitrary<unknown>) => fc.oneof(item, fc.array(item, { maxLength: 5 }));

export const payloads = scarred(batch(reading).map((json) => JSON.stringify(json))).map((text) => Buffer.from(text));

const station = mostly(fc.constantFrom<string>(...GARBAGE_STATIONS), anything);
const pushed = fc.tuple(reading, station).map(([item, id]) => ({ ...item, station: id }));
export const bodies = scarred(
  fc.oneof(
    batch(pushed).map((json) => JSON.stringify(json)),
    fc.array(pushed, { maxLength: 5 }).map((items) => items.map((item) => JSON.stringify(item)).join('\n')),
  ),
).map((text) => Buffer.from(text));

const dataTime = mostly(
  instant.map((date) => date.toISOString().replace(/\D/g, '').slice(0, 14)),
  fc.constantFrom('', '20260230000000', '99991231235959', '2026112213', '20210305003817000'),
);
const FACTORS = 'a34004 a34002 a21026 a21004 a21005 a05024 a01001 a01002 a01006 a01007 a01008 w01018 a34001 ele01';
const number = mostly(
  fc.oneof(
    fc.integer({ min: -500, max: 5_000 }).map(String),
    fc.double({ min: -9, max: 999, noNaN: true }).map(String),
  ),
  fc.constantFrom('', '-', '1e400', '1e-400', '0x10', 'NaN', '1,2', ' 7 ', '.5', '5.', '999999999', '&&', '##0010'),
);
const factor = fc
  .tuple(fc.constantFrom(...FACTORS.split(' ')), fc.constantFrom('Rtd', 'Avg', 'Min'), number, fc.nat(9))
  .chain(([code, kind, text, odd]) =>
    mostly(fc.constantFrom('N', 'C', 'n', 'D'), fc.string({ maxLength: 3 })).map((flag) =>
      odd === 0 ? `${code}-${kind}=${text}` : `${code}-${kind}=${text},${code}-Flag=${flag}`,
    ),
  );
const content = fc.tuple(dataTime, fc.array(factor, { maxLength: 8 })).map(([time, factors]) => {
  return [`DataTime=${time}`, ...factors].join(';');
});
const header = fc.record(
  {
    QN: mostly(
      instant.map((date) => date.toISOString().replace(/\D/g, '')),
      fc.string({ maxLength: 20 }),
    ),
    ST: mostly(fc.constantFrom('22', '39'), fc.constantFrom('21', '31', '91', '101', '2')),
    CN: mostly(
      fc.constantFrom('2011', '2051', '2061', '2031'),
      fc.constantFrom('1013', '1011', '2041', '2081', '3020', '9011', '9012', '9014', '9015', '0000', 'x'),
    ),
    PW: mostly(fc.constant('123456'), fc.string({ maxLength: 8 })),
    MN: mostly(
      fc.constantFrom('MN1', 'JLYP01_AIR01_0001', '010000A8900016F000169DC0', 'MN-BASE64', 'Y80110010000010'),
      fc.oneof(fc.constantFrom('Z13401000010301', 'LOST'), fc.string({ maxLength: 80 })),
    ),
    Flag: mostly(fc.constantFrom('4', '5', '7', '9'), fc.constantFrom('', '0', '255', '256', '-1', 'N')),
    PNUM: mostly(fc.constantFrom('', '1'), fc.constantFrom('2', '3', '9999', '10000')),
    PNO: mostly(fc.constantFrom('', '1', '2'), fc.constantFrom('0', '3', '9999')),
  },
  { requiredKeys: ['ST', 'CN', 'MN'] },
);
const segmentText = fc.tuple(header, content, fc.nat(40)).map(([fields, clear, odd]) => {
  const key = fields.MN === 'MN-BASE64' ? SM4_BASE64 : SM4_HEX;
  const secret = fields.MN === 'MN-BASE64' || fields.MN === '010000A8900016F000169DC0';
  const text = secret && odd > 2 ? encryptContent(clear, key) : clear;
  const head = Object.entries(fields).map(([name, field]) => `${name}=${field};`);
  return `${head.join('')}CP=&&${text}${odd === 0 ? '' : '&&'}`;
});
const FRAME_SCARS: readonly ((frame: string) => string)[] = [
  (frame) => frame.trimEnd(),
  (frame) => `${frame.slice(0, -6)}${frame.slice(-6).toLowerCase()}`,
  (frame) => frame.replace(/....\r\n$/, '0759\r\n'),
  (frame) => frame.replace(/^##\d{4}/, '##0099'),
  (frame) => frame.replace(/^##\d{4}/, '##9999'),
  (frame) => frame.replace(/^##/, '#'),
  (frame) => `${frame}${frame}`,
  (frame) => `##0${frame}`,
];

export const segments = segmentText.map((text) => Buffer.from(text));
export const frames = fc
  .tuple(
    segmentText,
    mostly(
      fc.constant((same: string) => same),
      fc.constantFrom(...FRAME_SCARS),
    ),
  )
  .map(([text, scar]) => Buffer.from(scar(frameOf(text))));

/** A device's message with some of its fields as they should not be. */
export function deviceMessages(message: object): fc.Arbitrary<Buffer> {
  const names = Object.keys(message);
  return fc
    .dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), fc.oneof(value, anything), { maxKeys: 3 })
    .map((changes) => Buffer.from(JSON.stringify({ ...message, ...changes })));
}

const interval = fc
  .tuple(at, at)
  .map((ends) => ends.map((end) => (typeof end === 'string' ? end : JSON.stringify(end))).join('/'));
export const observations = scarred(
  fc
    .record(
      {
        result: value,
        phenomenonTime: mostly(fc.oneof(at, interval), anything),
        resultQuality: mostly(fc.constantFrom('N', 'C', '4', 'good'), anything),
        parameters: anything,
      },
      { requiredKeys: ['result'] },
    )
    .map((json) => JSON.stringify(json)),
).map((text) => Buffer.from(text));
