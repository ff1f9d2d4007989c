/** What a chart or an alert is about. */
export interface Subject {
  readonly kind: 'station' | 'city';
  readonly id: string;
}

/** `city.bing`, `station.bing-3`: a subject in the page's address. */
export function subjectText(subject: Subject): string {
  return `${subject.kind}.${subject.id}`;
}

/** Reads it back; null for anything else (an address is typed by people). */
export function parseSubject(text: string | undefined): Subject | null {
  const dot = text?.indexOf('.') ?? -1;
  if (text === undefined || dot < 0) return null;
  const kind = text.slice(0, dot);
  const id = text.slice(dot + 1);
  return (kind === 'station' || kind === 'city') && id !== '' ? { kind, id } : null;
}
