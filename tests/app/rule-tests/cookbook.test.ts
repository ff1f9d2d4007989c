import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadRuleTests } from '../../../app/rule-tests/load-rule-tests.ts';
import { outcomeText } from '../../../app/rule-tests/outcome-text.ts';
import { runRuleTest } from '../../../app/rule-tests/run-rule-test.ts';
import { conditionsIn } from '../../../domain/rule/condition.ts';

/** The recipes of a guide: heading and YAML. */
function recipesOf(guide: string): { readonly title: string; readonly yaml: string }[] {
  const text = readFileSync(new URL(`../../../docs/guide/${guide}`, import.meta.url), 'utf8');
  return [...text.matchAll(/^## (.+)\n[\s\S]*?```yaml\n([\s\S]*?)```/gm)].map(([, title = '', yaml = '']) => ({
    title,
    yaml,
  }));
}

const recipes = recipesOf('rules.md');
const KINDS = [
  ...['threshold', 'rise', 'unlike_past', 'unlike_neighbours', 'absent', 'forecast', 'upwind', 'quorum'],
  ...['all', 'any', 'not'],
];

function load(yaml: string) {
  const path = join(mkdtempSync(join(tmpdir(), 'lianfang-cookbook-')), 'recipe.yaml');
  writeFileSync(path, yaml);
  return loadRuleTests(path);
}

describe('the cookbook of rules', () => {
  it.each(recipes)('$title does what its test says', ({ yaml }) => {
    const { tests, ...loaded } = load(yaml);
    for (const test of tests) expect(outcomeText(runRuleTest(loaded, test))).toMatch(/^ok/);
  });

  it('has the same recipes in both languages', () => {
    expect(recipes.length).toBeGreaterThanOrEqual(15);
    expect(recipesOf('rules.zh-CN.md').map(({ yaml }) => yaml)).toEqual(recipes.map(({ yaml }) => yaml));
  });

  it('has a recipe for every kind of condition', () => {
    const used = recipes.flatMap(({ yaml }) =>
      load(yaml).agreement.rules.flatMap(({ when }) => [...conditionsIn(when)].map(({ kind }) => kind)),
    );
    expect(KINDS.filter((kind) => !used.some((one) => one === kind))).toEqual([]);
  });

  it('tells a wrong expectation from a right one', () => {
    const { tests, ...loaded } = load(recipes[0]?.yaml.replace('hour: 5, raised', 'hour: 6, raised') ?? '');
    expect(tests.map((test) => outcomeText(runRuleTest(loaded, test)))[0]).toMatch(/^FAIL/);
  });
});
