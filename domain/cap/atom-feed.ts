import type { CapAlert } from './cap-alert.ts';
import { writeXml, XML_DECLARATION, type XmlElement } from './xml.ts';

export interface AtomFeed {
  /** Stays the same for good; an IRI, with no `#`. */
  readonly id: string;
  readonly title: string;
  /** Where the feed itself is to be had. */
  readonly self: string;
  readonly author: string;
  /** RFC 3339, of a feed without a message; else the newest message counts. */
  readonly since: string;
  /** `public`: what is not for the public is left out. */
  readonly readers: 'public' | 'members';
  readonly messages: readonly AtomMessage[];
}

export interface AtomMessage {
  readonly alert: CapAlert;
  /** Where the CAP document is to be had. */
  readonly href: string;
}

/** Feed of the messages, the newest first (RFC 4287). Throws RangeError on a character that XML cannot hold. */
export function atomFeed({ id, title, self, author, since, readers, messages }: AtomFeed): string {
  const shown = messages
    .filter(({ alert }) => readers === 'members' || alert.scope === 'Public')
    .toSorted((one, other) => Date.parse(other.alert.sent) - Date.parse(one.alert.sent));
  return (
    XML_DECLARATION +
    writeXml({
      name: 'feed',
      attributes: { xmlns: 'http://www.w3.org/2005/Atom' },
      content: [
        leaf('id', id),
        leaf('title', title),
        leaf('updated', shown[0]?.alert.sent ?? since),
        { name: 'author', content: [leaf('name', author)] },
        { name: 'link', attributes: { rel: 'self', type: 'application/atom+xml', href: self }, content: [] },
        ...shown.map((message) => entryOf(message, id)),
      ],
    })
  );
}

function entryOf({ alert, href }: AtomMessage, feedId: string): XmlElement {
  const both = (field: 'headline' | 'description') => alert.info.map((info) => info[field]).join(' / ');
  return {
    name: 'entry',
    content: [
      leaf('id', `${feedId}#${encodeURIComponent(alert.sender)}/${encodeURIComponent(alert.identifier)}`),
      leaf('title', both('headline')),
      leaf('updated', alert.sent),
      leaf('summary', both('description')),
      { name: 'category', attributes: { term: alert.status, scheme: `${feedId}#status` }, content: [] },
      { name: 'category', attributes: { term: alert.msgType, scheme: `${feedId}#msgType` }, content: [] },
      { name: 'link', attributes: { rel: 'alternate', type: 'application/cap+xml', href }, content: [] },
    ],
  };
}

function leaf(name: string, content: string): XmlElement {
  return { name, content };
}
