import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { en } from '../../dashboard/words/en.ts';
import { en as protocolEn } from '../../dashboard/words/protocol/en.ts';
import { zh as protocolZh } from '../../dashboard/words/protocol/zh.ts';
import { zh } from '../../dashboard/words/zh.ts';
import { CATEGORIES } from '../../domain/air/category.ts';

const HAN = /\p{Script=Han}/u;

/** Every text of a dictionary by its path; functions are called with something harmless. */
function texts(words: object, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] => {
    const here = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string') return [[here, value]];
    if (typeof value === 'function') return [[here, String(value(2, 3, 4))]];
    return texts(value as object, here);
  });
}

describe('the dictionaries', () => {
  it.each([
    ['of every page', zh, en],
    ['of the protocols', protocolZh, protocolEn],
  ])('%s say every thing in both languages, English without Chinese characters', (_, first, second) => {
    const chinese = texts(first);
    const english = texts(second);
    expect(english.map(([path]) => path)).toEqual(chinese.map(([path]) => path));
    for (const [path, text] of [...chinese, ...english]) expect(text, path).not.toBe('');
    for (const [path, text] of english) expect(HAN.test(text), `${path}: ${text}`).toBe(false);
  });

  it('have a text for every reason with which docs/spec/conditions.md lets an alert be raised or return', () => {
    const spec = readFileSync(new URL('../../docs/spec/conditions.md', import.meta.url), 'utf8');
    const rows =
      spec
        .split('## Reasons')[1]
        ?.split('\n')
        .filter((row) => row.startsWith('| ')) ?? [];
    const said = rows.flatMap(
      (row) =>
        row
          .split('|')
          .slice(2, 4)
          .join(' ')
          .match(/(?<=`)[a-z_]+(?=`)/g) ?? [],
    );
    expect(said).toContain('not_enough_members');
    expect(said.filter((reason) => !Object.hasOwn(zh.alerts.reasons, reason))).toEqual([]);
  });

  it('shorten the levels of the standard', () => {
    CATEGORIES.forEach((category, index) => {
      expect(category.zh.startsWith(zh.levels[index] ?? '?'), category.zh).toBe(true);
      expect(category.en.startsWith(en.levels[index]?.slice(0, 4) ?? '?'), category.en).toBe(true);
    });
  });
});

describe('the colours', () => {
  it('of the official palette are those of HJ 633', () => {
    const css = readFileSync(new URL('../../dashboard/styles/tokens.css', import.meta.url), 'utf8');
    for (const { level, colour } of CATEGORIES) {
      const official = new RegExp(`--aqi-${level}: (#[0-9a-f]{6});`).exec(css)?.[1];
      expect(official?.toUpperCase()).toBe(colour.toUpperCase());
    }
  });
});
