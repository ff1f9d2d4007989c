import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cnAlertXml } from '../../../domain/cap/cn-alert-xml.ts';
import { faultsOf } from '../../../domain/cap/faults-of.ts';
import type { PublicWarning, Ring } from '../../../domain/cap/public-warning.ts';
import { toCapAlert } from '../../../domain/cap/to-cap-alert.ts';
import { anyWarning } from './any-warning.ts';
import { SAMPLE, SAMPLE_DRILL, SAMPLE_KEY, SENT_AT, sampleFollowing } from './sample-warning.ts';

const update = sampleFollowing('Update');
const found = (warning: PublicWarning) => faultsOf(warning).map(({ rule, path }) => `${rule} ${path}`);
const withKey = (over: Partial<typeof SAMPLE_KEY>) => ({ ...SAMPLE, key: { ...SAMPLE_KEY, ...over } });
const withRing = (ring: Ring): PublicWarning => ({
  ...SAMPLE,
  cities: [{ name: { zh: '甲', en: 'A' }, polygons: [ring] }],
});

describe('what is refused', () => {
  const wrong: readonly [string, PublicWarning, string][] = [
    ['[CAP-3] an instant that is none', withKey({ sentAt: Number.NaN }), 'CAP-3 key.sentAt'],
    ['[CAP-3] a year of five digits', { ...SAMPLE, expiresAt: Date.UTC(12_000, 0) }, 'CAP-3 expiresAt'],
    ['[CAP-3] an offset that is none', withKey({ utcOffset: 'Z' }), 'CAP-3 utcOffset'],
    ['[CAP-5] a drill for the public', { ...SAMPLE_DRILL, audience: { scope: 'Public' } }, 'CAP-5 audience.scope'],
    ['[CAP-5] a draft for the public', withKey({ status: 'Draft' }), 'CAP-5 audience.scope'],
    ['[CAP-8] a first issue that refers', { ...update, type: 'Alert' }, 'CAP-8 references'],
    ['[CAP-8] an update without reference', { ...update, references: [] }, 'CAP-8 references'],
    [
      '[CAP-8] a drill that cancels a real warning',
      { ...SAMPLE_DRILL, type: 'Cancel', references: [SAMPLE_KEY] },
      'CAP-8 references.0',
    ],
    [
      '[CAP-8] a later message',
      { ...update, references: [{ ...SAMPLE_KEY, sentAt: update.key.sentAt + 1000 }] },
      'CAP-8 references.0',
    ],
    ['[CAP-8] itself', { ...update, references: [update.key] }, 'CAP-8 references.0'],
    ['[CAP-8] one twice', { ...update, references: [SAMPLE_KEY, SAMPLE_KEY] }, 'CAP-8 references.1'],
    ...[' ', ',', '<', '&', '\n'].map((bad): [string, PublicWarning, string] => [
      `[CAP-9] ${JSON.stringify(bad)} in an identifier`,
      withKey({ identifier: `a${bad}b` }),
      'CAP-9 key.identifier',
    ]),
    ['[CAP-9] an empty sender', withKey({ sender: '' }), 'CAP-9 key.sender'],
    [
      '[CAP-9] a torn reference',
      { ...update, references: [{ ...SAMPLE_KEY, sender: 'a,b' }] },
      'CAP-9 references.0.sender',
    ],
    ['[CAP-10] no city', { ...SAMPLE, cities: [] }, 'CAP-10 cities'],
    [
      '[CAP-10] a code that is none',
      { ...SAMPLE, cities: [{ name: { zh: '甲', en: 'A' }, code: '41010' }] },
      'CAP-10 cities.0.code',
    ],
    ['[CAP-10] a ring of three points', withRing([[1, 1], [2, 2], [1, 1]]), 'CAP-10 cities.0.polygons.0'], // biome-ignore format: one line
    ['[CAP-10] an open ring', withRing([[1, 1], [2, 2], [3, 1], [1, 2]]), 'CAP-10 cities.0.polygons.0'], // biome-ignore format: one line
    ['[CAP-10] latitude and longitude confused', withRing([[34, 113], [34, 114], [35, 114], [34, 113]]), 'CAP-10 cities.0.polygons.0'], // biome-ignore format: one line
    ['[CAP-12] no address', { ...SAMPLE, audience: { scope: 'Private', addresses: [] } }, 'CAP-12 audience.addresses'],
    [
      '[CAP-12] a quote in an address',
      { ...SAMPLE, audience: { scope: 'Private', addresses: ['a"b'] } },
      'CAP-12 audience.addresses',
    ],
    ['[CAP-12] a quote in the warning', { ...SAMPLE, warning: 'a"b' }, 'CAP-12 warning'],
    ['[CAP-13] a control character', { ...SAMPLE, headline: { zh: '甲', en: 'a\u0007' } }, 'CAP-13 headline.en'],
    ['[CAP-13] half a pair', { ...SAMPLE, description: { zh: '\ud842', en: 'a' } }, 'CAP-13 description.zh'],
    ['[CAP-13] an empty text', { ...SAMPLE, parameters: [{ name: 'aqi', value: ' ' }] }, 'CAP-13 parameters.0.value'],
    [
      '[CAP-13] an address that is no web page',
      { ...SAMPLE, issuer: { ...SAMPLE.issuer, web: 'javascript:alert(1)' } },
      'CAP-13 issuer.web',
    ],
    ['[CAP-15] an end before the start', { ...SAMPLE, expiresAt: SAMPLE.onsetAt }, 'CAP-15 expiresAt'],
    [
      '[CAP-15] what is over when it is sent',
      { ...SAMPLE, onsetAt: SENT_AT - 2, expiresAt: SENT_AT },
      'CAP-15 expiresAt',
    ],
  ];
  it.each(wrong)('%s', (_, warning, expected) => {
    expect(found(warning)).toContain(expected);
    expect(toCapAlert(warning).ok).toBe(false);
    expect(cnAlertXml(warning).ok).toBe(false);
  });

  it('[CAP-14] everything at once, each with its rule, place and reason in both languages', () => {
    const faults = faultsOf({ ...withKey({ sender: '', status: 'Exercise' }), cities: [], expiresAt: 0 });
    expect(new Set(faults.map(({ rule }) => rule))).toEqual(new Set(['CAP-5', 'CAP-9', 'CAP-10', 'CAP-13', 'CAP-15']));
    for (const { reason } of faults) {
      expect(reason.zh).toMatch(/\p{Script=Han}/u);
      expect(reason.en).toMatch(/^[\x20-\x7e±]+$/);
    }
  });

  it('[CAP-15] a lift may come after the end', () => {
    expect(faultsOf({ ...sampleFollowing('Cancel'), onsetAt: SENT_AT - 2, expiresAt: SENT_AT })).toEqual([]);
  });

  it('[CAP-14] nothing of a right message', () => {
    fc.assert(
      fc.property(anyWarning, (warning) => {
        expect(faultsOf(warning)).toEqual([]);
      }),
    );
  });
});
