/** What becomes of a code block when a guide is tried. */
export type Fate =
  /** Run to its end, in the window in which the reader works. */
  | { readonly kind: 'run' }
  /** Started in a window and left there; ready at once, or when its output has `until`. What runs in the window gets Ctrl-C before. */
  | { readonly kind: 'window'; readonly window: string; readonly until?: string; readonly ends?: string }
  | { readonly kind: 'save'; readonly file: string }
  /** Lines that are to be seen, in whatever window, after the command before; `…` stands for anything. */
  | { readonly kind: 'shows' }
  /** A payload that a station may send. */
  | { readonly kind: 'reading' }
  | { readonly kind: 'not run'; readonly reason: string };

export interface GuideBlock {
  readonly language: string;
  readonly text: string;
  /** Of its first line in the guide, from 1. */
  readonly line: number;
  readonly fate: Fate;
}

const FENCE = /^```(\w*)$/;
const NOTE = /^<!-- (.*) -->$/;

/**
 * Every fenced block of a guide, in order. What is to become of it stands in HTML comments on the lines before it; a `bash` block
 * without any is run, and any other without one is a mistake of the guide.
 */
export function guideBlocks(markdown: string): GuideBlock[] {
  const lines = markdown.split('\n');
  const blocks: GuideBlock[] = [];
  let notes: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const note = NOTE.exec(line)?.[1];
    const language = FENCE.exec(line)?.[1];
    if (note !== undefined) notes.push(note);
    else if (language === undefined) {
      if (line.trimStart().startsWith('```'))
        throw new Error(`line ${i + 1}: a fence that this reader does not understand`);
      if (notes.length > 0) throw new Error(`line ${i + 1}: a note must stand right before its block: ${notes[0]}`);
    } else {
      const end = lines.indexOf('```', i + 1);
      if (end < 0) throw new Error(`line ${i + 1}: a block without an end`);
      const text = lines.slice(i + 1, end).join('\n');
      blocks.push({ language, text, line: i + 2, fate: fateOf(notes, language, i + 1) });
      notes = [];
      i = end;
    }
  }
  return blocks;
}

function fateOf(notes: readonly string[], language: string, line: number): Fate {
  const said = new Map(notes.flatMap((note) => note.split(', ')).map(pair));
  const [window, until, ends] = ['window', 'until', 'ends'].map((key) => said.get(key));
  const file = said.get('save');
  const reason = said.get('not run');
  if (window && language === 'bash') return { kind: 'window', window, ...(until && { until }), ...(ends && { ends }) };
  if (said.size === 1) {
    if (file) return { kind: 'save', file };
    if (reason) return { kind: 'not run', reason };
    if (said.has('shows')) return { kind: 'shows' };
    if (said.has('reading') && language === 'json') return { kind: 'reading' };
  }
  if (said.size === 0 && language === 'bash') return { kind: 'run' };
  throw new Error(`line ${line}: nobody runs or checks this ${language} block (${notes.join('; ') || 'no note'})`);
}

function pair(note: string): [key: string, value: string] {
  const colon = note.indexOf(': ');
  return colon < 0 ? [note, ''] : [note.slice(0, colon), note.slice(colon + 2)];
}
