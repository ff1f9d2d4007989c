import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARAMETERS } from '../../../domain/air/parameter.ts';
import { FLAGS, type Reading } from '../../../domain/air/reading.ts';
import { SPOOL_COLUMNS, spooledReadings, spoolLine, spoolPayload } from '../../../store/spool/spooled-readings.ts';
import { reading } from '../../contract/timeseries-contract.ts';

const anyReading: fc.Arbitrary<Reading> = fc
  .record(
    {
      station: fc.string({ unit: 'grapheme' }),
      city: fc.string(),
      at: fc.maxSafeInteger(),
      periodS: fc.nat(),
      seq: fc.maxSafeInteger(),
      values: fc.dictionary(
        fc.constantFrom(...PARAMETERS),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
      ),
      flags: fc.dictionary(fc.constantFrom(...PARAMETERS), fc.constantFrom(...FLAGS)),
    },
    { requiredKeys: ['station', 'city', 'at', 'periodS', 'values', 'flags'], noNullPrototype: true },
  )
  .map((one) => ({ ...one, values: { ...one.values }, flags: { ...one.flags } }));

describe('readings as they lie in the spool', () => {
  it('[SPL-20] come back as they were', () => {
    fc.assert(
      fc.property(fc.array(anyReading, { maxLength: 20 }), (readings) => {
        expect(spooledReadings(spoolPayload(readings.map(spoolLine)))).toEqual(readings);
      }),
    );
  });

  it('[SPL-20] have a place for every parameter there is', () => {
    expect([...SPOOL_COLUMNS].sort()).toEqual([...PARAMETERS].sort());
  });

  it('[SPL-20] are one line of JSON each, values by column without an empty end', () => {
    const one = reading({ seq: 7, flags: { o3: 'C' } });
    expect(spoolLine(one)).toBe(`["s1","c1",${one.at},3600,7,[62,null,null,null,1.3],{"o3":"C"}]`);
  });

  it('are none when the payload is something else', () => {
    for (const payload of ['', '{}', '[1', '[null]', '5']) {
      expect(spooledReadings(Buffer.from(payload))).toBeUndefined();
    }
  });
});
