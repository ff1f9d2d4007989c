import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lianfang } from '../../acceptance/lianfang-process.ts';

const GOOD = `
rules:
  - { id: pm, on: city, when: { kind: threshold, quantity: pm25, above: 150 }, priority: 2, message: { zh: 超标, en: high } }
stations: { a1: a }
tests:
  - { name: high, series: { a1: { pm25: "10 160" } }, expect: [{ hour: 2, raised: pm, on: a }] }
`;

async function run(text: string, ...more: readonly string[]) {
  const file = join(mkdtempSync(join(tmpdir(), 'lianfang-test-')), 'rules.test.yaml');
  writeFileSync(file, text);
  const process = lianfang(['test', file, ...more]);
  return { code: await process.ended, out: process.stdout() };
}

describe('lianfang test', () => {
  it('[TST-14] ends with 0, 1 or 2', { timeout: 60_000 }, async () => {
    const [good, wrong, bad] = await Promise.all([
      run(GOOD),
      run(GOOD.replace('hour: 2', 'hour: 1'), '--json'),
      run(GOOD.replace('a1: a', 'a1: 5')),
    ]);
    expect(good.code).toBe(0);
    expect(good.out).toContain('ok   high');
    expect(wrong.code).toBe(1);
    expect(JSON.parse(wrong.out)).toMatchObject({
      ok: false,
      files: [
        { tests: [{ ok: false, name: 'high', missing: [{ hour: 1 }], unexpected: [{ hour: 2, raised: 'pm' }] }] },
      ],
    });
    expect(bad.code).toBe(2);
    expect(bad.out).toMatch(/rules\.test\.yaml:4: stations\.a1/);
  });
});
