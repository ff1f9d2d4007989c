import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CASE_BODIES, WARNING_BODIES } from '../../api/command-contract.ts';
import { LiveHello } from '../../api/contract.ts';
import { People } from '../../app/config/people.ts';
import { protocols, tokenOf } from '../api/protocol/protocol-fixture.ts';
import { type GuideBlock, guideBlocks } from './guide-blocks.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const GUIDE = 'docs/guide/protocol-api.md';
const GUIDE_ZH = 'docs/guide/protocol-api.zh-CN.md';
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const missing = ['bash', 'curl', 'grep'].filter((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianfang-guide-'));
  // The reader has installed the package; we are it.
  const npx = join(folder, 'npx');
  writeFileSync(npx, `#!/bin/sh\nshift\nexec "${process.execPath}" "${ROOT}app/main.ts" "$@"\n`);
  chmodSync(npx, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the guide to the protocols as a text', () => {
  it('has the same blocks in both languages, and leads somewhere with every link', () => {
    const bare = (path: string) =>
      guideBlocks(textOf(path)).map(({ language, text, fate }) => ({ language, text, fate }));
    expect(bare(GUIDE_ZH)).toEqual(bare(GUIDE));
    for (const path of [GUIDE, GUIDE_ZH]) {
      const links = [...textOf(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
      expect(links.filter((link) => !existsSync(join(ROOT, dirname(path), link)))).toEqual([]);
    }
  });

  it('names every command that there is', () => {
    for (const path of [GUIDE, GUIDE_ZH]) {
      const commands = [...Object.keys(WARNING_BODIES), ...Object.keys(CASE_BODIES).filter((name) => name !== 'open')];
      expect(
        commands.filter((name) => !textOf(path).includes(`\`${name}\``) && !textOf(path).includes(`/${name}"`)),
      ).toEqual([]);
    }
  });

  it('shows people and a hello as they are taken', () => {
    const blocks = guideBlocks(textOf(GUIDE));
    const yaml = blocks.find(({ fate }) => fate.kind === 'save');
    expect(People.parse(parse(yaml?.text ?? '').people)).toMatchObject([{ id: 'head-jia', jurisdiction: 'jia' }]);
    const hello = blocks.find(({ text }) => text.includes('"type":"hello"'));
    expect(LiveHello.parse(JSON.parse(hello?.text ?? ''))).toMatchObject({ lastSeq: 41 });
  });
});

describe.skipIf(missing.length > 0)(
  `the guide to the protocols, done (needs ${missing.join(', ') || 'nothing more'})`,
  () => {
    it('shows what its commands answer', async () => {
      const { url } = await protocols();
      let said = '';
      for (const block of guideBlocks(textOf(GUIDE))) {
        if (block.fate.kind === 'run') said = await run(block, url);
        if (block.fate.kind === 'shows') expectShown(block, said);
      }
      expect(said).not.toBe('');
    }, 60_000);
  },
);

async function run({ text, line }: GuideBlock, url: string): Promise<string> {
  const people = ['coordinator', 'head-jia', 'leader-jia', 'duty-jia', 'duty-bing'];
  const tokens = people.map((id) => [id.toUpperCase().replace('-', '_'), tokenOf(id)]);
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', text], {
    cwd: folder,
    env: { ...process.env, ...Object.fromEntries(tokens), LIANFANG: url, PATH: `${folder}:${process.env['PATH']}` },
  });
  let [stdout, stderr] = ['', ''];
  shell.stdout.on('data', (data) => {
    stdout += data;
  });
  shell.stderr.on('data', (data) => {
    stderr += data;
  });
  const [code] = await once(shell, 'close');
  expect({ line, code, stderr: code === 0 ? '' : stderr }).toEqual({ line, code: 0, stderr: '' });
  return stdout;
}

/** Every line stands somewhere in what was said, in order; `…` stands for anything. */
function expectShown({ text, line }: GuideBlock, said: string): void {
  const pattern = text
    .split('\n')
    .map((one) => one.split('…').map(RegExp.escape).join('[^\\n]*'))
    .join('[^]*?');
  const shown = new RegExp(pattern).test(said);
  expect({ line, shown, said: shown ? '' : said }).toEqual({ line, shown: true, said: '' });
}
