import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../app/clock/system-clock.ts';
import { stationsCommand } from '../../app/commands/stations.ts';
import { StationAuthenticator } from '../../ingest/credentials/station-authenticator.ts';
import { SqliteCredentials } from '../../store/sqlite/sqlite-credentials.ts';
import { seededBytes } from '../ingest/credentials/seeded-bytes.ts';
import { agreementText } from './agreement-text.ts';

const STATIONS = 'station,name,city,lon,lat\na1,A 1,a,100,20\na2,A 2,a,100,20\nb1,B 1,b,100,20\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianfang-stations-'));
  vi.stubEnv('LIANFANG_CONFIG', join(folder, 'lianfang.yaml'));
  writeFileSync(join(folder, 'lianfang.yaml'), 'agreement: agreement.yaml\nstations: stations.csv\n');
  writeFileSync(join(folder, 'agreement.yaml'), agreementText(['a', 'b']));
  writeFileSync(join(folder, 'stations.csv'), STATIONS);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Every line of stdout as JSON. */
  readonly rows: readonly Record<string, unknown>[];
}

/** The command in this process, with what it prints and the exit code that `app/main.ts` gives it. */
async function credentials(...args: string[]): Promise<Run> {
  let stdout = '';
  let stderr = '';
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((line) => {
      stdout += `${line}\n`;
    }),
    vi.spyOn(console, 'error').mockImplementation((line) => {
      stderr += `${line}\n`;
    }),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      stderr += text;
      return true;
    }),
  ];
  let code = 0;
  try {
    await stationsCommand()
      .exitOverride()
      .parseAsync(['credentials', ...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    code = error.exitCode === 0 ? 0 : 2;
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  return { code, stdout, stderr, rows: lines.map((line) => JSON.parse(line)) };
}

async function asked<T>(question: (subject: StationAuthenticator) => Promise<T>): Promise<T> {
  const store = SqliteCredentials.open({ path: join(folder, 'data', 'credentials.sqlite') });
  const answer = await question(new StationAuthenticator({ store, clock: systemClock, random: seededBytes() }));
  await store.close();
  return answer;
}

const everythingStored = () =>
  readdirSync(join(folder, 'data'))
    .map((name) => readFileSync(join(folder, 'data', name), 'latin1'))
    .join('');

describe('lianfang stations credentials', () => {
  it('[CRD-2] shows a secret once: on stdout, nowhere in the files, not in a list', async () => {
    const created = await credentials('create', 'a1', '--json');
    expect([created.code, created.rows.length]).toEqual([0, 1]);
    const [row] = created.rows;
    expect(row).toMatchObject({ station: 'a1', kind: 'mqtt', username: 'a1', generation: 1 });
    expect(created.stderr).toContain('密钥只显示这一次');
    const listed = await credentials('list');
    expect(listed.stdout).toMatch(/^a1\tmqtt\t#1\t.*valid 有效\n$/);
    expect(listed.stdout).not.toContain(row?.['secret']);
    expect(everythingStored()).not.toContain(row?.['secret']);
    const password = String(row?.['secret']);
    expect(await asked((one) => one.verifyPassword({ kind: 'mqtt', station: 'a1', password }))).toMatchObject({
      ok: true,
    });
  });

  it('creates for every station that has none, and is done when all have one', async () => {
    await credentials('create', 'a2', '--kind', 'http');
    const { rows } = await credentials('create', '--all', '--kind', 'http', '--json');
    expect(rows.map(({ station }) => station)).toEqual(['a1', 'b1']);
    const token = String(rows[1]?.['secret']);
    expect(await asked((one) => one.verifyToken(token))).toEqual({ stations: ['b1'] });
    const again = await credentials('create', '--all', '--kind', 'http', '--json');
    expect([again.code, again.rows]).toEqual([0, []]);
  });

  it('[CRD-4] [CRD-5] rotates with an overlap of a day, and revokes at once', async () => {
    await credentials('create', 'a1');
    const rotated = await credentials('rotate', 'a1', '--json');
    expect(rotated.rows[0]).toMatchObject({ username: 'a1@2', generation: 2 });
    const [old, fresh] = (await credentials('list', 'a1', '--json')).rows;
    const overlapMs = Date.parse(String(old?.['validUntil'])) - Date.parse(String(fresh?.['createdAt']));
    expect(Math.abs(overlapMs - 86_400_000)).toBeLessThan(2000);
    expect([old?.['valid'], fresh?.['valid']]).toEqual([true, true]);
    expect((await credentials('revoke', 'a1')).stdout.match(/revoked 已吊销/g)).toHaveLength(2);
    expect((await credentials('list', '--json')).rows.map(({ valid }) => valid)).toEqual([false, false]);
  });

  it('[MOS-4] writes the files of Mosquitto, our own password readable by nobody else, and keeps it', async () => {
    await credentials('create', '--all');
    const out = join(folder, 'mosquitto');
    const written = await credentials('mosquitto', '--out', out, '--json');
    expect(written.rows[0]).toMatchObject({ users: 3, serviceUser: 'lianfang' });
    const read = (name: string) => readFileSync(join(out, name), 'utf8');
    expect(read('passwords')).toMatch(/^lianfang:\$7\$101\$\S+\na1:\$7\$101\$\S+\na2:\S+\nb1:\S+\n$/);
    expect(read('acl')).toContain('user b1\ntopic write lianfang/v1/b/b1/readings\n');
    expect(statSync(join(out, 'service-password')).mode & 0o777).toBe(0o600);
    const before = read('service-password');
    await credentials('mosquitto', '--out', out);
    expect(read('service-password')).toBe(before);
    expect(readdirSync(out).sort()).toEqual(['acl', 'passwords', 'service-password']);
  });

  it.each([
    ['no station', ['create'], '--all'],
    ['a station and all', ['create', 'a1', '--all'], '--all'],
    ['an unknown station', ['create', 'zz'], 'no station "zz"'],
    ['an unknown kind', ['create', 'a1', '--kind', 'ftp'], 'Allowed choices'],
    ['nothing to rotate', ['rotate', 'a1'], '请用 create 签发'],
    ['a negative overlap', ['rotate', 'a1', '--overlap-hours', '-1'], 'write hours'],
    ['nothing to revoke', ['revoke', 'a1'], '没有有效凭据'],
    ['no folder', ['mosquitto'], '--out'],
    ['no such command', ['forget'], 'forget'],
  ])('exits 2 with a remedy on %s', async (_, args, remedy) => {
    const { code, stdout, stderr } = await credentials(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(remedy);
  });

  it('[CRD-3] exits 2 on a second create', async () => {
    await credentials('create', 'a1');
    const { code, stderr } = await credentials('create', 'a1');
    expect(code).toBe(2);
    expect(stderr).toContain('请用 rotate 更换');
  });
});
