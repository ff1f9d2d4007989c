/** An element as it was read; `text` is null where elements stand inside. */
export interface ReadElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string | null;
  readonly elements: readonly ReadElement[];
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads a document of the few forms that ours may have, and throws on everything else: no comments, CDATA, short forms, mixed content,
 * unknown references, or bare `<`, `&`, `>`. Line ends and white space of attributes are normalised as a real parser does.
 */
export function readXml(document: string): ReadElement {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!document.startsWith(declaration)) throw new SyntaxError('no declaration');
  const text = document.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  const [root, end] = readElement(text, declaration.length);
  if (end !== text.length) throw new SyntaxError(`more at ${end}`);
  return root;
}

function readElement(text: string, from: number): [ReadElement, number] {
  const start = /<([A-Za-z][\w.:-]*)((?: [A-Za-z][\w.:-]*="[^"<]*")*)>/y;
  start.lastIndex = from;
  const [tag, name, written = ''] = start.exec(text) ?? [];
  if (tag === undefined || name === undefined) throw new SyntaxError(`no element at ${from}`);
  const attributes: Record<string, string> = {};
  for (const [, key = '', value = ''] of written.matchAll(/ ([\w.:-]+)="([^"]*)"/g)) {
    if (key in attributes) throw new SyntaxError(`${key} twice`);
    attributes[key] = resolve(value.replaceAll(/[\t\n]/g, ' '));
  }
  let at = from + tag.length;
  const elements: ReadElement[] = [];
  while (text[at] === '<' && text[at + 1] !== '/') {
    const [element, next] = readElement(text, at);
    elements.push(element);
    at = next;
  }
  const end = text.indexOf('<', at);
  const inner = text.slice(at, end);
  if (inner !== '' && elements.length > 0) throw new SyntaxError(`text among elements at ${at}`);
  if (inner.includes('>')) throw new SyntaxError(`bare > at ${at}`);
  if (!text.startsWith(`</${name}>`, end)) throw new SyntaxError(`${name} is not closed at ${end}`);
  const element = { name, attributes, elements, text: elements.length > 0 ? null : resolve(inner) };
  return [element, end + name.length + 3];
}

function resolve(text: string): string {
  return text.replaceAll(/&([^;&]*)(;?)/g, (found, name: string, end: string) => {
    const code = /^#x([0-9A-F]+)$/.exec(name)?.[1];
    const value = code === undefined ? ENTITIES[name] : String.fromCodePoint(Number.parseInt(code, 16));
    if (value === undefined || end === '') throw new SyntaxError(`bare or unknown ${found}`);
    return value;
  });
}

/** Texts of the children of that name. */
export function textsOf(element: ReadElement, name: string): (string | null)[] {
  return element.elements.filter((one) => one.name === name).map(({ text }) => text);
}

/** The children of that name. */
export function childrenOf(element: ReadElement, name: string): ReadElement[] {
  return element.elements.filter((one) => one.name === name);
}
