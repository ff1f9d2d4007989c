import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodePayload } from '../../ingest/payload.ts';
import { station } from '../ingest/samples.ts';
import { describeWithService } from '../services/describe-with-service.ts';
import { freePort } from '../services/free-port.ts';
import { type GuideBlock, guideBlocks } from './guide-blocks.ts';
import { ReaderWindows } from './reader-windows.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const GUIDE = 'docs/guide/station-operator.md';
const GUIDE_ZH = 'docs/guide/station-operator.zh-CN.md';
const textOf = (path: string) => readFile(join(ROOT, path), 'utf8');
const blocksOf = async (path: string) => guideBlocks(await textOf(path));
const missing = ['bash', 'python3', 'curl', 'mosquitto_pub', 'mosquitto_sub', 'stdbuf'].filter(
  (name) => pathOf(name) === '',
);

/** Where a program lies; empty when it is not installed. */
function pathOf(program: string): string {
  return spawnSync('sh', ['-c', `command -v ${program}`])
    .stdout.toString()
    .trim();
}

describe('the guide as a text', () => {
  it('has the same blocks in both languages', async () => {
    const bare = ({ language, text, fate }: GuideBlock) => ({ language, text, fate });
    const english = (await blocksOf(GUIDE)).map(bare);
    expect(english.length).toBeGreaterThan(30);
    expect((await blocksOf(GUIDE_ZH)).map(bare)).toEqual(english);
  });

  it('leaves few blocks untried, each for a reason', async () => {
    const untried = (await blocksOf(GUIDE)).flatMap(({ fate }) => (fate.kind === 'not run' ? [fate.reason] : []));
    expect(untried).toEqual(['it is typed into the console of a Tasmota device']);
  });

  it.each([GUIDE, GUIDE_ZH])('leads somewhere with every link: %s', async (path) => {
    const text = await textOf(path);
    const anchors = new Set([...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading)));
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(15);
    const dead = links.filter((link) =>
      link.startsWith('#') ? !anchors.has(link.slice(1)) : !existsSync(join(ROOT, dirname(path), link)),
    );
    expect(dead).toEqual([]);
  });

  it.each([
    ['a fence that does not close', '```bash\ntrue\n'],
    ['a block that nobody runs', '```json\n{}\n```\n'],
    ['a word that nobody knows', '<!-- shws -->\n```text\nx\n```\n'],
    ['a note without its block', '<!-- shows -->\n\n```text\nx\n```\n'],
    ['a fence inside a list', '- so:\n  ```bash\n  true\n  ```\n'],
  ])('cannot hide %s', (_, text) => {
    expect(() => guideBlocks(text)).toThrow(/^line \d/);
  });
});

/** As GitHub makes them. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

describeWithService('mosquitto', 'the guide as somebody follows it', () => {
  let folder: string;
  let windows: ReaderWindows;
  let ports: ReadonlyMap<string, number>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lianfang-guide-'));
    windows = new ReaderWindows({ folder, programs: join(folder, '.programs'), memory: join(folder, '.memory') });
    ports = new Map([
      ['1883', await freePort()],
      ['8080', await freePort()],
      ['2120', await freePort()],
    ]);
    await installProgram();
  });
  afterEach(async () => {
    windows.kill();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  /** The ports of the guide may be taken on this machine. */
  const onFreePorts = (text: string) =>
    text.replace(/(?<!\d)(?:1883|8080|2120)(?!\d)/g, (port) => String(ports.get(port)));

  /** The folder of the program as `npm ci` leaves it, with nothing in it that the guide could spoil. */
  async function installProgram(): Promise<void> {
    for (const entry of await readdir(ROOT)) {
      if (!['docker', 'practice', '.git'].includes(entry)) await symlink(join(ROOT, entry), join(folder, entry));
    }
    await cp(join(ROOT, 'docker'), join(folder, 'docker'), { recursive: true, dereference: true });
    const broker = join(folder, 'docker/mosquitto.conf');
    await writeFile(broker, onFreePorts(await readFile(broker, 'utf8')));
    await mkdir(join(folder, '.programs'));
    // `npx lianfang` is bin/lianfang.js; npx itself takes seconds to find that out.
    await writeProgram('npx', `[ "$1" = lianfang ] && shift && exec '${process.execPath}' bin/lianfang.js "$@"`);
    // In a window it prints line by line, into our pipe it would not.
    await writeProgram('mosquitto_sub', `exec stdbuf -oL '${pathOf('mosquitto_sub')}' "$@"`);
  }

  async function writeProgram(name: string, script: string): Promise<void> {
    await writeFile(join(folder, '.programs', name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, '.programs', name), 0o755);
  }

  async function follow({ fate, text, line }: GuideBlock): Promise<void> {
    const command = onFreePorts(text);
    try {
      switch (fate.kind) {
        case 'run':
          return await windows.run(command);
        case 'window':
          if (fate.ends !== undefined) await windows.interrupt(fate.ends);
          return await windows.leave(command, fate.window, fate.until);
        case 'save':
          await mkdir(dirname(join(folder, fate.file)), { recursive: true });
          return await writeFile(join(folder, fate.file), command);
        case 'shows':
          return await windows.sees(command);
        case 'reading':
          expect(decodePayload(Buffer.from(text), station(), Date.now())).toMatchObject({ refusals: [] });
          return;
        case 'not run':
          return;
      }
    } catch (error) {
      throw new Error(`${GUIDE} line ${line}: ${error instanceof Error ? error.message : error}`);
    }
  }

  async function storedBy(id: string): Promise<unknown[]> {
    const from = encodeURIComponent('2026-01-01T00:00:00Z');
    const url = `http://127.0.0.1:${ports.get('8080')}/api/v1/readings?station=${id}&from=${from}`;
    const { items } = (await (await fetch(url)).json()) as { items: unknown[] };
    return items;
  }

  const isSkipped = missing.length > 0 && !process.env['CI'];
  const title = `works as it stands${isSkipped ? ` (skipped: not installed: ${missing.join(', ')})` : ''}`;
  it.skipIf(isSkipped)(title, { timeout: 180_000 }, async () => {
    for (const block of await blocksOf(GUIDE)) await follow(block);
    await windows.endOfWork();
    const stored = await Promise.all(['jia-1', 'jia-2', 'jia-3', 'jia-4', 'jia-5'].map(storedBy));
    expect(stored.map((readings) => readings.length)).toEqual([4, 1, 1, 2, 1]);
    await windows.interrupt('platform');
    await windows.interrupt('receipts');
  });
});
