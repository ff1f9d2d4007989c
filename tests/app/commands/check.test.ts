import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const root = new URL('../../../', import.meta.url).pathname;
const fixtures = `${root}tests/domain/agreement/fixtures`;

/** Runs the command as a person would. */
async function check(
  ...options: string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [`${root}app/main.ts`, 'check', ...options]);
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

describe('lianfang check', () => {
  it.each([
    [`${root}config/demo/lianfang.yaml`, '64 stations 站点'],
    [`${root}config/agreements/jjj-2plus26`, '2 versions 版本, 28 cities 城市'],
    [`${fixtures}/good/small.yaml`, '3 cities 城市, 1 rules 规则'],
  ])('takes a configuration, a folder of versions, an agreement: %s', async (file, said) => {
    const { code, out } = await check(file);
    expect(code).toBe(0);
    expect(out).toContain(said);
    expect(out).toContain('No faults 无错误');
  });

  it('[AGR-19] tells the faults of an agreement in both languages, one a line, and exits 1', async () => {
    const { code, out } = await check(`${fixtures}/bad/one-sided-neighbour.yaml`);
    expect(code).toBe(1);
    expect(out.replaceAll(`${fixtures}/`, '')).toBe(
      'bad/one-sided-neighbour.yaml:8: jurisdictions.3.neighbours.1: "c" does not name "b" as its neighbour ' +
        '“c”未将“b”列为相邻城市\n1 fault(s) 处错误\n',
    );
  });

  it('[AGR-20] holds an agreement against its stations; a warning is no failure', async () => {
    const { code, out } = await check(`${fixtures}/good/small.yaml`, '--stations', `${fixtures}/few-stations.csv`);
    expect(code).toBe(0);
    expect(out).toMatch(/:9: jurisdictions\.4\.id: warning 提醒: no station is in city "c"/);
    expect(out).toContain('2 stations 站点. No errors, 1 warning(s)');
  });

  it('prints JSON', async () => {
    const { code, out } = await check(`${fixtures}/bad/above-the-scale.yaml`, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      ok: false,
      faults: [
        {
          file: `${fixtures}/bad/above-the-scale.yaml`,
          line: 24,
          path: 'rules.1.when.above',
          message: 'can never be true: aqi is within 0..500',
          zh: '不可能成立：aqi 在 0..500 之内',
          code: 'AGR-12',
        },
      ],
    });
  });

  it('refuses stations beside a configuration as wrong use', async () => {
    const { code, err } = await check(`${root}config/demo/lianfang.yaml`, '--stations', `${fixtures}/stations.csv`);
    expect(code).toBe(2);
    expect(err).toContain('a configuration names its own');
  });
});
