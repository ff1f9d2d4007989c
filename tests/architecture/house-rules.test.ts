import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { breaches, importsOf, type Source } from './house-rules.ts';

const root = new URL('../../', import.meta.url).pathname;
const rooms = '{domain,store,ingest,alerting,api,dashboard,app}';

function houseSources(): Source[] {
  return globSync(`${rooms}/**/*.{ts,tsx}`, { cwd: root, exclude: ['**/node_modules/**', '**/dist/**', '**/*.d.ts'] })
    .filter((path) => path !== 'dashboard/vite.config.ts')
    .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(`${root}${path}`, 'utf8') }));
}

describe('the house', () => {
  it('keeps its arrows, has no cycle, and domain is pure', () => {
    const sources = houseSources();
    expect(sources.length).toBeGreaterThan(40);
    expect(breaches(sources)).toEqual([]);
  });

  const wrong: readonly [string, Source][] = [
    ['a room above', { path: 'domain/a.ts', text: "import { x } from '../store/x.ts';" }],
    ['a sister', { path: 'ingest/a.ts', text: "import type { x } from '../alerting/x.ts';" }],
    ['an implementation of a store', { path: 'alerting/a.ts', text: "import { x } from '../store/sqlite/x.ts';" }],
    ['the composition root', { path: 'api/a.ts', text: "export { x } from '../app/x.ts';" }],
    ['values of the contract', { path: 'dashboard/a.ts', text: "import { x } from '../api/contract.ts';" }],
    ['node from domain', { path: 'domain/a.ts', text: "import { readFileSync } from 'node:fs';" }],
    ['a dynamic import', { path: 'store/a.ts', text: "const x = await import('../app/x.ts');" }],
    ['the clock', { path: 'domain/a.ts', text: 'export const t = () => Date.now();' }],
    ['now by another name', { path: 'domain/a.ts', text: 'export const t = () => new Date();' }],
    ['a timer', { path: 'domain/a.ts', text: 'setTimeout(() => {}, 1);' }],
    ['chance', { path: 'domain/a.ts', text: 'export const x = Math.random();' }],
    ['an empty name', { path: 'store/utils.ts', text: '' }],
    ['a room that is not there', { path: 'lib/a.ts', text: '' }],
    ['a hall of a file', { path: 'store/a.ts', text: '\n'.repeat(500) }],
  ];
  it.each(wrong)('refuses %s', (_, source) => {
    expect(breaches([source])).toHaveLength(1);
  });

  it('refuses a cycle, of types too', () => {
    const a = { path: 'store/a.ts', text: "import type { B } from './b.ts';" };
    const b = { path: 'store/b.ts', text: "import { a } from './a.ts';" };
    expect(breaches([a, b])).toEqual(['cycle: store/a.ts -> store/b.ts -> store/a.ts']);
  });

  it('allows what the design allows', () => {
    const ok: Source[] = [
      { path: 'domain/a.ts', text: "import { z } from 'zod';\nnew Date(5);\n// Date.now is not ours" },
      { path: 'ingest/a.ts', text: "import type { T } from '../store/timeseries.ts';" },
      { path: 'dashboard/a.tsx', text: "import type { T } from '../api/contract.ts';" },
      { path: 'app/a.ts', text: "import { T } from '../store/sqlite/t.ts';" },
    ];
    expect(breaches(ok)).toEqual([]);
  });

  it('reads imports over several lines', () => {
    expect(importsOf("import {\n  a,\n  b,\n} from './x.ts';\nimport './y.css';")).toEqual([
      { specifier: './x.ts', typeOnly: false },
      { specifier: './y.css', typeOnly: false },
    ]);
  });
});
