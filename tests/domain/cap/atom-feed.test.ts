import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AtomFeed, type AtomMessage, atomFeed } from '../../../domain/cap/atom-feed.ts';
import type { PublicWarning } from '../../../domain/cap/public-warning.ts';
import { toCapAlert } from '../../../domain/cap/to-cap-alert.ts';
import { anyWarning } from './any-warning.ts';
import { childrenOf, readXml, textsOf } from './read-xml.ts';
import { SAMPLE, SAMPLE_DRILL, sampleFollowing } from './sample-warning.ts';

function message(warning: PublicWarning): AtomMessage {
  const result = toCapAlert(warning);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return { alert: result.value, href: `https://x.example/cap?id=${encodeURIComponent(warning.key.identifier)}&f=xml` };
}

const feed: AtomFeed = {
  id: 'https://x.example/cap/feed',
  title: '澜河城市群预警 / Warnings of Lanhe',
  self: 'https://x.example/cap/feed.xml',
  author: '澜河办 & co',
  since: '2026-01-01T00:00:00+08:00',
  readers: 'public',
  messages: [],
};
const read = (over: Partial<AtomFeed>) => readXml(atomFeed({ ...feed, ...over }));

describe('the Atom feed', () => {
  it('[CAP-30] lists the newest first, each with where its document is', () => {
    const root = read({ messages: [message(SAMPLE), message(sampleFollowing('Update'))] });
    expect(root).toMatchObject({ name: 'feed', attributes: { xmlns: 'http://www.w3.org/2005/Atom' } });
    expect(textsOf(root, 'updated')).toEqual(['2026-11-22T15:00:00+08:00']);
    const [first, second] = childrenOf(root, 'entry');
    expect(first && textsOf(first, 'id')).toEqual([
      'https://x.example/cap/feed#office.lanhe.example/lanhe-2026-0007.1',
    ]);
    expect(second && textsOf(second, 'title')).toEqual([
      '区域重污染天气橙色预警 / Regional heavy pollution warning, orange',
    ]);
    expect(second && childrenOf(second, 'link').map(({ attributes }) => attributes)).toEqual([
      { rel: 'alternate', type: 'application/cap+xml', href: 'https://x.example/cap?id=lanhe-2026-0007.0&f=xml' },
    ]);
    expect(second && childrenOf(second, 'category').map(({ attributes }) => attributes['term'])).toEqual([
      'Actual',
      'Alert',
    ]);
  });

  it('[CAP-30] without a message has the time of its beginning', () => {
    expect(textsOf(read({}), 'updated')).toEqual(['2026-01-01T00:00:00+08:00']);
  });

  it('[CAP-31] for the public leaves out drills and what is for offices only', () => {
    const messages = [message(SAMPLE), message(SAMPLE_DRILL)];
    expect(childrenOf(read({ messages }), 'entry')).toHaveLength(1);
    expect(childrenOf(read({ messages, readers: 'members' }), 'entry')).toHaveLength(2);
  });

  it('[CAP-31] for the public never shows what is not public, whatever is in it', () => {
    fc.assert(
      fc.property(fc.array(anyWarning, { maxLength: 6 }), (warnings) => {
        const entries = childrenOf(read({ messages: warnings.map(message) }), 'entry');
        expect(entries).toHaveLength(warnings.filter(({ audience }) => audience.scope === 'Public').length);
        const times = entries.map((entry) => Date.parse(textsOf(entry, 'updated')[0] ?? ''));
        expect(times).toEqual(times.toSorted((one, other) => other - one));
      }),
    );
  });
});
