import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceKm, neighboursOf } from '../../../../domain/air/quality/neighbours-of.ts';

const stations = fc
  .array(
    fc.record({
      lon: fc.integer({ min: 11_300, max: 11_400 }).map((n) => n / 100),
      lat: fc.integer({ min: 2_300, max: 2_340 }).map((n) => n / 100),
      background: fc.boolean(),
    }),
    { maxLength: 80 },
  )
  .map((places) => places.map((place, number) => ({ ...place, id: `s${number}` })));

describe('neighbours', () => {
  it('[QC-10] are the nearest 16 within the distance, as a look at all pairs finds them', () => {
    fc.assert(
      fc.property(stations, fc.integer({ min: 1, max: 60 }), (all, km) => {
        const found = neighboursOf(all, km);
        for (const station of all) {
          const near = all
            .filter((other) => other !== station && !other.background && !station.background)
            .map((other) => ({ id: other.id, away: distanceKm(station, other) }))
            .filter(({ away }) => away <= km)
            .sort((a, b) => a.away - b.away || (a.id < b.id ? -1 : 1));
          expect(found.get(station.id)).toEqual(near.slice(0, 16).map(({ id }) => id));
        }
      }),
    );
  });
});
