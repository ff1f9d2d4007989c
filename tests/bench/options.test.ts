import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { BadOptions, benchOptions } from '../../bench/options.ts';

describe('benchOptions', () => {
  it('measures everything when nothing is asked for', () => {
    const options = benchOptions([], {});
    expect(options?.workloads.map(({ name }) => name)).toEqual([
      'single',
      'array-50',
      'single-at-5000',
      'single-at-10000',
    ]);
    expect(options?.contenders).toHaveLength(5);
  });

  it('narrows to one workload and some contenders', () => {
    const options = benchOptions(['--array', '50', '--messages', '100', '--only', 'lianfang', '--only', 'bare']);
    expect(options?.workloads).toMatchObject([{ name: 'array-50', messages: 100, readingsPerMessage: 50 }]);
    expect(options?.contenders).toEqual(['bare', 'lianfang']);
  });

  it.each([['--rounds', '0'], ['--messages', '1.5'], ['--array', '501'], ['--only', 'fast'], ['--speed', 'up'], ['x']])(
    'refuses %s %s',
    (...args) => {
      expect(() => benchOptions(args)).toThrow(BadOptions);
    },
  );
});

describe('benchOptions with Node-RED', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianfang-options-'));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function install(name: string): void {
    mkdirSync(join(folder, 'node_modules', name), { recursive: true });
    writeFileSync(join(folder, 'node_modules', name, 'package.json'), '{}');
  }

  it('says how to install it when a contender that needs it is asked for', () => {
    expect(() => benchOptions(['--only', 'node-red'], {})).toThrow(/npm i .*node-red-contrib-influxdb/);
  });

  it('says what is missing in the folder', () => {
    install('node-red');
    expect(() => benchOptions(['--node-red', folder], {})).toThrow(/^no node-red-contrib-influxdb in /);
  });

  it('takes the folder from the environment, and all contenders take part', () => {
    install('node-red');
    install('node-red-contrib-influxdb');
    const options = benchOptions([], { LIANFANG_NODE_RED: folder });
    expect(options?.nodeRedFolder).toBe(folder);
    expect(options?.contenders).toHaveLength(7);
    expect(benchOptions(['--only', 'node-red'], { LIANFANG_NODE_RED: folder })?.contenders).toEqual(['node-red']);
  });
});
