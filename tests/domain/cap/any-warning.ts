import fc from 'fast-check';
import type { MessageKey, PublicWarning, Ring, WarnedCity } from '../../../domain/cap/public-warning.ts';
import { fitsXml } from '../../../domain/cap/xml.ts';
import { GRADES } from '../../../domain/grade/grade.ts';

/** Anything XML can hold, with what has to be escaped more often than by chance. */
export const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }).filter(fitsXml),
      fc.constantFrom('&', '<', '>', '"', "'", ']]>', '&amp;', '\r\n', '\t', '臭氧', '𠮷', '<!--', ' '),
    ),
    { maxLength: 6 },
  )
  .map((parts) => `x${parts.join('')}`);

const anyTexts = fc.record({ zh: anyText, en: anyText });
const anyName = fc.stringMatching(/^[A-Za-z0-9._@-]{1,20}$/);
const anyStatus = fc.constantFrom('Actual', 'Exercise', 'Test', 'Draft');
const digits = (count: number) => fc.stringMatching(new RegExp(`^[0-9]{${count}}$`));

const anyRing: fc.Arbitrary<Ring> = fc
  .array(fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true })), {
    minLength: 3,
    maxLength: 8,
  })
  .map((points) => [...points, points[0] ?? [0, 0]]);

const anyCity: fc.Arbitrary<WarnedCity> = fc.record({
  name: fc.record({ zh: anyText.map((text) => text.replaceAll(',', '，')), en: anyText }),
  code: digits(6),
  polygons: fc.array(anyRing, { maxLength: 2 }),
});

const anyKey: fc.Arbitrary<MessageKey> = fc.record({
  identifier: anyName,
  sender: anyName,
  status: anyStatus,
  sentAt: fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) }),
  utcOffset: fc.constantFrom('+08:00', '+05:30', '+00:00', '-03:30'),
  unitCode: digits(14),
  serial: fc.integer({ min: 0, max: 9 }),
});

/** A message that has no fault, of any status and type. */
export const anyWarning: fc.Arbitrary<PublicWarning> = fc
  .record({
    key: anyKey,
    warning: anyText.map((text) => text.replaceAll('"', '')),
    type: fc.constantFrom('Alert', 'Update', 'Cancel'),
    event: fc.constantFrom('heavy_pollution', 'ozone', 'dust'),
    eventType: anyText,
    grade: fc.constantFrom(...GRADES),
    basis: fc.constantFrom('measured', 'agreed', 'model'),
    audience: fc.oneof(
      fc.constant({ scope: 'Public' } as const),
      anyText.map((restriction) => ({ scope: 'Restricted', restriction }) as const),
      fc
        .array(
          anyText.map((text) => text.replaceAll('"', '')),
          { minLength: 1, maxLength: 3 },
        )
        .map((addresses) => ({ scope: 'Private', addresses }) as const),
    ),
    cities: fc.array(anyCity, { minLength: 1, maxLength: 4 }),
    leadMs: fc.integer({ min: -3_600_000, max: 72 * 3_600_000 }),
    lastsMs: fc.integer({ min: 3_600_001, max: 240 * 3_600_000 }),
    issuer: fc.record({ name: anyTexts, contact: anyText, web: fc.webUrl({ withQueryParameters: true }) }),
    headline: anyTexts,
    description: anyTexts,
    instruction: anyTexts,
    parameters: fc.array(fc.record({ name: anyText, value: anyText }), { maxLength: 3 }),
    earlier: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ leadMs, lastsMs, earlier, ...rest }) => {
    const { key, type, audience } = rest;
    const references = Array.from({ length: type === 'Alert' ? 0 : earlier }, (_, n) => ({
      ...key,
      identifier: `${key.identifier}-${n}`,
      sentAt: key.sentAt - 60_000 * (n + 1),
    }));
    return {
      ...rest,
      audience:
        key.status !== 'Actual' && audience.scope === 'Public' ? { scope: 'Restricted', restriction: 'x' } : audience,
      onsetAt: key.sentAt + leadMs,
      expiresAt: key.sentAt + leadMs + lastsMs,
      references,
    };
  });
