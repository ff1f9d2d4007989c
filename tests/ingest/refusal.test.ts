import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { REFUSAL_CODES, refuse } from '../../ingest/refusal.ts';

const guide = readFileSync(new URL('../../docs/guide/errors.md', import.meta.url), 'utf8');
const refusals = guide.slice(guide.indexOf('## Refused readings')).split(/\n## /)[0] ?? '';
const documented = [...refusals.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]);

describe('refusal codes', () => {
  it('are all in the guide, each once, and the guide names no other', () => {
    expect([...documented].sort()).toEqual([...REFUSAL_CODES].sort());
  });

  it('[DEC-2] give a reason in Chinese and English', () => {
    for (const code of REFUSAL_CODES) expect(refuse(code).reason).toMatch(/\p{Script=Han}.* \/ .*[a-z]{3}/u);
  });

  it('[DEC-3] name the field, cut to a length and without control characters', () => {
    const { reason } = refuse('unknown_field', { field: `a\n\u0007${'x'.repeat(5000)}` });
    expect(reason.startsWith('a??xxx')).toBe(true);
    expect(reason.length).toBeLessThan(200);
  });
});
