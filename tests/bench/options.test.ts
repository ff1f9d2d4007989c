import { describe, expect, it } from 'vitest';
import { BadOptions, benchOptions } from '../../bench/options.ts';

describe('benchOptions', () => {
  it('measures everything when nothing is asked for', () => {
    const options = benchOptions([]);
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
