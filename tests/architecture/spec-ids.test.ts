import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;
const texts = (pattern: string) =>
  globSync(pattern, { cwd: root }).map((path) => readFileSync(`${root}${path}`, 'utf8'));

/** Ids that begin a table row or a list item of a spec page: `| RUL-1 |`, `- [RUL-1]`. */
const specified = new Set(
  texts('docs/spec/*.md').flatMap((text) =>
    [...text.matchAll(/^(?:\|\s*|[-*]\s*)\**\[?([A-Z]{2,5}-\d+)\]?/gm)].map((match) => match[1] ?? ''),
  ),
);
const tested = new Set(
  ['tests/**/*.test.ts', 'tests/contract/*.ts']
    .flatMap(texts)
    .flatMap((text) => [...text.matchAll(/\[([A-Z]{2,5}-\d+)\]/g)].map((match) => match[1] ?? '')),
);

describe('numbered sentences of docs/spec', () => {
  it('each have a test whose title carries the id', () => {
    expect(specified.size).toBeGreaterThan(10);
    expect([...specified].filter((id) => !tested.has(id))).toEqual([]);
  });

  it('are what test titles speak of', () => {
    expect([...tested].filter((id) => !specified.has(id))).toEqual([]);
  });
});
