/** An element: its name as written, attributes, and either text or elements. */
export interface XmlElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly content: string | readonly XmlElement[];
}

export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

// XML 1.0, production [2]: what is not listed there cannot be written, not even as a reference. Half surrogate pairs are among it.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for.
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uD800-\uDFFF\uFFFE\uFFFF]/u;

/** Whether XML 1.0 can hold every character of the text. */
export function fitsXml(text: string): boolean {
  return !FORBIDDEN.test(text);
}

/**
 * The element as text in canonical form (Canonical XML 1.0, as far as it can differ here), so that what is signed is what is sent:
 * no short form of empty elements, `xmlns` before other attributes and these in order, no white space between elements. Throws RangeError
 * on a character that XML cannot hold.
 */
export function writeXml({ name, attributes = {}, content }: XmlElement): string {
  const written = Object.entries(attributes)
    .toSorted(([one], [other]) => attributeOrder(one, other))
    .map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`);
  const inner = typeof content === 'string' ? escapeText(content) : content.map(writeXml).join('');
  return `<${name}${written.join('')}>${inner}</${name}>`;
}

function attributeOrder(one: string, other: string): number {
  const rank = (key: string) => (key === 'xmlns' ? 0 : key.startsWith('xmlns:') ? 1 : 2);
  return rank(one) - rank(other) || (one < other ? -1 : 1);
}

function escapeText(text: string): string {
  return refuseForbidden(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#xD;');
}

function escapeAttribute(text: string): string {
  return refuseForbidden(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#x9;')
    .replaceAll('\n', '&#xA;')
    .replaceAll('\r', '&#xD;');
}

function refuseForbidden(text: string): string {
  const found = FORBIDDEN.exec(text)?.[0];
  if (found === undefined) return text;
  throw new RangeError(`XML cannot hold U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`);
}
